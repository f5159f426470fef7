def f(a, b=1, *c, **d):
    """doc"""
    for i in range(10):
        if i % 2 == 0 and a:
            continue
        x = [j for j in c if j > i]
    while a < b:
        a += 1
        try:
            print(f"{a:>{b}} {b!r}")
        except ValueError as e:
            return 1
        finally:
            b.x.y(1, k=2)
    with open("x") as g, h:
        pass
    return lambda: x
class A:
    y: int = 3
    def m(self): super().m()
async def g():
    async with a as b:
        await b
    async for x in y: print(x)
a, b = b, a
