import contextlib, enum, dataclasses, typing, abc
from dataclasses import dataclass, field
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    def nice(self): return self.name.title()
print(Color.RED, repr(Color.RED), Color(2), Color["RED"], list(Color), Color.RED.nice(), Color.RED.value, Color.RED is Color(1), {Color.RED: 1}, Color.RED == 1, len(Color), Color.GREEN in Color)
class N(enum.IntEnum):
    A = enum.auto()
    B = enum.auto()
print(N.A, N.B + 1, N.A < N.B, repr(N.B), f"{N.A}", int(N.B), [10, 20, 30][N.A])
class F(enum.Flag):
    R = 1; W = 2; X = 4
print(F.R | F.W, F.R in (F.R | F.X), (F.R | F.W) & F.W)
class S(str, enum.Enum):
    A = "a"
print(S.A == "a", S.A.value)
try: Color(9)
except ValueError as e: print(e)
@dataclass
class D:
    a: int
    b: str = "x"
    c: list = field(default_factory=list, repr=False)
    k: typing.ClassVar[int] = 3
    def __post_init__(self): self.a += 1
print(D(1), D(1) == D(1), dataclasses.asdict(D(1, "q", [2])), dataclasses.replace(D(1), b="z"), [f.name for f in dataclasses.fields(D)], dataclasses.astuple(D(5)))
@dataclass(frozen=True, order=True)
class Z:
    x: int = 0
    y: int = field(default=1, compare=False)
print(sorted([Z(3), Z(1)]), hash(Z(1)) == hash(Z(1, 5)), Z(1) == Z(1, 9))
try: Z().x = 3
except dataclasses.FrozenInstanceError as e: print(type(e).__name__, e)
try: D()
except TypeError as e: print(e)
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    def p(self): return 1
try: A()
except TypeError as e: print(e)
class B(A):
    def f(self): return super().p
print(B().f(), B.__mro__, isinstance(B(), A))
@contextlib.contextmanager
def cm(x):
    print("enter", x)
    try: yield x * 2
    except ValueError as e: print("caught", e)
    finally: print("exit", x)
with cm(1) as a, cm(2) as b:
    print(a, b)
    raise ValueError("boo")
with contextlib.suppress(KeyError): {}["a"]
with contextlib.ExitStack() as st:
    st.enter_context(cm(5)); st.callback(print, "cb")
def m(x):
    match x:
        case 0: return "zero"
        case int(n) if n < 0: return f"neg {n}"
        case int() | float(): return "num"
        case [a, b]: return f"two {a} {b}"
        case [a, *rest]: return f"list {a} {rest}"
        case {"k": v, **r}: return f"map {v} {r}"
        case Z(x=xx): return f"Z {xx}"
        case "a" | "b": return "ab"
        case str(s): return f"str {s}"
        case None: return "none"
        case Color.RED: return "red"
        case (): return "empty"
        case _: return "other"
print([m(v) for v in (0, -3, 5, 1.5, [1, 2], (1, 2, 3), {"k": 1, "z": 2}, Z(4), "a", "q", None, Color.RED, [], {1}, [7])])
def gen():
    r = yield 1
    print("got", r)
    try: yield 2
    except KeyError as e: print("thrown", repr(e)); yield 3
    return "ret"
g = gen(); print(next(g), g.send("x"), g.throw(KeyError("k")))
try: next(g)
except StopIteration as e: print("stop", e.value)
def outer():
    v = yield from gen()
    print("v", v)
print(list(outer()))
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter(); print(c(), c(5), c())
fs = [lambda i=i: i * i for i in range(3)]; print([f() for f in fs]); fs = [lambda: i for i in range(3)]; print([f() for f in fs])
class E1(Exception): pass
class E2(E1):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
    def __str__(self): return f"E2<{self.a}>"
try:
    try: raise E2(1, 2)
    except E1 as e: raise RuntimeError("wrapped") from e
except RuntimeError as e: print(e, repr(e.__cause__), e.__cause__, e.__cause__.args, e.__context__ is e.__cause__)
def f():
    try: return "try"
    finally: print("fin")
print(f())
for i in range(5):
    try:
        if i == 1: continue
        if i == 3: break
        print("i", i)
    finally: print("f", i)
else: print("no")
try: raise ExceptionGroup("g", [ValueError(1), TypeError("t"), KeyError("k")])
except* ValueError as eg: print("VE", eg.exceptions)
except* (TypeError, KeyError) as eg: print(repr(eg))
try: int("x")
except (TypeError, ValueError) as e: print(type(e), e.args, e)
class P:
    __slots__ = ("a",)
    def __init__(self): self.a = 1
try: P().b = 2
except AttributeError as e: print(e)
class Desc:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return f"get {self.n}" if i else self
    def __set__(self, i, v): print("set", v)
class U:
    d = Desc()
    _x = 1
    @property
    def x(self): "doc"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls): return cls.__name__
    def __getattr__(self, n): return f"attr {n}"
    def __init_subclass__(cls, **k): print("sub", cls.__name__, k)
class W(U, tag=1): pass
u = W(); u.d = 5; u.x = 7; print(u.d, u.x, u.s(1), W.c(), u.zzz, U.x.__doc__, vars(u), hasattr(u, "q"), getattr(u, "x"))
class Meta(type):
    def __new__(m, n, b, d): d["extra"] = n.lower(); return super().__new__(m, n, b, d)
    def __call__(cls, *a): print("call", a); return super().__call__(*a)
class MM(metaclass=Meta):
    def __init__(self, *a): self.a = a
print(MM(1).extra, type(MM), MM(2).a)
class X:
    def hi(self): return "X"
class Y1(X):
    def hi(self): return "Y1" + super().hi()
class Y2(X):
    def hi(self): return "Y2" + super().hi()
class Y(Y1, Y2): pass
print(Y().hi(), [k.__name__ for k in Y.__mro__], Y.__bases__, Y.__name__, Y.__qualname__, type(Y()).__name__)
print(repr(Y)[:20], (lambda: 0).__name__, f.__name__, (x for x in [1]).__class__, f.__code__.co_argcount, print.__name__, [].append.__name__, str.upper.__name__)
if (n := 10) > 5: print(n, [y := 3, y ** 2])
a, (b, *c), d = 1, (2, 3, 4), 5; print(a, b, c, d); print(*[1, 2], sep="-", end="!\n"); print({**{"a": 1}, "b": 2}, [*range(3)], f"{'a':>{5}}", 1 if a else 2, not a, a or b, a and b, 1 < 2 < 3, 3 > 2 > 2)
del a
try: a
except NameError as e: print(e)
def scope():
    try: print(zz); zz = 1
    except UnboundLocalError as e: print(e)
scope()
def kw(a, /, b, *, c=3, **k): return a, b, c, k
print(kw(1, 2), kw(1, b=2, c=4, d=5), kw.__defaults__, kw.__kwdefaults__)
for bad in (lambda: kw(), lambda: kw(1, 2, 3), lambda: kw(a=1, b=2), lambda: kw(1, 2, b=3), lambda: len(), lambda: len(1, 2), lambda: [].append(), lambda: int("a", b=1), lambda: f(1), lambda: (lambda x: x)(), lambda: print(foo=1), lambda: 5(), lambda: [].foo, lambda: (5).foo, lambda: Y().nope, lambda: Y.nope, lambda: None.x, lambda: "a".join(1), lambda: sum("ab"), lambda: max([]), lambda: next(iter([])), lambda: {}["k"], lambda: [][0], lambda: int([]), lambda: abs("a"), lambda: round("a"), lambda: isinstance(1, 2), lambda: range("a"), lambda: chr("a"), lambda: -"a", lambda: ~1.5, lambda: 1 in 5, lambda: [1] < 2, lambda: sorted([1, "a"]), lambda: "a" % 1, lambda: dict([1]), lambda: open, lambda: iter(5), lambda: list(5), lambda: (1).__add__("a"), lambda: object().x, lambda: (yield_ for yield_ in 5), lambda: min(1), lambda: zip(1), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: sum([[1], 2], []), lambda: ord(""), lambda: int(None), lambda: float("a b"), lambda: str(b"a", 5), lambda: set([[]]), lambda: hash({}), lambda: [1, 2].index(3), lambda: (1, 2).index(3), lambda: "abc".index("z"), lambda: [1].remove(5), lambda: {1}.remove(5), lambda: {}.popitem(), lambda: [].pop(), lambda: "a".encode("zz")):
    try: print("ok", bad() is None)
    except Exception as e: print(type(e).__name__, e)
