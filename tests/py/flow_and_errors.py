# control flow: match, exceptions, generators, closures, comprehensions, walrus, unpacking, with, exception groups
import contextlib, sys
def m(x):
    match x:
        case 0: return "zero"
        case -1 | -2: return "neg"
        case int(n) if n > 100: return f"big {n}"
        case int(): return "int"
        case "a" | "b" as s: return f"str {s}"
        case str(): return "str"
        case []: return "empty"
        case [a]: return f"one {a}"
        case [a, *rest, z] if a == z: return f"same ends {rest}"
        case (a, b): return f"pair {a} {b}"
        case [1, [2, c], *_]: return f"nested {c}"
        case [*all_]: return f"list {len(all_)}"
        case {"k": v, **rest} if rest: return f"map {v} {rest}"
        case {"k": {"in": q}}: return f"inner {q}"
        case {}: return "dict"
        case None | True | False: return "const"
        case float(real=r): return f"float {r}"
        case object(name="bob"): return "bob"
        case _: return "other"
class O: name = "bob"
for x in [0, -2, 500, 7, "a", "zz", [], [1], [1, 5, 1], (1, 2), [1, [2, 9], 4], [1, 2, 3], {"k": 1, "j": 2}, {"k": {"in": 3}}, {}, None, True, 2.5, O(), {1}]:
    print(repr(x) if not isinstance(x, O) else "O", "->", m(x))
class Pt:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x, s.y = x, y
def q(p):
    match p:
        case Pt(0, 0): return "origin"
        case Pt(x, 0): return f"x {x}"
        case Pt(x=0, y=yy): return f"y {yy}"
        case Pt(): return "pt"
print([q(Pt(0, 0)), q(Pt(3, 0)), q(Pt(0, 4)), q(Pt(1, 1)), q(1)])
try:
    match Pt(1, 2):
        case Pt(1, 2, 3): pass
except TypeError as e: print(e)
def f():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print("i", i)
        except Exception: pass
        else: print("else", i)
        finally: print("fin", i)
    else: print("no")
    try: return "ret"
    finally: print("finally")
print(f())
def g():
    try: return 1
    finally: return 2
print(g())
def nest():
    try:
        try: 1 / 0
        except ZeroDivisionError as e: raise ValueError("v") from e
    except ValueError as e:
        print(repr(e), repr(e.__cause__), e.__suppress_context__)
        try: raise KeyError("k")
        except KeyError as k: print(repr(k.__context__))
        try: raise KeyError("k") from None
        except KeyError as k: print(k.__cause__, k.__suppress_context__)
    try: print(e)
    except UnboundLocalError as u: print(u)
nest()
class MyE(Exception):
    def __init__(s, a, b): super().__init__(a, b); s.b = b
    def __str__(s): return f"my {s.b}"
try: raise MyE(1, 2)
except (KeyError, MyE) as e: print(e, e.args, repr(e))
try:
    try: raise TypeError("t")
    finally: print("f1")
except TypeError: print(sys.exc_info()[0].__name__)
print(sys.exc_info())
def gen():
    x = 0
    while True:
        try: y = yield x
        except ValueError as e: y = -1; print("caught", e)
        x += 1 if y is None else y
it = gen(); print(next(it), next(it), it.send(10), it.throw(ValueError("q")), next(it)); it.close()
try: next(it)
except StopIteration as s: print("stop", s.value)
def sub(): r = yield 1; print("r", r); return "done"
def deleg(): v = yield from sub(); print("v", v); yield from [7, 8]
d = deleg(); print(next(d), d.send("S"), list(d))
def bad(): yield 1; raise StopIteration("x")
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
def cl():
    try: yield 1
    finally: print("closed")
c = cl(); next(c); c.close(); del c
def counter():
    n = 0
    def inc(k=1):
        nonlocal n; n += k; return n
    return inc, lambda: n
inc, get = counter(); inc(); inc(5); print(get())
fs = [lambda i=i: i * 2 for i in range(3)]; print([h() for h in fs], [h() for h in [lambda: i for i in range(3)]])
print([(a, b) for a in range(3) if a for b in "xy"], {k: v for k, v in enumerate("ab")}, {c for c in "aab"} == {"a", "b"}, sum(x * x for x in range(5)), [[j for j in range(i)] for i in range(4)])
if (n := len("abc")) > 2: print("walrus", n)
print([y := 5, y ** 2], [last := z for z in range(3)], last)
a, *b, c = range(6); print(a, b, c); (x, y), z = (1, 2), 3; print(x, y, z); [p, q2] = "hi"; print(p, q2)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, *c = [1]
except ValueError as e: print(e)
try: a, b = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
def va(a, /, b, *args, c=3, **kw): return (a, b, args, c, kw)
print(va(1, 2), va(1, b=2, c=4, d=5), va(1, 2, 3, 4, z=1), va(*[1, 2], **{"q": 3}))
for call in (lambda: va(), lambda: va(1), lambda: va(1, 2, a=3), lambda: va(a=1, b=2), lambda: (lambda x: x)(1, 2), lambda: (lambda *, k: k)(), lambda: (lambda x: x)(y=1), lambda: (lambda x: x)(1, x=1)):
    try: print(call())
    except TypeError as e: print(e)
@contextlib.contextmanager
def cm(n):
    print("enter", n)
    try: yield n * 2
    except ValueError as e: print("cm caught", e)
    finally: print("exit", n)
with cm(1) as a, cm(2) as b: print(a, b)
with cm(3): raise ValueError("vv")
with contextlib.suppress(KeyError): {}["x"]
with contextlib.ExitStack() as st:
    st.enter_context(cm(4)); st.callback(print, "cb"); print("in stack")
with contextlib.closing(cl()) as cc: next(cc)
with contextlib.nullcontext(5) as nn: print(nn)
try: raise ExceptionGroup("eg", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3)])])
except* ValueError as eg: print("V", eg.exceptions)
except* TypeError as eg: print("T", repr(eg))
try:
    try: raise ExceptionGroup("eg", [ValueError(1), KeyError(2)])
    except* ValueError: print("v")
except ExceptionGroup as e: print(e, e.exceptions)
e = ValueError("n"); e.add_note("note1"); print(e.__notes__)
x = 10
def glob():
    global x; x += 1; return x
print(glob(), x)
i = 0
while i < 5:
    i += 1
    if i == 2: continue
    if i == 4: break
else: print("never")
for _ in []: pass
else: print("for else")
assert True
try: assert 1 == 2, "msg"
except AssertionError as e: print(e)
try: print(undefined_name)
except NameError as e: print(e, e.name)
try: "x".nope
except AttributeError as e: print(e, e.name)
try: None.foo
except AttributeError as e: print(e)
try: [1][5]
except IndexError as e: print(e)
try: int("zz")
except ValueError as e: print(e)
try: "a" + 1
except TypeError as e: print(e)
try: 1 + "a"
except TypeError as e: print(e)
try: len(5)
except TypeError as e: print(e)
try: None()
except TypeError as e: print(e)
try: [] < 3
except TypeError as e: print(e)
try: {[]: 1}
except TypeError as e: print(e)
try: (1, 2)[0] = 3
except TypeError as e: print(e)
try: 5[0]
except TypeError as e: print(e)
try: for_ = iter(5)
except TypeError as e: print(e)
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print(e)
print(1 < 2 < 3, 1 < 3 < 2, not 0 or 5, 0 and 1, "" or "d", 3 if [] else 4, (1,) + (2,), None is None)
del x
try: x
except NameError as e: print(e)
