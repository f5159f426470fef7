import asyncio
async def agen(name):
    try:
        for i in range(5):
            await asyncio.sleep(0.001)
            yield i
    finally:
        print('closing', name)
        await asyncio.sleep(0)
        print('closed', name)
async def main():
    async for x in agen('a'):
        print(x)
        if x == 1: break
    print('after break')
    await asyncio.sleep(0.01)
    print('after sleep')
    g = agen('b')
    print(await g.__anext__())
    async def inner():
        async for x in agen('c'):
            return x
    print('inner', await inner())
    try:
        async for x in agen('d'):
            raise ValueError(x)
    except ValueError as e: print('err', e)
    l = [x async for x in agen('e')]
    print(l)
    h = agen('f')
    async for x in h: break
    print('main done')
asyncio.run(main())

import asyncio
async def bad(n):
    await asyncio.sleep(0.001 * n); raise ValueError(n)
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, ctx: print('handler:', ctx['message'], repr(ctx.get('exception'))))
    asyncio.create_task(bad(1)); keep = asyncio.create_task(bad(2))
    await asyncio.sleep(0.01); print('slept')
    keep = None
    await asyncio.sleep(0); print('end')
    t = asyncio.create_task(bad(1)); await asyncio.sleep(0.01); print(t.exception())
asyncio.run(main())
async def agen():
    try:
        yield 1; yield 2
    finally: print('agen closed')
async def use():
    async for x in agen(): 
        if x == 1: break
    print('broke'); await asyncio.sleep(0); await asyncio.sleep(0); print('used')
    await anext(agen()); print('anext'); await asyncio.sleep(0.01); print('x')
asyncio.run(use())
