# library: itertools, functools, collections, heapq, bisect, operator, string, math, random-free, copy, textwrap-free
import itertools as it, functools, collections, heapq, bisect, operator, math, copy, string, statistics
from collections import Counter, defaultdict, deque, OrderedDict, ChainMap
print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([1, 2, 3], operator.mul, initial=10)), list(it.chain([1], "ab")), list(it.chain.from_iterable([[1], [2]])))
print(list(it.combinations("abc", 2)), list(it.permutations([1, 2, 3], 2)), list(it.product("ab", repeat=2)), list(it.combinations_with_replacement("ab", 2)))
print(list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat(1, 3)), list(it.islice(range(10), 2, 9, 3)))
print([(k, list(g)) for k, g in it.groupby("aabbbc")], list(it.takewhile(lambda x: x < 3, range(9))), list(it.dropwhile(lambda x: x < 3, range(5))), list(it.filterfalse(lambda x: x % 2, range(5))))
print(list(it.zip_longest("ab", [1], fillvalue=0)), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.compress("abc", [1, 0, 1])), list(it.pairwise([1, 2, 3])))
a, b = it.tee([1, 2, 3]); print(list(a), list(b), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", 2])))
print(functools.reduce(operator.add, [1, 2, 3], 10), functools.partial(pow, 2)(5), functools.partial(int, base=2)("101"))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@functools.cache
def sq(n): print("sq", n); return n * n
print(sq(2), sq(2))
def deco(f):
    @functools.wraps(f)
    def w(*a): return f(*a) + 1
    return w
@deco
def foo(x):
    "doc"
    return x
print(foo(1), foo.__name__, foo.__doc__, foo.__wrapped__(1))
@functools.singledispatch
def sd(x): return "obj"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd("a"), sd(1), sd([]), sd(True))
print(sorted("bca", key=functools.cmp_to_key(lambda a, b: (a < b) - (a > b))))
c = Counter("abracadabra"); print(c, c.most_common(2), c["z"], c + Counter("aab"), c - Counter("aaaaaz"), c & Counter("ab"), c | Counter("zz"), sum(c.values()), sorted(c.elements())[:6])
c.update("aa"); c.subtract("b"); print(c, c.total(), Counter(a=1) == Counter("a"))
dd = defaultdict(list); dd["a"].append(1); print(dd, dd["q"], dict(dd), "r" in dd)
dd2 = defaultdict(int, x=1); dd2["y"] += 1; print(dd2)
dq = deque([1, 2, 3], maxlen=4); dq.append(4); dq.append(5); dq.appendleft(0); print(dq, dq[0], dq[-1], len(dq), dq.maxlen); dq.rotate(2); print(dq); dq.extend([9]); print(dq.pop(), dq.popleft(), list(dq), 3 in dq)
od = OrderedDict(a=1, b=2); od.move_to_end("a"); print(od, od.popitem(last=False), od == {"a": 1})
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(cm["a"], cm["b"], dict(cm), cm.new_child({"z": 0})["z"])
h = [5, 3, 8, 1]; heapq.heapify(h); heapq.heappush(h, 2); print([heapq.heappop(h) for _ in range(5)], heapq.nlargest(2, [1, 9, 4]), heapq.nsmallest(2, [(3, "a"), (1, "z"), (2, "b")]), list(heapq.merge([1, 4], [2, 3])), heapq.heappushpop([1, 2], 0), heapq.heapreplace([1, 2], 5))
print(bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2)); l = [1, 3]; bisect.insort(l, 2); print(l)
print(math.sqrt(2), math.pi, math.floor(-1.5), math.ceil(1.2), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.isqrt(99), math.hypot(3, 4), math.log2(8), math.log(100, 10), math.comb(5, 2), math.perm(5, 2), math.prod([1, 2, 3]), math.inf, math.nan, math.isclose(.1 + .2, .3), math.trunc(-2.7), math.copysign(1, -0.0), math.fsum([.1] * 10), math.degrees(math.pi), math.exp(1), math.sin(1), math.atan2(1, 2), math.fmod(-5, 3), math.modf(2.5), math.frexp(8.0))
x = [1, [2, 3]]; y = copy.copy(x); z = copy.deepcopy(x); x[1].append(4); print(y, z)
print(string.ascii_lowercase, string.digits, string.Template("$a ${b}").substitute(a=1, b=2) if hasattr(string, "Template") else "1 2")
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode([1, 1, 2]), statistics.pstdev([1, 2]))
print(operator.add(1, 2), operator.not_(0), operator.contains([1], 1), operator.truth([]), operator.concat("a", "b"), operator.index(5), operator.setitem(l, 0, 9), l, operator.countOf([1, 1], 1))
print(list(zip(*[[1, 2], [3, 4]])), list(reversed([1, 2])), list(enumerate("ab", 1)), any([0, 1]), all([]), min(3, 1), max([1, 5], key=lambda v: -v), min([], default="d"), sum([[1], [2]], []), abs(-3), divmod(-7, 2), pow(2, 10, 1000), pow(3, -1, 7), round(2.5), round(-1.25, 1), round(1234, -2), bin(10), hex(255), oct(8), chr(97), ord("a"), ascii("é"), repr("a'b"), id(1) == id(1), hash(1), int("0x1f", 16), int(" 12 "), float("1e3"), bool("x"), str(b"ab"), list("ab"), set([1]), frozenset([1]), slice(1, 2), type(1), format(3.14159, ".2f"), format(1000000, ","), sorted([3, 1], reverse=True))
try: list(zip([1], [1, 2], strict=True))
except ValueError as e: print(e)
print("{:>10}|{:<5}|{:^7}|{:+d}|{:08.3f}|{:x}|{:#b}|{:e}|{:%}|{:,}|{!r:>6}|{a[0]}|{b.real}".format("r", "l", "c", 5, 3.14159, 255, 5, 12345.678, .25, 1234567, "q", a=[7], b=3))
n = 42; w = 10; print(f"{n:>{w}}|{n!r}|{n=}|{n + 1 = :5}|{'a':*^9}|{3.0}|{1e20}|{1e-7}|{n:_}|{10**10:_}|{-5:05d}|{2**70}|{.1 + .2}|{1/3:.3}|{1e16}|{123456789.0:g}|{0.00001:g}|{'x' if n else 'y'}|{{}}")
print("%s %r %d %5.2f %x %o %e %% %-5s| %05d %+d %c %(a)s" % {"a": 1} if 0 else "%s %r %d %5.2f %x %o %e %% %-5s| %05d %+d %c" % ("a", "b", 3, 2.5, 255, 8, 1.5, "l", 42, 3, "z"), "%(k)s-%(v)03d" % {"k": "K", "v": 7})
s = "Hello, World"; print(s.lower(), s.upper(), s.swapcase(), s.title(), s.split(", "), s.replace("l", "L", 2), s.find("o"), s.rfind("o"), s.index("W"), s.count("l"), s.startswith("He"), s.endswith(("x", "d")), s[::-1], s[2:8:2], s.partition(", "), s.center(20, "*"), s.zfill(15), " x ".strip(), "xxaxx".lstrip("x"), "a,b,,c".split(","), "a b  c".split(), "a-b-c".rsplit("-", 1), "l1\nl2".splitlines(), "-".join("abc"), "abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "Ab".istitle(), "é".encode(), b"\xc3\xa9".decode(), "a\tb".expandtabs(4), "abc".translate(str.maketrans("ab", "xy")), "pre_x".removeprefix("pre_"), "x_suf".removesuffix("_suf"), "ß".casefold(), "abc" * 2, "b" in "abc", "a" < "b", s.isidentifier())
print(b"abc"[0], b"abc" + b"d", bytes([1, 2]), bytearray(b"x"), b"a,b".split(b","), b"ab".hex(), bytes.fromhex("6162"), list(b"ab"), b"%d" % 5, (300).to_bytes(2, "big"), int.from_bytes(b"\x01\x2c", "big"))
print(1_000, 0x1f, 0b11, 0o17, 1e3, 3j * 3j, complex(1, 2), 7 // -2, -7 % 3, 2 ** -1, 7 / 2, 1 << 70, ~5, 5 ^ 3, (255).bit_length(), (7).bit_count(), (2.5).is_integer(), (0.1).as_integer_ratio(), float("inf"), -0.0, 1e308 * 10, (1.5).hex(), int(-3.9), 10 ** 25, -(10 ** 25) // 7, (10 ** 25) % 7, 3.0 == 3, True + 1)
l = [3, 1, 2]; l.sort(); l.insert(0, 9); l.extend([4]); l.remove(9); l.reverse(); print(l, l.index(2), l.pop(), l.count(1), l[1:], l[-1], l * 2, [0] * 3); l[1:2] = [7, 7]; del l[0]; print(l, l.copy() == l, [1, 2] < [1, 3]); l.clear(); print(l); l[:] = range(5); l[::2] = [0, 0, 0]; print(l); del l[::2]; print(l)
s1, s2 = {1, 2, 3}, {2, 3, 4}; print(s1 | s2, s1 & s2, s1 - s2, s1 ^ s2, s1 <= s2, {1} < s1, s1.isdisjoint({9}), s1.union([7]), len(s1)); s1.add(5); s1.discard(1); s1 |= {8}; print(sorted(s1), frozenset([1]) | {2})
d = {"a": 1}; d |= {"b": 2}; print(d, d.keys() & {"a"}, list(d.items()), d.pop("a"), dict.fromkeys("ab", 0), {**d, "c": 3}, sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), list(reversed({"x": 1, "y": 2})), d.setdefault("z", []), d)
try: del d["nope"]
except KeyError as e: print(repr(e))
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
print(range(5), list(range(5, 0, -2)), range(10)[2:5], 3 in range(5), len(range(0, 10, 3)), range(3) == range(0, 3), range(5).index(3))
print(*[1, 2], sep="-", end="!\n"); print(); print("a", "b", sep=""); print(None, True, ..., NotImplemented, [None, (1,), {"k": {1}}], (), set(), {}, "q'\"\n\\", "\x00\x7f\u00e9\u2028😀")
l = []; l.append(l); print(l); d = {}; d["d"] = d; print(d)
print(type(lambda: 0).__name__, type(print).__name__, type(x for x in []).__name__, int, [int, str], type(None), Exception, ValueError("x"), KeyError("k"), OSError(2, "no"), type(type))
