import asyncio


async def tick(n):
    for i in range(n):
        await asyncio.sleep(0)
    return n


async def main():
    a = asyncio.create_task(tick(2), name="a")
    try:
        async with asyncio.timeout(0.001):
            print(await asyncio.gather(a, tick(3)))
            await asyncio.sleep(1)
    except TimeoutError as e:
        print(repr(e))


asyncio.run(main())
