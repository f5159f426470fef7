# The interpreter: calls, descriptors, metaclasses, generators, exceptions, patterns.
import asyncio
def gen():
    x = yield 1
    while x: x = yield x * 2
    return "end"
def outer():
    r = yield from gen()
    yield r
g = outer(); print(next(g), g.send(5), g.send(0))
class D:
    def __get__(self, o, t): return ("get", o is None)
    def __set__(self, o, v): print("set", v)
class C:
    d = D()
    def __init_subclass__(cls, **kw): print("sub", cls.__name__, kw)
    def __getattr__(self, n): return "dyn " + n
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print("exit", t and t.__name__); return True
    def __call__(self, *a, **k): return a, k
    def __bool__(self): return False
    def __contains__(self, x): return x == 3
    def __iter__(self): return iter([1, 2])
    def __len__(self): return 7
    def __getitem__(self, k): return k
    def __hash__(self): return 1
    def __eq__(self, o): return True
    def __lt__(self, o): return NotImplemented
class E(C, x=1): pass
c = C(); c.d = 1; print(c.d, C.d, c.zzz, c(1, a=2), not c, 3 in c, 4 in c, list(c), len(c), c[1:2], c == 4, c != 4)
with c: raise ValueError(1)
try: c < 3
except TypeError as e: print(e)
class Meta(type):
    def __new__(m, n, b, ns, **k): ns["added"] = 1; return super().__new__(m, n, b, ns)
    def __call__(cls, *a): print("metacall"); return super().__call__(*a)
    def __iter__(cls): return iter("abc")
    def __len__(cls): return 3
class M(metaclass=Meta):
    def __init__(self, a=0): self.a = a
print(M(4).a, M.added, list(M), len(M), type(M), M.__mro__)
def f(a, /, b, *args, c=3, **kw): return a, b, args, c, kw
for call in (lambda: f(), lambda: f(1), lambda: f(1, 2, c=4, z=5), lambda: f(a=1, b=2), lambda: (lambda x: x)(1, 2)):
    try: print(call())
    except TypeError as e: print(e)
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise KeyError("k") from e
except KeyError as e: print(repr(e), repr(e.__cause__), repr(e.__context__))
try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError as e: print("V", e.exceptions)
except* (TypeError, KeyError) as e: print("TK", e.exceptions)
def fin():
    try: return 1
    finally: print("finally")
print(fin())
async def ag():
    try:
        for i in range(3):
            await asyncio.sleep(0)
            yield i
    finally: print("ag closed")
async def main():
    print([x async for x in ag()], {x: y async for x, y in aenum(ag())})
    a = ag(); print(await a.asend(None), await a.__anext__()); await a.aclose()
    try: await a.__anext__()
    except StopAsyncIteration: print("stopped")
async def aenum(it):
    n = 0
    async for v in it:
        yield n, v
        n += 1
asyncio.run(main())
match {"k": [1, 2, 3], "z": 0}:
    case {"k": [a, *rest], **kw}: print(a, rest, kw)
class P:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x, s.y = x, y
for p in (P(1, 2), P(0, 5), 3, "s", (1, 2)):
    match p:
        case P(0, y): print("zero", y)
        case P(x=a, y=b): print(a, b)
        case int(n): print("int", n)
        case str() as s: print("str", s)
        case (a, b) if a < b: print("pair")
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print(e)
gg = gen(); next(gg)
try: gg.throw(ValueError("thrown"))
except ValueError as e: print(e)
def bad():
    yield 1
    raise StopIteration
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
def ignores():
    while True:
        try: yield 1
        except GeneratorExit: pass
i = ignores(); next(i)
try: i.close()
except RuntimeError as e: print(e)
class S:
    __slots__ = ("a",)
s = S(); s.a = 1
try: s.b = 2
except AttributeError as e: print(e)
class Prop:
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def st(a): return a
p = Prop(); p.x = 5; print(p.x, Prop.make(), p.st(3))
try: del p.x
except AttributeError as e: print(e)
class L(list):
    def __init__(self, *a): super().__init__(a); self.tag = "t"
    def append(self, v): super().append(v * 2)
l = L(1, 2); l.append(3); print(l, l.tag, len(l), isinstance(l, list))
class I(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
    def __add__(self, o): return I(int(self) + o)
print(I(3), I(3) + 4, type(I(3) + 4).__name__)
class Err(Exception):
    def __init__(self, code, msg): super().__init__(msg); self.code = code
try: raise Err(4, "boom")
except Err as e: print(e.code, e, e.args)
x = 10
def clos():
    y = 1
    def inner():
        nonlocal y
        y += 1
        return y
    return inner
h = clos(); print(h(), h())
print([i * j for i in range(3) for j in range(3) if i != j], {k: v for k, v in zip("ab", range(2))}, (y := 5), sum(i for i in range(5)))
def deco(fn):
    def wrapper(*a, **k): return "<" + fn(*a, **k) + ">"
    return wrapper
@deco
def hello(n): return f"hi {n!r:>8} {3.14159:.2f} {n}"
print(hello("x"))
try: print(undefined)
except NameError as e: print(e)
def ub():
    print(zz); zz = 1
try: ub()
except UnboundLocalError as e: print(e)
for i in range(3):
    if i == 5: break
else: print("else")
a, *b, c2 = range(6); print(a, b, c2)
print(*[1, 2], **{"sep": "-"})
class Base:
    def who(self): return "base"
class Left(Base):
    def who(self): return "left " + super().who()
class Right(Base):
    def who(self): return "right " + super().who()
class Both(Left, Right): pass
print(Both().who(), [k.__name__ for k in Both.__mro__])
print(type("T", (Base,), {"z": 3})().z, callable(Base), getattr(Base, "nope", "default"), hasattr(Base, "who"))
