# Ranges, slices, bytes, iterators, subclasses of builtin types, constants.
def attempt(f, *args, **kw):
    try:
        return f(*args, **kw)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, "a" in r, r.index(8), r.count(8), attempt(r.index, 9), r.start, r.stop, r.step, list(reversed(r)), r == range(2, 18, 3), range(0) == range(5, 5), bool(range(0)), hash(range(3)) == hash(range(0, 3)))
print(range(5), range(1, 5), list(range(5, 0, -2)), list(range(0)), list(range(3, 3)), attempt(range, 1, 2, 0), attempt(range, 1.5), attempt(range), attempt(lambda: range(3)[5]), attempt(lambda: range(3)["a"]), range(10**20, 10**20 + 3)[2], len(range(10**6)), sum(range(101)), list(range(10**19, 10**19 + 2)), max(range(5)), range(10)[2:8:2], 10**20 in range(10**21))
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, s.indices(5), slice(None, None, -1).indices(4), slice(3), s == slice(1, 10, 2), attempt(hash, s), [0, 1, 2, 3, 4][s])
b = b"hello"
print(b, b[0], b[1:3], b[::-1], len(b), b + b"!", b * 2, b"ell" in b, 104 in b, list(b), b.hex(), bytes.fromhex("68 69"), bytes(3), bytes([1, 2]), bytes("é", "utf-8"), b.decode(), b"\xc3\xa9".decode(), attempt(b"\xff".decode), b"\xff".decode("latin-1"), b"\xff\xfe".decode("utf-8", "replace"), b"a\xffb".decode("ascii", "ignore"))
print(b.upper(), b.find(b"l"), b.count(b"l"), b.replace(b"l", b"L"), b.split(b"e"), b" a b ".split(), b" x ".strip(), b"a,b".partition(b","), b.startswith(b"he"), b.endswith((b"x", b"lo")), b",".join([b"a", b"b"]), b"7".zfill(3), b.center(9, b"*"), b.isalpha(), b"1".isdigit(), b.title(), b.index(b"l"), attempt(b.index, b"z"), b == b"hello", b < b"help", hash(b) == hash(b"hel" + b"lo"), b.translate(bytes.maketrans(b"l", b"r")))
print(b'q"', b"it's", b"\x00\n\t\\\x80", attempt(lambda: b + "a"), attempt(lambda: b[10]), attempt(bytes, "a"), attempt(bytes, [256]), attempt(bytes, -1), attempt(lambda: "a" in b), attempt(lambda: b"a" < "a"), b"a" == "a", attempt(bytes, 1.5), b"%d-%s" % (1, b"x") if False else "")
ba = bytearray(b"abc"); ba.append(100); ba[0] = 65; ba += b"ef"; ba.extend([103]); del ba[1]; ba[1:2] = b"XYZ"; print(ba, len(ba), bytes(ba), ba.pop(), ba.decode(), ba == bytes(ba), attempt(ba.append, 256), bytearray(2), bytearray("a", "ascii"), attempt(hash, ba)); ba.insert(0, 33); ba.remove(33); ba.reverse(); print(ba, ba.copy(), ba[::-1], 65 in ba); ba.clear(); print(ba)
print(None, ..., NotImplemented, True, False, None is None, type(None), type(...), type(NotImplemented), bool(None), repr(None), [None], attempt(lambda: None.x), attempt(lambda: None[0]), attempt(lambda: None()), attempt(len, 5), attempt(len, None))
print(type(1), type("s"), type([]), type(1.0), type(()), type({}), type(set()), type(b""), type(1j), type(range(1)), type(slice(1)), type(type), type(len), type(lambda: 0), type(iter([])), type(iter("")), type(iter({})), type({}.keys()), type(enumerate([])), type(zip()), type(iter(range(1))), type(iter(())), type(iter(set())), type(reversed([])))
class L(list):
    def total(self): return sum(self)
    def __repr__(self): return "L" + super().__repr__()
l = L([1, 2, 3]); l.append(4); l.tag = "x"; print(l, l.total(), len(l), l[1:], type(l[1:]), l == [1, 2, 3, 4], l + [5], isinstance(l, list), l.tag, sorted(l, reverse=True), L(), [*l])
class D(dict):
    def __missing__(self, k): return f"<{k}>"
d = D(a=1); print(d, d["a"], d["b"], d.get("b"), "b" in d, len(d), {**d}, D({1: 2}), dict(d))
class U(dict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
    def __getitem__(self, k): return super().__getitem__(k.upper())
u = U(); u["abc"] = 1; print(u, u["ABC"], u["abc"], "ABC" in u)
class I(int):
    def __add__(self, o): return I(int(self) + int(o) + 100)
    def __str__(self): return f"I<{int(self)}>"
i = I(5); print(i, repr(i), i + 1, 1 + i, i * 2, i == 5, hash(i) == 5, type(i + 1), type(i * 2), {5: "five"}[i], [10, 20, 30, 40, 50, 60][i], isinstance(i, int), f"{i}", f"{i:3d}", "%d" % i, int(i), I(), I("12"))
class S(str):
    def shout(self): return self.upper() + "!"
t = S("hey"); t.extra = 1; print(t, t.shout(), type(t.upper()), t + "x", len(t), t == "hey", {t: 1}["hey"], repr(t), t[0], f"{t:>5}", t.extra)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def first(self): return self[0]
v = T(1, 2, 3); print(v, v.first(), len(v), v == (1, 2, 3), v[1:], hash(v) == hash((1, 2, 3)), type(v))
class F(float):
    def __repr__(self): return f"F({float(self)})"
f = F(2.5); print(f, repr(f), f + 1, f == 2.5, round(f), [f])
class X(set): pass
x = X([1, 2]); x.add(3); print(x, x | {4}, len(x), x == {1, 2, 3}, X())
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError(i)
        return i * i
    def __len__(self): return 4
q = Seq(); print(list(q), 9 in q, 5 in q, list(reversed(q)), max(q), [*q], tuple(q), len(q), bool(q), list(enumerate(q)))
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Count(3)), sum(Count(4)), tuple(Count(2)), set(Count(3)), 1 in Count(3), max(Count(5)), dict(zip("ab", Count(2))), [*Count(2)], sorted(Count(4)), ",".join(str(n) for n in Count(3)))
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o))
    def __radd__(self, o): return V(o + self.x)
    def __mul__(self, o): return V(self.x * o) if isinstance(o, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x)
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __bool__(self): return self.x != 0
    def __repr__(self): return f"V({self.x})"
    def __getitem__(self, k): return (self.x, k)
    def __call__(self, *a): return (self.x, a)
    def __contains__(self, k): return k == self.x
    def __format__(self, spec): return f"V[{spec}]"
    def __iadd__(self, o): self.x += 1000; return self
    def __index__(self): return self.x
    def __matmul__(self, o): return "mat"
w = V(2); print(w + w, w + 1, 1 + w, sum([w, w]), w * 3, 3 * w, attempt(lambda: w * "a"), attempt(lambda: "a" * V(2)), -w, w == V(2), w != V(2), w < V(3), w > V(1), sorted([V(3), V(1)]), bool(V(0)), w[1:2], w["k"], w(1, 2), 2 in w, f"{w:abc}", {w: 1}[V(2)], [10, 20, 30][w], w @ 1, bin(w), attempt(lambda: w - 1), attempt(lambda: w <= w))
w += 1; print(w, attempt(lambda: ~w), attempt(lambda: +w), attempt(lambda: object() + 1), attempt(lambda: object() < object()), object() == object())
print(list(iter([3, 2, 1, 0].pop, 0)), list(zip("abc", range(10))), dict(enumerate("ab")), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(lambda v: v % 2, range(6))), [a for a in zip(*["ab", "cd"])], next(iter({"k": 1})), divmod(-7, 3), isinstance(True, int), issubclass(bool, int), callable(len), callable(5))
