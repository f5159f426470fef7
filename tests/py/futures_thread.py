"""ThreadPoolExecutor: map, submit, callbacks, errors, waiting."""
import time
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor


def nap(d):
    time.sleep(d)
    if d > 0.05:
        raise ValueError(d)
    return d


with ThreadPoolExecutor(max_workers=3) as ex:
    print(list(ex.map(lambda a, b: a * b, range(5), range(5, 10))))
    f = ex.submit(pow, 2, 10)
    print(f.result(), f.done(), f.cancel(), f.cancelled(), f.exception())
    print(repr(f).split(' state=')[1])
    fs = [ex.submit(nap, d) for d in (0.03, 0.01, 0.02)]
    print([g.result() for g in futures.as_completed(fs)])
    bad = ex.submit(nap, 0.06)
    try:
        bad.result()
    except ValueError as e:
        print('raised', e)
    print(repr(bad).split(' state=')[1], repr(bad.exception()))
    done, not_done = futures.wait([ex.submit(nap, 0.01), ex.submit(nap, 0.04)], return_when=futures.FIRST_COMPLETED)
    print(len(done), len(not_done))
    seen = []
    g = ex.submit(nap, 0.01)
    g.add_done_callback(lambda fut: seen.append(fut.result()))
    g.result()
    time.sleep(0.01)
    print(seen)
    try:
        ex.submit(nap, 0.04).result(timeout=0.01)
    except futures.TimeoutError as e:
        print('timeout', repr(e))
    it = ex.map(nap, [0.01, 0.06, 0.01])
    print(next(it))
    try:
        next(it)
    except ValueError as e:
        print('map raised', e)
with ThreadPoolExecutor(1) as ex:
    running = ex.submit(nap, 0.02)
    waiting = ex.submit(nap, 0.01)
    print(waiting.cancel(), waiting.cancelled(), running.cancel())
    try:
        waiting.result()
    except futures.CancelledError as e:
        print('cancelled', repr(e))
try:
    ex.submit(nap, 0)
except RuntimeError as e:
    print(e)
for wrong in (lambda: ThreadPoolExecutor(0), lambda: ThreadPoolExecutor(initializer=3)):
    try:
        wrong()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


def init(x):
    global state
    state = x


with ThreadPoolExecutor(2, thread_name_prefix='pool', initializer=init, initargs=(7,)) as ex:
    import threading
    print(ex.submit(lambda: (state, threading.current_thread().name)).result())
