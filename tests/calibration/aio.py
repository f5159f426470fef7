"""What asyncio costs. Prints `name microseconds`, medians."""
import asyncio
from statistics import median
from time import perf_counter

ROUNDS = 30


def show(name, seconds, unit=''):
    print(name, round(median(seconds) * (1e9 if unit else 1e6), 3), unit)


def timed(f, *args):
    begin = perf_counter()
    f(*args)
    return perf_counter() - begin


async def noop(): pass


def loops():
    show('run_noop_total', [timed(asyncio.run, noop()) for _ in range(ROUNDS)])
    made, closed = [], []
    for _ in range(ROUNDS):
        begin = perf_counter()
        loop = asyncio.new_event_loop()
        mid = perf_counter()
        loop.close()
        made.append(mid - begin)
        closed.append(perf_counter() - mid)
    show('new_event_loop', made)
    show('loop_close', closed)


async def zeros(n):
    for _ in range(n): await asyncio.sleep(0)


async def steps():
    made = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        task = asyncio.create_task(noop())
        made.append(perf_counter() - begin)
        await task
    show('create_task_call', made, 'ns')
    tasks = [asyncio.create_task(noop()) for _ in range(1000)]
    begin = perf_counter()
    await asyncio.sleep(0)
    show('task_first_step_and_finish', [(perf_counter() - begin) / 1000], 'ns')
    begin = perf_counter()
    await zeros(500)
    show('sleep0_roundtrip_1task', [(perf_counter() - begin) / 500], 'ns')
    for k in (10, 100, 1000):
        begin = perf_counter()
        await asyncio.gather(*[zeros(50) for _ in range(k)])
        show(f'sleep0_step_{k}tasks', [(perf_counter() - begin) / 50 / k], 'ns')
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = 500

    def chain():
        nonlocal left
        left -= 1
        if left: loop.call_soon(chain)
        else: done.set_result(None)
    begin = perf_counter()
    loop.call_soon(chain)
    await done
    show('call_soon_chain_step', [(perf_counter() - begin) / 500], 'ns')
    begin = perf_counter()
    for _ in range(1000): loop.call_soon(int)
    await asyncio.sleep(0)
    show('call_soon_batch_per_cb', [(perf_counter() - begin) / 1000], 'ns')
    begin = perf_counter()
    handles = [loop.call_later(100 + i, int) for i in range(200)]
    show('call_later_schedule', [(perf_counter() - begin) / 200], 'ns')
    for h in handles: h.cancel()


async def lateness():
    for delay in (.0001, .0005, .001, .01, .1):
        late = []
        for _ in range(10):
            begin = perf_counter()
            await asyncio.sleep(delay)
            late.append(perf_counter() - begin - delay)
        show(f'sleep({delay})_lateness', late)
    begin = perf_counter()
    await asyncio.gather(*[asyncio.sleep(.05) for _ in range(100)])
    show('gather100_sleep0.05_excess', [perf_counter() - begin - .05])


async def queues():
    there, back = asyncio.Queue(), asyncio.Queue()

    async def echo():
        for _ in range(500):
            await there.get()
            back.put_nowait(1)
    task = asyncio.create_task(echo())
    await asyncio.sleep(0)
    begin = perf_counter()
    for _ in range(500):
        there.put_nowait(1)
        await back.get()
    show('hop_asyncio.Queue', [(perf_counter() - begin) / 500 / 2], 'ns')
    await task


def nothing(): pass


async def threads():
    await asyncio.to_thread(nothing)
    took = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        await asyncio.to_thread(nothing)
        took.append(perf_counter() - begin)
    show('to_thread_roundtrip', took)
    loop = asyncio.get_running_loop()
    took = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        await loop.run_in_executor(None, nothing)
        took.append(perf_counter() - begin)
    show('run_in_executor_roundtrip', took)


async def others():
    took = []
    for _ in range(ROUNDS):
        task = asyncio.create_task(asyncio.sleep(10))
        await asyncio.sleep(0)
        begin = perf_counter()
        task.cancel()
        try: await task
        except asyncio.CancelledError: pass
        took.append(perf_counter() - begin)
    show('cancel_and_await', took)
    begin = perf_counter()
    for _ in range(2000): await noop()
    show('await_coroutine_no_suspend', [(perf_counter() - begin) / 2000], 'ns')


loops()
for main in (steps, lateness, queues, threads, others): asyncio.run(main())
