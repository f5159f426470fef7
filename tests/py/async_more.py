"""asyncio beyond the basics: handlers, reprs, executors, errors."""
import asyncio
import time
import threading


async def ok(x, d=0.01):
    await asyncio.sleep(d)
    return x


async def bad():
    await asyncio.sleep(0)
    raise KeyError('k')


async def main():
    loop = asyncio.get_running_loop()
    t = asyncio.create_task(ok(1), name='one')
    print(t.get_name(), t.done(), asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    print(repr(t).split(' coro=')[0], repr(t).split('coro=')[1].split(' at ')[0])
    print(await t)
    print(repr(t).split(' at ')[0].split(' done')[0], t.result())
    f = loop.create_future()
    print(repr(f))
    f.set_result(3)
    print(repr(f), await f)
    for wrong in (lambda: f.set_result(1), lambda: loop.create_future().result(), lambda: asyncio.run(ok(1)),
                  lambda: loop.run_until_complete(f), lambda: asyncio.Semaphore(-1), lambda: asyncio.Lock().release()):
        try:
            wrong()
        except Exception as e:
            print(type(e).__name__, e)
    print(await asyncio.gather(ok(1), bad(), return_exceptions=True))
    print(await loop.run_in_executor(None, lambda: threading.current_thread().name))
    print(await asyncio.to_thread(lambda a, b=0: a + b, 1, b=2))
    order = []
    loop.call_soon(order.append, 'soon')
    loop.call_later(0.02, order.append, 'later')
    h = loop.call_later(0.01, order.append, 'never')
    h.cancel()
    loop.call_at(loop.time() + 0.01, order.append, 'at')
    threading.Timer(0.03, loop.call_soon_threadsafe, args=(order.append, 'thread')).start()
    await asyncio.sleep(0.05)
    print(order, h.cancelled())
    r = await asyncio.gather(*[ok(i, 0.03 - i / 100) for i in range(3)])
    print(r, [await c for c in asyncio.as_completed([ok(i, 0.03 - i / 100) for i in range(3)])])
    fut = asyncio.run_coroutine_threadsafe(ok('x'), loop)
    print(await asyncio.wrap_future(fut))
    t = asyncio.create_task(ok(2, 10))
    await asyncio.sleep(0)
    print(t.cancel('why'), t.cancelling(), t.uncancel())
    try:
        await t
    except asyncio.CancelledError as e:
        print('cancelled', e.args, t.cancelled())
    loop.set_exception_handler(lambda loop, ctx: print('handler:', ctx['message'].split(' at ')[0], repr(ctx['exception'])))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print('timeout', repr(e), isinstance(e, asyncio.TimeoutError))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad())
            tg.create_task(ok(1, 5))
    except* KeyError as eg:
        print(repr(eg))
    print(asyncio.iscoroutinefunction(ok), asyncio.iscoroutine(ok))
    done, pending = await asyncio.wait([asyncio.create_task(ok(1, 0.01)), asyncio.create_task(ok(2, 1))], timeout=0.1)
    print(len(done), len(pending))
    for p in pending:
        p.cancel()
    q = asyncio.Queue(1)
    print(q, q.maxsize, q.empty())
    q.put_nowait(1)
    try:
        q.put_nowait(2)
    except asyncio.QueueFull as e:
        print(repr(e))
    lock = asyncio.Lock()
    async with lock:
        print(repr(lock).split('[')[1])
    try:
        await asyncio.wait([ok(1)])
    except TypeError as e:
        print(e)


asyncio.run(main())
try:
    asyncio.run(3)
except ValueError as e:
    print(e)
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
