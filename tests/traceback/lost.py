# What asyncio and the interpreter tell about what nobody waited for.
import asyncio


async def forgotten():
    print('never')


async def fails():
    await asyncio.sleep(0.001)
    raise ValueError('nobody looks')


async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        print('closed at the end')


async def main():
    forgotten()
    asyncio.create_task(fails())
    asyncio.create_task(slow())
    await asyncio.sleep(0.01)
    print('main done')


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
