# classes: dataclass, enum, namedtuple, properties, descriptors, metaclass, slots, abc, operators
from dataclasses import dataclass, field, asdict, astuple, replace, fields
from enum import Enum, IntEnum, Flag, auto, IntFlag, unique
from typing import NamedTuple, Optional, List, Dict, Generic, TypeVar, Protocol
from collections import namedtuple
from abc import ABC, abstractmethod
import functools, operator

@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
    def norm(self): return (self.x**2 + self.y**2) ** .5

p = P(3, 4)
print(p, p == P(3, 4), p.norm(), asdict(p), astuple(p), replace(p, x=9))
print([f.name for f in fields(P)])
try:
    P()
except TypeError as e:
    print(e)

@dataclass(frozen=True, order=True)
class Q:
    a: int
    b: str = "z"
    def __post_init__(self):
        if self.a < 0: raise ValueError("neg")
print(Q(1) < Q(2), sorted([Q(3), Q(1, "b"), Q(1, "a")]), hash(Q(1)) == hash(Q(1)))
try:
    Q(1).a = 4
except Exception as e:
    print(type(e).__name__, e)
try:
    Q(-1)
except ValueError as e:
    print(repr(e))
@dataclass
class R(P):
    z: float = 1.5
    hidden: int = field(default=0, repr=False, compare=False)
print(R(1), R(1, hidden=4) == R(1))
@dataclass(slots=True, kw_only=True)
class K:
    a: int
    b: int = 3
print(K(a=1))
try:
    K(1)
except TypeError as e:
    print(e)

class C(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1
    @property
    def low(self): return self.name.lower()
print(C.RED, repr(C.RED), C(2), C["BLUE"], list(C), C.RED.low, C.CRIMSON is C.RED, C.BLUE.value)
print(C.RED == 1, C.RED in C, len(C), {C.RED: 1}[C.CRIMSON], C.__members__.keys())
try:
    C(7)
except ValueError as e:
    print(e)
try:
    C["NO"]
except KeyError as e:
    print(e)
class N(IntEnum):
    A = 1
    B = 2
print(N.A + 1, N.B > N.A, N.A, repr(N.B), f"{N.A}", "%d" % N.B, sorted([N.B, N.A]))
class F(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(F.R | F.X, F.RW, F.R in F.RW, ~F.R, F(0), bool(F.R & F.W), repr(F.RW), F.RW.value)
class IF(IntFlag):
    A = 1
    B = 2
print(IF.A | IF.B, repr(IF.A | IF.B), int(IF.A | IF.B))
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)

class T(NamedTuple):
    name: str
    n: int = 0
t = T("q")
print(t, t._replace(n=3), t._asdict(), T._fields, t + (1,), T._make(["a", 1]), t == ("q", 0))
G = namedtuple("G", "a b c", defaults=[7])
print(G(1, 2), G(1, 2).c, G._fields, *G(3, 4))
try:
    G(1)
except TypeError as e:
    print(e)

class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def nm(self): ...
try:
    Shape()
except TypeError as e:
    print(e)
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    nm = "sq"
print(Sq(3).area(), isinstance(Sq(1), Shape), issubclass(Sq, Shape))

class Desc:
    def __set_name__(self, owner, name): self.n = "_" + name; print("set_name", owner.__name__, name)
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n, None)
    def __set__(self, o, v):
        if v < 0: raise ValueError(f"{self.n} {v}")
        setattr(o, self.n, v)
class D:
    v = Desc()
    w = Desc()
d = D(); d.v = 3
print(d.v, d.w, D.v.n, d.__dict__)
try: d.v = -1
except ValueError as e: print(e)

class Temp:
    def __init__(self): self._c = 0
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v): self._c = v
    @c.deleter
    def c(self): print("del"); self._c = None
    @classmethod
    def make(cls, v): o = cls(); o.c = v; return o
    @staticmethod
    def st(a): return a * 2
    @functools.cached_property
    def slow(self): print("computing"); return 42
x = Temp.make(5); print(x.c, x.st(4), x.slow, x.slow); del x.c; print(x.c)
class RO:
    @property
    def a(self): return 1
try: RO().a = 3
except AttributeError as e: print(e)
try: RO().zz
except AttributeError as e: print(e)

class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        c = super().__new__(m, name, bases, ns)
        c.kw = kw
        return c
    def __init__(c, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(c, *a): print("call", c.__name__, a); return super().__call__(*a)
    def __len__(c): return 99
class M(metaclass=Meta, z=1):
    def __init__(self, a): self.a = a
print(M(3).a, M.kw, len(M), type(M).__name__, type(M) is Meta)
class Base:
    reg = []
    def __init_subclass__(cls, /, tag="none", **kw):
        super().__init_subclass__(**kw); Base.reg.append((cls.__name__, tag))
class S1(Base, tag="x"): pass
class S2(S1): pass
print(Base.reg)

class V:
    __slots__ = ("a", "b")
    def __init__(self, a, b): self.a, self.b = a, b
    def __add__(s, o): return V(s.a + o.a, s.b + o.b) if isinstance(o, V) else NotImplemented
    def __radd__(s, o): return ("radd", o)
    def __mul__(s, k): return V(s.a * k, s.b * k)
    __rmul__ = __mul__
    def __eq__(s, o): return (s.a, s.b) == (o.a, o.b)
    def __hash__(s): return hash((s.a, s.b))
    def __repr__(s): return f"V({s.a}, {s.b})"
    def __bool__(s): return bool(s.a or s.b)
    def __len__(s): return 2
    def __getitem__(s, i): return (s.a, s.b)[i]
    def __iter__(s): yield s.a; yield s.b
    def __contains__(s, v): return v in (s.a, s.b)
    def __neg__(s): return V(-s.a, -s.b)
    def __abs__(s): return 5
    def __call__(s, *a, **k): return (a, k)
    def __matmul__(s, o): return s.a * o.a
    def __iadd__(s, o): s.a += o.a; return s
    def __format__(s, spec): return f"<{spec}>"
    def __lt__(s, o): return s.a < o.a
v = V(1, 2)
print(v + V(3, 4), 5 + v, 2 * v, v * 3, v == V(1, 2), v != V(1, 3), bool(V(0, 0)), list(v), v[1], 2 in v, -v, abs(v), v(1, k=2), v @ V(4, 0), f"{v:abc}")
w = v; w += V(10, 0); print(v, w is v, max(V(1, 5), V(3, 0)), sorted([V(3, 0), V(1, 1)]), {v: 1})
try: v.zz = 1
except AttributeError as e: print(e)
try: v + 1
except TypeError as e: print(e)
try: v < 1
except AttributeError as e: print(e)
@functools.total_ordering
class TO:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(TO(1) <= TO(1), TO(2) > TO(1), TO(3) >= TO(4))
class A:
    def f(self): return "A"
class B(A):
    def f(self): return "B" + super().f()
class C2(A):
    def f(self): return "C" + super().f()
class DD(B, C2):
    def f(self): return "D" + super().f()
print(DD().f(), [c.__name__ for c in DD.__mro__], DD.__bases__, DD.__name__, DD.__qualname__, DD.__module__)
try:
    class X(A, B): pass
except TypeError as e: print(e)
class GA:
    def __getattr__(self, n): return n.upper() if not n.startswith("__") else super().__getattribute__(n)
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
g = GA(); g.x = 4; print(g.x, g.foo); del g.x; print(g.x)
print(operator.itemgetter(1, 2)([5, 6, 7]), operator.attrgetter("a.real")(V(3, 4)), operator.methodcaller("upper")("s"))
class It:
    def __init__(s, n): s.n = n
    def __iter__(s): return s
    def __next__(s):
        if s.n == 0: raise StopIteration
        s.n -= 1
        return s.n
print(list(It(3)), sum(It(4)), dict(zip(It(3), "abc")), [*It(2)], max(It(5)), sorted(It(4)), 2 in It(4), tuple(It(2)))
print(type("Dyn", (A,), {"z": 1})().f(), getattr(A(), "nope", 5), hasattr(A, "f"), callable(A), vars(x)["_c"])
print(repr(A.f)[:14], A.__doc__, isinstance(True, int), isinstance(1, (str, int)), type(1) is int)
class Ctx:
    def __enter__(s): print("in"); return s
    def __exit__(s, t, v, tb): print("out", t.__name__ if t else None, v); return t is ValueError
with Ctx() as c: print("body")
with Ctx(): raise ValueError("x")
try:
    with Ctx(): raise KeyError("x")
except KeyError as e: print("ke", e)
