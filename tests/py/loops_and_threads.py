import asyncio, threading, time, concurrent.futures, queue, functools, contextlib
loop = asyncio.new_event_loop()
t = threading.Thread(target=loop.run_forever, daemon=True, name='loop'); t.start()
async def work(x): await asyncio.sleep(0.01); return x * 2
fs = [asyncio.run_coroutine_threadsafe(work(i), loop) for i in range(3)]
print([f.result(timeout=1) for f in fs], type(fs[0]).__name__)
f = asyncio.run_coroutine_threadsafe(asyncio.sleep(10), loop)
try: f.result(timeout=0.02)
except concurrent.futures.TimeoutError: print('timeout', f.cancel())
res = []
loop.call_soon_threadsafe(res.append, 1); time.sleep(0.01); print(res)
loop.call_soon_threadsafe(loop.stop); t.join(); print(loop.is_running(), loop.is_closed()); loop.close(); print(loop.is_closed())
try: loop.call_soon(print)
except RuntimeError as e: print(e)
async def main():
    loop = asyncio.get_running_loop(); q = asyncio.Queue(); done = asyncio.Event()
    def feeder():
        for i in range(3): time.sleep(0.001); loop.call_soon_threadsafe(q.put_nowait, i)
        loop.call_soon_threadsafe(done.set)
    threading.Thread(target=feeder).start()
    await done.wait(); print([q.get_nowait() for _ in range(q.qsize())])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        print(await asyncio.gather(*[loop.run_in_executor(pool, functools.partial(pow, 2, exp=i)) for i in range(4)]))
        fut = pool.submit(time.sleep, 0.01); print(await asyncio.wrap_future(fut))
    pq = asyncio.PriorityQueue(); [pq.put_nowait(x) for x in (3, 1, 2)]; print([await pq.get() for _ in range(3)])
    lq = asyncio.LifoQueue(); [lq.put_nowait(x) for x in (3, 1, 2)]; print([await lq.get() for _ in range(3)])
    try:
        async with asyncio.timeout_at(loop.time() + 0.01): await asyncio.sleep(1)
    except TimeoutError: print('timeout_at')
    t1 = asyncio.create_task(asyncio.sleep(0.01, 'a'), name='A'); t1.add_done_callback(lambda t: print('done', t.get_name(), t.result()))
    t1.set_name('B'); await t1; await asyncio.sleep(0)
    async def nested():
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: print('cancelled inner'); raise
    outer = asyncio.gather(nested(), nested()); await asyncio.sleep(0); outer.cancel()
    try: await outer
    except asyncio.CancelledError: print('outer cancelled')
    task = asyncio.current_task(); print(task.get_coro().__name__, task.cancelling(), task.done())
    async def ignore():
        for i in range(2):
            try: await asyncio.sleep(1)
            except asyncio.CancelledError: print('ignored', i)
        return 'survived'
    t = asyncio.create_task(ignore()); await asyncio.sleep(0); t.cancel(); await asyncio.sleep(0); t.cancel(); print(await t, t.cancelling(), t.cancelled())
    try: await asyncio.wait_for(asyncio.Event().wait(), timeout=0.01)
    except asyncio.TimeoutError: print('ev timeout')
    e = asyncio.Event(); w = [asyncio.create_task(e.wait()) for _ in range(3)]; await asyncio.sleep(0); e.set(); print(await asyncio.gather(*w)); e.clear(); print(e.is_set())
    sem = asyncio.BoundedSemaphore(1); await sem.acquire(); sem.release()
    try: sem.release()
    except ValueError as err: print(err)
    l = asyncio.Lock()
    try: l.release()
    except RuntimeError as err: print(err)
    c = asyncio.Condition()
    try: c.notify()
    except RuntimeError as err: print(err)
    async with c: print(c.locked(), await asyncio.wait_for(c.wait_for(lambda: True), 1))
    f = loop.create_future()
    try: f.result()
    except asyncio.InvalidStateError as err: print(repr(err))
    f.set_exception(ValueError('fx'))
    try: await f
    except ValueError as err: print('fut', err)
    try: f.set_result(1)
    except asyncio.InvalidStateError as err: print(repr(err))
    r = await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)); print(r)
    try: await asyncio.gather(work(1), asyncio.to_thread(lambda: 1 / 0))
    except ZeroDivisionError as err: print('gather', err)
    print(await asyncio.gather(*[], return_exceptions=True))
    done, pending = await asyncio.wait({asyncio.create_task(work(i)) for i in range(3)}, timeout=0.005); print(len(done), len(pending)); await asyncio.wait(pending)
    async with contextlib.AsyncExitStack() as st:
        await st.enter_async_context(asyncio.timeout(1)); st.push_async_callback(asyncio.sleep, 0)
    async def agen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([i async for i in agen() if i], sum([i async for i in agen()]), dict([(i, i) async for i in agen()]))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(work(1)); raise KeyError('body')
    except* KeyError as eg: print(eg.exceptions)
    try: asyncio.run(work(1))
    except RuntimeError as err: print(err)
asyncio.run(main())
