"""What processes cost. Prints `name microseconds`, medians."""
import multiprocessing as mp
import time
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from time import perf_counter

ROUNDS = 9


def show(name, seconds):
    print(name, round(median(seconds) * 1e6, 3))


def nothing(): pass
def tell(queue): queue.put(perf_counter())


def starting(method):
    context = mp.get_context(method)
    if method == 'forkserver':
        begin = perf_counter()
        p = context.Process(target=nothing)
        p.start()
        p.join()
        show('forkserver_first_start_join', [perf_counter() - begin])
    total, start, join, first = [], [], [], []
    for _ in range(ROUNDS):
        begin = perf_counter()
        p = context.Process(target=nothing)
        made = perf_counter()
        p.start()
        started = perf_counter()
        p.join()
        end = perf_counter()
        total.append(end - begin)
        start.append(started - made)
        join.append(end - started)
    show(f'{method}_start_join', total)
    show(f'{method}_start_call', start)
    show(f'{method}_join_after_start', join)
    queue = context.SimpleQueue()
    for _ in range(ROUNDS):
        p = context.Process(target=tell, args=(queue,))
        begin = perf_counter()
        p.start()
        first.append(queue.get() - begin)
        p.join()
    show(f'{method}_start_to_first_line', first)


HOPS = 200


def queue_echo(there, back):
    for _ in range(HOPS):
        there.get()
        back.put(1)


def pipe_echo(end):
    for _ in range(HOPS): end.send(end.recv())


def event_echo(there, back):
    for _ in range(HOPS):
        there.wait()
        there.clear()
        back.set()


def timed_hops(name, p, hop):
    p.start()
    hop(HOPS)
    p.join()


def hops():
    for name, make in (('hop_mp.SimpleQueue', mp.SimpleQueue), ('hop_mp.Queue', mp.Queue)):
        there, back = make(), make()
        p = mp.Process(target=queue_echo, args=(there, back))
        p.start()
        took = []
        for i in range(HOPS):
            begin = perf_counter()
            there.put(1)
            back.get()
            took.append((perf_counter() - begin) / 2)
        p.join()
        show(name, took)
    a, b = mp.Pipe()
    p = mp.Process(target=pipe_echo, args=(b,))
    p.start()
    took = []
    for i in range(HOPS):
        begin = perf_counter()
        a.send(1)
        a.recv()
        took.append((perf_counter() - begin) / 2)
    p.join()
    show('hop_Pipe', took)
    there, back = mp.Event(), mp.Event()
    p = mp.Process(target=event_echo, args=(there, back))
    p.start()
    took = []
    for i in range(HOPS):
        begin = perf_counter()
        there.set()
        back.wait()
        back.clear()
        took.append((perf_counter() - begin) / 2)
    p.join()
    show('hop_mp.Event', took)


def alone():
    queue = mp.SimpleQueue()
    put, get = [], []
    for _ in range(100):
        begin = perf_counter()
        queue.put(1)
        mid = perf_counter()
        queue.get()
        put.append(mid - begin)
        get.append(perf_counter() - mid)
    show('SimpleQueue_put_cost', put)
    show('SimpleQueue_get_cost_ready', get)
    lock = mp.Lock()
    begin = perf_counter()
    for _ in range(2000):
        lock.acquire()
        lock.release()
    print('mp.Lock_acq_rel_uncontended', round((perf_counter() - begin) / 2000 * 1e9, 1), 'ns')
    event = mp.Event()
    late = []
    for _ in range(5):
        begin = perf_counter()
        event.wait(.1)
        late.append(perf_counter() - begin - .1)
    show('mp.Event.wait(.1)_lateness', late)


def pool():
    with ProcessPoolExecutor(1) as executor:
        executor.submit(nothing).result()
        took = []
        for _ in range(30):
            begin = perf_counter()
            executor.submit(nothing).result()
            took.append(perf_counter() - begin)
    show('PPE_submit_result_roundtrip', took)


if __name__ == '__main__':
    for method in ('fork', 'spawn', 'forkserver'): starting(method)
    hops()
    alone()
    pool()
