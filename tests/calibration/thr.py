"""What threads cost: starting, handing over, waking up late. Prints `name microseconds`, medians."""
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Thread
from time import perf_counter

ROUNDS = 30


def show(name, seconds):
    print(name, round(median(seconds) * 1e6, 3))


def nothing(): pass


def starting():
    total, start, join = [], [], []
    for _ in range(ROUNDS):
        begin = perf_counter()
        t = Thread(target=nothing)
        made = perf_counter()
        t.start()
        started = perf_counter()
        t.join()
        end = perf_counter()
        total.append(end - begin)
        start.append(started - made)
        join.append(end - started)
    show('create_start_join', total)
    show('start_call', start)
    show('join_after_start', join)
    first = []
    for _ in range(ROUNDS):
        t = Thread(target=lambda: first.append(perf_counter() - begin))
        begin = perf_counter()
        t.start()
        t.join()
    show('start_to_first_line', first)


def queue_hop(make):
    there, back = make(), make()

    def echo():
        for _ in range(HOPS):
            there.get()
            back.put(1)
    return echo, lambda: (there.put(1), back.get())


def lock_hop():
    there, back = threading.Lock(), threading.Lock()
    there.acquire()
    back.acquire()

    def echo():
        for _ in range(HOPS):
            there.acquire()
            back.release()
    return echo, lambda: (there.release(), back.acquire())


def event_hop():
    there, back = threading.Event(), threading.Event()

    def echo():
        for _ in range(HOPS):
            there.wait()
            there.clear()
            back.set()

    def hop():
        there.set()
        back.wait()
        back.clear()
    return echo, hop


def semaphore_hop():
    there, back = threading.Semaphore(0), threading.Semaphore(0)

    def echo():
        for _ in range(HOPS):
            there.acquire()
            back.release()
    return echo, lambda: (there.release(), back.acquire())


HOPS = 200


def hops():
    for name, pair in (('hop_queue.Queue', queue_hop(queue.Queue)), ('hop_queue.SimpleQueue', queue_hop(queue.SimpleQueue)),
                       ('hop_Lock', lock_hop()), ('hop_Event', event_hop()), ('hop_Semaphore', semaphore_hop())):
        echo, hop = pair
        t = Thread(target=echo)
        t.start()
        begin = perf_counter()
        for _ in range(HOPS): hop()
        end = perf_counter()
        t.join()
        show(name, [(end - begin) / HOPS / 2])


def uncontended():
    for name, q in (('Queue_put_plus_get_uncontended', queue.Queue()), ('SimpleQueue_put_plus_get_uncontended', queue.SimpleQueue())):
        begin = perf_counter()
        for _ in range(2000):
            q.put(1)
            q.get()
        print(name, round((perf_counter() - begin) / 2000 * 1e9, 1), 'ns')


def lateness():
    for delay in (.0001, .001, .01, .1):
        late = []
        for _ in range(10):
            begin = perf_counter()
            time.sleep(delay)
            late.append(perf_counter() - begin - delay)
        show(f'sleep({delay})_lateness', late)
    event = threading.Event()
    late = []
    for _ in range(10):
        begin = perf_counter()
        event.wait(.1)
        late.append(perf_counter() - begin - .1)
    show('Event.wait(.1)_lateness', late)


def waking():
    took = []
    for _ in range(10):
        event = threading.Event()

        def wait():
            event.wait()
            took.append(perf_counter() - begin)
        t = Thread(target=wait)
        t.start()
        time.sleep(.02)
        begin = perf_counter()
        event.set()
        t.join()
    show('Event.set_to_waiter_running', took)


def pool():
    with ThreadPoolExecutor(1) as executor:
        executor.submit(nothing).result()
        took = []
        for _ in range(ROUNDS):
            begin = perf_counter()
            executor.submit(nothing).result()
            took.append(perf_counter() - begin)
    show('TPE_submit_result_roundtrip', took)


def sleep0():
    begin = perf_counter()
    for _ in range(100): time.sleep(0)
    show('time_sleep0', [(perf_counter() - begin) / 100])


starting()
hops()
uncontended()
lateness()
waking()
pool()
sleep0()
