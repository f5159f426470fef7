# odd corners of functions, classes and text
import functools, collections, operator
print((lambda x, /, y=2, *a, z, **k: 0).__name__, (lambda: 0).__qualname__)
def outer():
    class In:
        def meth(self): pass
    def f(): pass
    return In, f
In, f = outer(); print(In.__qualname__, f.__qualname__, In.meth.__qualname__)
def ann(a: int, b: "str" = 3) -> list: "doc string"; return a
print(ann.__annotations__, ann.__defaults__, ann.__doc__, ann.__code__.co_varnames, ann.__code__.co_argcount, ann.__kwdefaults__)
class X:
    a: int = 1
    b: str
print(X.__annotations__, X.__dict__.get("a"), sorted(k for k in X.__dict__ if not k.startswith("__")))
class Cnt:
    n = 0
    def __init__(self): type(self).n += 1
[Cnt() for _ in range(4)]; print(Cnt.n)
class Node:
    def __init__(s, v, nxt=None): s.v, s.nxt = v, nxt
    def __iter__(s):
        while s: yield s.v; s = s.nxt
    def __bool__(s): return True
print(list(Node(1, Node(2, Node(3)))))
class Tree:
    def __init__(s): s.l = s.r = s.v = None
    def add(s, v):
        if s.v is None: s.v = v; return s
        side = "l" if v < s.v else "r"
        if getattr(s, side) is None: setattr(s, side, Tree())
        getattr(s, side).add(v); return s
    def walk(s):
        if s.l: yield from s.l.walk()
        yield s.v
        if s.r: yield from s.r.walk()
t = Tree()
for v in [5, 2, 8, 1, 9, 3]: t.add(v)
print(list(t.walk()))
def primes(n):
    s = [True] * (n + 1)
    for i in range(2, int(n ** .5) + 1):
        if s[i]: s[i * i::i] = [False] * len(s[i * i::i])
    return [i for i in range(2, n + 1) if s[i]]
print(primes(60))
def perms(a): return [[x, *p] for i, x in enumerate(a) for p in perms(a[:i] + a[i + 1:])] if a else [[]]
print(len(perms([1, 2, 3, 4])), perms("abc")[3])
def hanoi(n, a="A", b="B", c="C"): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(8))
memo = {}
def collatz(n):
    k = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; k += 1
    return k
print(max(range(1, 300), key=collatz), [collatz(i) for i in range(1, 10)])
def dec(n):
    def d(f):
        @functools.wraps(f)
        def w(*a, **k):
            print("call", f.__name__, a, k); return [f(*a, **k)] * n
        return w
    return d
@dec(2)
@dec(1)
def hello(who, *, loud=False): return who.upper() if loud else who
print(hello("x", loud=True))
mat = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*mat)], [[sum(a * b for a, b in zip(r, c)) for c in zip(*[[1, 2], [3, 4], [5, 6]])] for r in mat])
words = "the quick brown fox jumps over the lazy dog the end".split()
print(sorted(set(words), key=lambda w: (-words.count(w), w))[:3], {len(w): [x for x in words if len(x) == len(w)] for w in words})
for i, (a, b) in enumerate(zip("abc", [1, 2, 3]), start=1): print(f"{i:02}:{a}{b}", end=" ")
print()
print("%-10s|%8.3f|%+05d|%#x|%s" % ("left", 3.14159, 7, 255, [1, "a"]), f"{'é':>4}|{3.14159:10.2e}|{1234567.891:,.2f}|{0.5:.0%}|{True:d}|{'abc':.2}|{-7:=+6d}|{255:#06x}|{1e100:.3g}|{0:g}|{100000.0}|{1e15}|{-0.0}|{12345678901234567890.0}")
x = "val"; print(f"{x!r:>8}", f"{x=!s}", f"{'nested ' + f'{1 + 1}'}", f"{ {'a': 1}['a'] }", f"{x:{'>'}{8}}", rf"\n{x}", f'{x!a}', "a" "b" f"{x}" 'c')
print(0.1 + 0.2, 1e22, 1e-5, 0.0001, 123456789012345678.0, 1 / 3, 2 / 3, 1e300 * 1e10, -1e-320, 5e-324, 1.7976931348623157e308, 100.0, 1.5e-10, 4.35, 2.675, round(2.675, 2), round(0.5), round(1.5), round(-0.5), round(1e20), round(123.456, -1))
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, -7.5 % 2, divmod(7.5, -2), 2 ** 100, (-2) ** 3, 2 ** -2, 0 ** 0, 10 ** 18 * 10, 0xdeadbeef, int("zz", 36), int("-0b101", 0), 1 if 1 == 1.0 else 0, True + True, 3 & 5 | 2 ^ 1, ~0, -1 >> 5, 1 << 65 >> 64)
s = "αβγ😀"; print(s, len(s), s[::-1], s.upper(), s.encode(), ascii(s), repr("\t\x01\x80\xa0\u0301"), s.find("😀"), "İ".lower(), "ﬁ".upper(), "Σας".lower(), sorted("bäaz"), "x".ljust(3, "·"))
print({1: 2} == {1.0: 2.0}, [1, [2]] == [1.0, [2.0]], (1, 2) < (1, 2, 0), "a" < "B", {1, 2} == {2, 1}, None == 0, [] == (), "1" == 1, float("nan") == float("nan"), [float("nan")] == [float("nan")], (n := float("nan")) in [n])
d = collections.defaultdict(lambda: collections.defaultdict(int)); d["a"]["b"] += 1; print({k: dict(v) for k, v in d.items()})
print(list(map(str, range(3))), list(filter(str.isupper, "aBcD")), " ".join(map("{}-{}".format, "ab", [1, 2])), sum(map(len, ["a", "bb"])), [*map(operator.neg, [1, -2])], dict(map(lambda p: (p[1], p[0]), {"a": 1}.items())))
def g():
    r = []
    while (v := (yield len(r))) is not None: r.append(v)
    return r
it = g(); next(it); it.send("a"); it.send("b")
try: it.send(None)
except StopIteration as e: print(e.value)
def chunks(seq, n):
    for i in range(0, len(seq), n): yield seq[i:i + n]
print(list(chunks("abcdefgh", 3)), [*chunks([1, 2, 3], 2)])
class Matrix:
    def __init__(s, r): s.r = r
    def __getitem__(s, k): return s.r[k[0]][k[1]] if isinstance(k, tuple) else (s.r[k] if not isinstance(k, slice) else ("slice", k.start, k.stop, k.step))
    def __setitem__(s, k, v): s.r[k[0]][k[1]] = v
    def __delitem__(s, k): del s.r[k]
m = Matrix([[1, 2], [3, 4]]); m[0, 1] = 9; print(m[0, 1], m[1], m[1:5], m[::2]); m[0, 0] += 10; print(m[0, 0]); del m[0]; print(m.r)
class Money(int):
    def __add__(s, o): return Money(int(s) + o)
    def __repr__(s): return f"${int(s)}"
print(Money(5) + 3, [Money(2)], sum([Money(1)], Money(0)), Money(3) * 2, isinstance(Money(1), int), str(Money(4)), f"{Money(4)}", Money(5) == 5)
class LL(list):
    def append(s, x): super().append(x * 2)
l = LL([1]); l.append(4); l += [9]; print(l, l[1:], type(l[1:]), len(l), LL((1, 2)) == [1, 2])
class DD(dict):
    def __missing__(s, k): s[k] = k * 2; return s[k]
q = DD(); print(q["ab"], q, q.get("z"), dict(q))
class Str(str):
    def shout(s): return s.upper() + "!"
print(Str("a").shout(), Str("a") + "b", type(Str("a") + "b"), Str("k") in {"k": 1})
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise RuntimeError("second") from e
except RuntimeError as r: print(r.__cause__, r.__context__ is r.__cause__)
class Res:
    def __init__(s, n): s.n = n
    def __enter__(s): print("open", s.n); return s
    def __exit__(s, *a): print("close", s.n, a[0] and a[0].__name__)
try:
    with Res(1) as a, Res(2) as b: raise LookupError("x")
except LookupError as e: print("got", e)
def early():
    for i in range(3):
        with Res(i):
            if i == 1: return i
print(early())
print(eval("1 + 2") if 0 else 3, globals()["x"], "x" in locals(), __name__, isinstance(print, object), type(1).__mro__, bool.__bases__, [c.__name__ for c in KeyError.__mro__])
print(sorted([(2, "b"), (1, "z"), (2, "a")], key=operator.itemgetter(0)), sorted("Hello", key=str.lower), sorted([3, 1, 2], key=lambda v: -v), min("b", "a"), max([(1, 2), (1, 3)]), sorted({3: 1, 1: 2}), list(reversed(range(3))))
print(str([1.0, "a", None, b"x", 2j, {1}, (1,), ..., range(2), slice(1), int, len]), repr({"a": [1, {"b": ()}]}))
a = b = []; a.append(1); print(b, a is b); c = a[:]; print(c is a); t = (1, [2]); t[1].append(3); print(t)
try: t[1] += [4]
except TypeError as e: print(e, t)
i = 5; lst = [0] * 3; i, lst[i - 2] = 1, 7; print(i, lst); (a, b), c = "xy", 3; a, b = b, a; print(a, b)
print(*(f"{k}={v}" for k, v in dict(a=1, b=2).items()), sep=", ", end=".\n")
