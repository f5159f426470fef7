from collections import Counter, defaultdict, OrderedDict, deque, ChainMap, namedtuple
import heapq, itertools, functools, operator, bisect, math, string, copy, statistics
c = Counter("abracadabra"); print(c, c.most_common(2), c["z"], c + Counter("abc"), c - Counter("aaaab"), sorted(c.elements())[:5], c & Counter("aab"), c | Counter("zz"), sum(c.values()), dict(c)); c.update("zzz"); c.subtract("a"); print(c)
d = defaultdict(list); d["a"].append(1); d["b"]; print(d, dict(d), d["zz"], len(d), d.get("q"), defaultdict(int, {"x": 1}))
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)]); o.move_to_end("a"); print(o, o.popitem(last=False), list(o), o == OrderedDict([("c", 3), ("a", 1)])); o.move_to_end("a", last=False); print(o, list(reversed(o)))
q = deque([1, 2, 3], maxlen=4); q.append(4); q.append(5); q.appendleft(0); print(q, q.popleft(), q.pop(), q[1], len(q), list(q), q.maxlen); q.rotate(1); q.extend([7, 8]); q.extendleft([9]); print(q, 7 in q, q.count(7), deque("abc"), deque([1]) + deque([2]))
print(ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], dict(ChainMap({"a": 1}, {"a": 2, "b": 3})))
P = namedtuple("P", ["x", "y"], defaults=[5]); p = P(1); print(p, p.x, p._asdict(), p._replace(y=9), P._fields, P(*[3, 4]), p == (1, 5), P._make([7, 8]), repr(P), isinstance(p, tuple))
h = [5, 1, 4, 2]; heapq.heapify(h); heapq.heappush(h, 0); print(h, heapq.heappop(h), heapq.nsmallest(2, h), heapq.nlargest(2, h), heapq.heappushpop(h, 3), heapq.heapreplace(h, 9), h, list(heapq.merge([1, 4], [2, 3])))
print(list(itertools.chain([1], "ab")), list(itertools.islice(itertools.count(5, 2), 4)), list(itertools.product("ab", [1, 2])), list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations("abc", 2)), list(itertools.accumulate([1, 2, 3, 4])), list(itertools.accumulate([1, 2, 3], operator.mul, initial=10)), list(itertools.zip_longest("ab", [1], fillvalue="-")), [(k, list(g)) for k, g in itertools.groupby("aabbc")], list(itertools.takewhile(lambda x: x < 3, range(9))), list(itertools.dropwhile(lambda x: x < 3, range(6))), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.repeat(1, 3)), list(itertools.compress("abc", [1, 0, 1])), list(itertools.pairwise([1, 2, 3])), list(itertools.filterfalse(bool, [0, 1])), list(itertools.combinations_with_replacement("ab", 2)), [list(t) for t in itertools.tee([1, 2])], list(itertools.chain.from_iterable([[1], [2]])), list(itertools.islice(itertools.cycle("ab"), 5)))
print(functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(operator.add, [], 5), functools.partial(pow, 2)(5), functools.partial(int, base=2)("101"))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@functools.total_ordering
class V:
    def __init__(s, n): s.n = n
    def __eq__(s, o): return s.n == o.n
    def __lt__(s, o): return s.n < o.n
print(V(1) <= V(2), V(3) > V(2), V(1) >= V(1))
@functools.singledispatch
def kind(x): return "other"
@kind.register(int)
def _(x): return "int"
@kind.register
def _(x: str): return "str"
print(kind(1), kind("a"), kind(1.5))
def deco(f):
    @functools.wraps(f)
    def inner(*a, **k):
        "inner doc"
        return f(*a, **k) + 1
    return inner
@deco
def g(x): "g doc"; return x
print(g(1), g.__name__, g.__doc__, g.__wrapped__(1))
print(bisect.bisect([1, 3, 5], 3), bisect.bisect_left([1, 3, 5], 3), math.gcd(12, 18), math.factorial(20), math.isqrt(10**20), math.comb(10, 3), math.perm(5, 2), math.floor(-1.5), math.ceil(1.2), math.sqrt(2), math.pi, math.log(8, 2), math.hypot(3, 4), math.isclose(0.1 + 0.2, 0.3), math.prod([1, 2, 3]), math.trunc(2.7), math.fsum([0.1] * 10), math.inf, math.lcm(4, 6), math.log2(8), math.exp(0), math.copysign(1, -0.0), math.modf(2.5), math.frexp(8.0), math.degrees(math.pi))
print(string.ascii_lowercase, string.digits, string.punctuation, operator.itemgetter(1)([1, 2]), operator.attrgetter("real")(5), operator.methodcaller("upper")("a"), statistics.mean([1, 2, 3]), statistics.median([1, 3, 2]), copy.deepcopy([[1], {2: [3]}]), statistics.stdev([1, 2, 3, 4]))
