import threading, time
lock = threading.Lock()
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        time.sleep(0.001)
        with lock: return self.n < o.n
    def __eq__(self, o):
        time.sleep(0.001)
        return self.n == o.n
    def __hash__(self):
        time.sleep(0.001)
        return hash(self.n)
    def __repr__(self):
        time.sleep(0.001)
        return f'K({self.n})'
    def __format__(self, spec):
        time.sleep(0.001)
        return f'<{self.n}:{spec}>'
    def __bool__(self):
        time.sleep(0.001)
        return True
    def __len__(self):
        time.sleep(0.001)
        return self.n
    def __index__(self):
        time.sleep(0.001)
        return self.n
    def __int__(self):
        time.sleep(0.001)
        return self.n
    def __float__(self):
        time.sleep(0.001)
        return float(self.n)
    def __contains__(self, x):
        time.sleep(0.001)
        return True
    def __add__(self, o):
        time.sleep(0.001)
        return K(self.n + (o.n if isinstance(o, K) else o))
    __radd__ = __add__
def key(x):
    time.sleep(0.001)
    with lock:
        return -x
def gen(n):
    for i in range(n):
        time.sleep(0.001)
        yield i
class It:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): time.sleep(0.001); return self
    def __next__(self):
        time.sleep(0.001)
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
def t(name, f):
    try: print(name, f())
    except BaseException as e: print(name, type(e).__name__, e)
L=[K(3),K(1),K(2)]
t('sort key', lambda: sorted([3,1,2], key=key))
def ls(): l=[3,1,2]; l.sort(key=key); return l
t('list.sort key', ls)
t('sort lt', lambda: sorted(L))
def ls(): l=L[:]; l.sort(); return l
t('list.sort lt', ls)
t('min', lambda: min(L)); t('max key', lambda: max([1,2,3], key=key))
t('in list', lambda: K(2) in L)
t('index', lambda: L.index(K(2))); t('count', lambda: L.count(K(2)))
def rm(): l=L[:]; l.remove(K(2)); return l
t('remove', rm)
t('list eq', lambda: L == L[:]); t('list eq2', lambda: L == [K(3),K(1),K(2)])
t('tuple lt', lambda: (K(1),2) < (K(1),3))
t('dict', lambda: {K(1):1, K(2):2}[K(2)])
t('set', lambda: len({K(1), K(1)}))
t('in dict', lambda: K(1) in {K(1):1})
t('dict.get', lambda: {K(1):1}.get(K(1)))
t('setdefault', lambda: {K(1):1}.setdefault(K(1)))
t('dict([])', lambda: dict([(K(1),2)]))
t('dict(gen)', lambda: dict((i,i) for i in gen(3)))
t('dictcomp', lambda: {K(i):i for i in range(2)})
t('setcomp', lambda: {K(i) for i in range(2)})
t('hash', lambda: hash(K(1)))
t('repr list', lambda: repr(L)); t('str list', lambda: str(L)); t('fstring list', lambda: f'{L}')
t('fstring', lambda: f'{L[0]:x} {L[0]!r} {L[0]}'); t('format', lambda: format(L[0], 'y'))
t('.format', lambda: '{:z} {}'.format(*L)); t('%', lambda: '%s %r' % (L[0], L[1]))
t('repr dict', lambda: repr({1: K(1)})); t('print list', lambda: print(L))
t('bool', lambda: bool(L[0])); t('not', lambda: not L[0]); t('if', lambda: 1 if L[0] else 2)
t('len', lambda: len(L[0])); t('int', lambda: int(L[0])); t('float', lambda: float(L[0])); t('idx', lambda: [1,2,3,4][L[0]])
t('range', lambda: list(range(L[0]))); t('hex', lambda: hex(L[0]))
t('slice', lambda: [1,2,3,4][L[1]:])
t('zip', lambda: list(zip(gen(3), It(3)))); t('zip dict', lambda: dict(zip(gen(3), It(3))))
t('enumerate', lambda: list(enumerate(gen(3)))); t('map', lambda: list(map(key, gen(3))))
t('sum gen', lambda: sum(gen(3))); t('sum K', lambda: sum(L).n); t('sum(map)', lambda: sum(map(key, gen(3))))
t('tuple', lambda: tuple(It(3))); t('set', lambda: set(It(3))); t('frozenset', lambda: frozenset(gen(3)))
t('join', lambda: ','.join(str(x) for x in gen(3)))
t('any', lambda: any(gen(3))); t('all', lambda: all(gen(3)));t('min gen', lambda: min(gen(3)))
t('any zip', lambda: any(a for a, b in zip(gen(3), gen(3))))
t('any enumerate', lambda: any(enumerate(gen(3))))
t('in gen', lambda: 2 in gen(3)); t('in It', lambda: 2 in It(3)); t('in K', lambda: 2 in L[0])
t('unpack', lambda: [*gen(3)]); 
def up(): a, *b = gen(4); return a, b
t('unpack2', up)
t('print*', lambda: print(*gen(3)))
t('extend', lambda: [].extend(gen(3)))
def ext(): l=[]; l.extend(gen(3)); l += gen(2); l[0:1] = gen(2); return l
t('extend', ext)
t('reversed', lambda: list(reversed(L)))
t('next', lambda: next(gen(2)))
t('bytes', lambda: bytes(gen(3)))
t('dict.fromkeys', lambda: dict.fromkeys(gen(3)))
def du(): d={}; d.update((i,i) for i in gen(3)); d.update(a=gen(1)); return len(d)
t('update', du)
def su(): s=set(); s.update(gen(3), It(2)); s |= set(gen(4)); return s.union(gen(5)), s.intersection(gen(2)), s.difference(It(1)), s.issubset(gen(9))
t('set.update', su)
from collections import Counter, deque, OrderedDict, defaultdict
t('Counter', lambda: Counter(gen(3))); t('deque', lambda: deque(gen(3), maxlen=2))
t('deque in', lambda: K(1) in deque(L))
def dd(): d = defaultdict(lambda: key(3)); return d[1], d['x']
t('defaultdict', dd)
from functools import reduce, cmp_to_key, lru_cache, total_ordering, partial
t('reduce', lambda: reduce(lambda a,b: key(a+b), gen(4)))
def cmp(a,b): time.sleep(0.001); return a-b
t('cmp_to_key', lambda: sorted([3,1,2], key=cmp_to_key(cmp)))
@lru_cache
def slow(n): time.sleep(.001); return n*2
t('lru', lambda: [slow(i%2) for i in range(4)])
import heapq, itertools
def hp():
    h = []
    for k in L: heapq.heappush(h, k)
    return [heapq.heappop(h).n for _ in range(3)]
t('heapq', hp)
t('heap tuples', lambda: heapq.nsmallest(2, L))
t('tuple heap', lambda: min((K(1), 2), (K(1), 1)))
t('sorted tuples', lambda: sorted([(K(2), 'a'), (K(1), 'b'), (K(1), 'a')]))
t('islice', lambda: list(itertools.islice(gen(10), 3)))
t('chain', lambda: list(itertools.chain(gen(2), It(2))))
t('groupby', lambda: [(k, list(g)) for k, g in itertools.groupby(gen(4), lambda x: x//2)])
t('accumulate', lambda: list(itertools.accumulate(gen(4))))
t('isinstance', lambda: isinstance(3, int))
class Meta(type):
    def __instancecheck__(cls, o): time.sleep(.001); return True
    def __call__(cls, *a): time.sleep(.001); return super().__call__(*a)
class M(metaclass=Meta):
    def __init__(self, *a): time.sleep(.001)
    def __new__(cls, *a): time.sleep(.001); return super().__new__(cls)
    def __getattr__(self, n): time.sleep(.001); return n
    def __setattr__(self, n, v): time.sleep(.001); super().__setattr__(n, v)
    def __del__(self): pass
    def __call__(self): time.sleep(.001); return 'called'
    def __getitem__(self, i): time.sleep(.001); return i if i < 3 else [][0]
    def __setitem__(self, i, v): time.sleep(.001)
    def __delitem__(self, i): time.sleep(.001)
    def __enter__(self): time.sleep(.001); return self
    def __exit__(self, *a): time.sleep(.001)
    def __set_name__(self, o, n): time.sleep(.001); print('set_name', n)
    @property
    def p(self): time.sleep(.001); return 'p'
t('isinstance', lambda: isinstance(3, M))
t('M', lambda: M(1).foo); t('getattr', lambda: getattr(M(1), 'zork')); t('hasattr', lambda: hasattr(M(1), 'zork'))
t('p', lambda: M(1).p); t('getattr p', lambda: getattr(M(1), 'p')); t('call', lambda: M()())
t('old iter', lambda: list(M(2))); t('old in', lambda: 2 in M(1))
t('setattr', lambda: setattr(M(1), 'a', 3))
def st():
    class A:
        x = M()
        def __init_subclass__(cls): time.sleep(.001); print('initsub')
    class B(A): pass
    return 'ok'
t('class', st)
from dataclasses import dataclass, field
@dataclass(order=True, frozen=True)
class D:
    a: K
    b: int = 0
t('dc', lambda: (D(K(1)) == D(K(1)), D(K(1)) < D(K(2)), D(K(1)), hash(D(K(1))) == hash(D(K(1)))))
t('pow', lambda: pow(2, 3)); t('divmod', lambda: divmod(7, 2))
t('abs', lambda: abs(-3)); t('round', lambda: round(2.5))
