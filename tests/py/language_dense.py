import functools, operator, itertools, collections, dataclasses, enum, typing, copy, string, textwrap, contextlib, abc, math, statistics, json, bisect, heapq
from dataclasses import dataclass, field, asdict, astuple, replace
@dataclass(order=True, slots=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    def __post_init__(self): self.x += 1
p = P(1, 2); print(p, asdict(p), astuple(p), replace(p, y=9), p < P(5), P(1) == P(1, 0, ['z']))
try: p.zz = 3
except AttributeError as e: print(e)
class Color(enum.Enum):
    RED = 1; GREEN = enum.auto(); ALIAS = 1
    @property
    def low(self): return self.name.lower()
print(list(Color), Color.ALIAS, Color(2), Color['RED'].low, Color.RED.value, Color.RED in Color, len(Color), repr(Color.GREEN))
class F(enum.Flag): A = 1; B = 2; C = A | B
print(F.A | F.B, F.C & F.A, F(0), ~F.A, F.A in F.C)
class I(enum.IntEnum): X = 3
print(I.X + 1, f'{I.X}', I.X == 3, sorted([I.X, 1]))
@functools.singledispatch
def show(x): return f'obj {x}'
@show.register
def _(x: int): return f'int {x}'
@show.register(list)
def _(x): return f'list {len(x)}'
print(show(3), show([1]), show('s'), show.dispatch(bool).__name__)
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), fib.cache_info())
class T:
    @functools.cached_property
    def v(self): print('computed'); return 42
t = T(); print(t.v, t.v)
print(functools.reduce(operator.mul, range(1, 6)), list(itertools.accumulate([1, 2, 3], operator.mul)), list(itertools.pairwise("abc")))
print(list(itertools.zip_longest('ab', 'c', fillvalue='-')), list(itertools.product('ab', repeat=2))[:3], list(itertools.combinations(range(4), 2))[-1], list(itertools.permutations('abc', 2))[1], list(itertools.takewhile(lambda x: x < 3, itertools.count())), list(itertools.chain.from_iterable(['ab', 'c'])), list(itertools.starmap(pow, [(2, 3)])), list(itertools.compress('abc', [1, 0, 1])), [list(g) for k, g in itertools.groupby('aabb')], next(itertools.cycle('x')), list(itertools.repeat(1, 2)), list(itertools.islice('abcdef', 1, None, 2)), [list(x) for x in itertools.tee('ab')], list(itertools.filterfalse(str.isdigit, 'a1')), list(itertools.dropwhile(str.isalpha, 'ab1c')))
Pt = collections.namedtuple('Pt', 'x y', defaults=[0]); print(Pt(1), Pt(1, 2)._asdict(), Pt._fields, Pt(1)._replace(x=5), Pt._make([3, 4]))
print(collections.Counter('abca').most_common(1), collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]))
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @classmethod
    def make(cls): return cls()
try: Shape()
except TypeError as e: print(e)
class Sq(Shape):
    def area(self): return 4
print(Sq.make().area(), isinstance(Sq(), Shape))
match [1, {'k': (2, 3)}, 'z']:
    case [int(a), {'k': (b, c)}, str() as s] if a < b: print('matched', a, b, c, s)
match P(1, 2):
    case P(x=2, y=y): print('P', y)
def gen():
    x = yield 1
    try: y = yield x
    except ValueError as e: yield f'caught {e}'
    return 'done'
g = gen(); print(next(g), g.send('hi'), g.throw(ValueError('v')))
try: next(g)
except StopIteration as e: print(e.value)
def deleg(): r = yield from gen(); print('r', r)
print(list(deleg()))
print(f'{3.14159:.2f} {42:>6} {"x":*^5} {1e6:,} {255:#x} {0.5:%} {"a"!r} {1+1=} {12345.678:_.1f} {-3:+d} {True} {None} {3:03d} {"é":>3}')
print('%5.1f|%-5s|%05d|%x|%s' % (3.14, 'ab', 42, 255, [1]), '{0[1]} {x.real} {:>{w}}'.format([1, 2], 'z', x=3, w=4) if 0 else '{0[1]} {x.real}'.format([1, 2], x=3))
print(json.dumps({'a': [1, 2.5, None, True], 'b': {'c': 'é'}}, indent=1, sort_keys=True), json.loads('[1, {"a": "\\u00e9"}]'))
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), round(statistics.stdev([1, 2, 3, 4]), 4), math.isclose(0.1 + 0.2, 0.3), math.comb(5, 2), math.gcd(12, 18), math.prod([2, 3]), math.isqrt(17), divmod(-7, 2), round(2.5), round(-1.5), 7 // -2, -7 % 3, 2 ** -1, 10 ** 20, int('ff', 16), bin(10), (5).bit_length(), 0.1 + 0.2, 1e16, 1.0, 1e-5, float('inf'), complex(1, 2) * 1j)
print('a,b,,c'.split(','), ' x '.strip(), 'abc'[::-1], 'hello world'.title(), 'abc'.center(7, '*'), 'x'.join('abc'), 'abcabc'.replace('b', 'X', 1), 'ß'.upper(), 'abc'.partition('b'), 'a\tb'.expandtabs(4), 'Hello'.swapcase(), 'abc'.find('z'), 'aXbX'.rsplit('X', 1), 'line1\nline2'.splitlines(), 'abc'.encode(), b'abc'.decode(), 'abc'.translate(str.maketrans('a', 'z')), 'x=1'.removeprefix('x='), '12'.zfill(5), 'abc' < 'abd')
s = {3, 1, 2}; print(s | {4}, s & {1}, s - {1}, s ^ {1, 9}, s <= {1, 2, 3}, frozenset([1]), {1: 'a'} | {2: 'b'}, [*range(3)], {**{'a': 1}}, sorted('bca', reverse=True), list(reversed([1, 2])), max('a', 'b', key=ord), any([]), all([]), sum([[1], [2]], []), list(zip('ab', [1, 2])), list(map(str, [1])), [x for x in range(5) if x % 2], {x: x * x for x in range(3)}, (lambda *a, **k: (a, k))(1, z=2))
class Meta(type):
    def __new__(m, n, b, d, **k): c = super().__new__(m, n, b, d); c.k = k; return c
class W(metaclass=Meta, opt=1):
    __slots__ = ('a',)
    def __init_subclass__(cls, **k): cls.sub = k
    def __getattr__(self, n): return f'<{n}>'
    def __class_getitem__(cls, i): return i
print(W.k, W().foo, W[3]) if True else 0
x = 10
def outer():
    x = 20
    def inner():
        nonlocal x; x += 1; return x
    return inner(), x
print(outer(), x, [f() for f in [lambda i=i: i for i in range(3)]])
try:
    try: raise ValueError('a')
    finally: print('fin')
except (TypeError, ValueError) as e: print(type(e).__name__, e)
else: print('no')
with contextlib.suppress(KeyError): {}['x']
a, *b, c = range(5); print(a, b, c); (d, e), f = (1, 2), 3; print(d, e, f); i = j = 5; print(i is j); print(*[1, 2], sep='-', end='!\n'); print((y := 5) + y)
while True:
    x -= 1
    if x < 5: break
else: print('never')
for k in range(2): pass
else: print('else', k)
del x
try: print(x)
except NameError as e: print(e)
print(type(type(3)), (3).__class__, isinstance(True, int), issubclass(bool, int), id(None) == id(None), callable(len), hash('a') == hash('a'), chr(97), ord('a'), vars(T()).keys(), dir(Sq)[-1], globals()['Pt'] is Pt, getattr(p, 'q', 'dflt'), hasattr(p, 'x'))
