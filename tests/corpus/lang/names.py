from __future__ import annotations
import a.b.c as d, e.f
from . import g
from ..h import (i as j, k,)
from m import *
def outer(p, /, q=1, *args: int, r, s: str = "x", **kw) -> dict[str, "int"]:
    global G
    def inner(n):
        nonlocal p
        p = n + q
        return lambda *, z=p: (z, r, [p for _ in kw if (w := _)])
    return inner
class C(B, metaclass=M, **kw):
    "doc"
    x: int
    __private: str = f"{1!r:>{2}}{3=}{{}}"
    def m(self):
        self.__private += super().m(*a, k=1, **b)[1:2, ...]
        return __class__
async def gen():
    yield [x async for x in aiter() if await x]
    async with a as b, c: await d
    return
print(not (a is b), a < b <= c, x if y else z, *[1, 2, 3], sep='')
del a[0], b.c, (d, [e])
a, *b, (c, d) = e = f
é = 0x_ff + 0b1 + 0o17 + 1_000.5e-3 + 123456789012345678901234567890
s = 'it\x41\u00e9\101\
' r'\n' "\n" if 0 else rb'\x' b'\xff'
while True:
    try: break
    except* (E, F) as g: pass
    else: pass
    finally: continue
assert a, "b"
raise A from B
