"""queue: order, time-outs, join, errors."""
import queue
import threading

q = queue.Queue(2)
q.put('a')
q.put_nowait('b')
print(q.qsize(), q.full(), q.empty(), q.maxsize)
for wrong in (lambda: q.put_nowait('c'), lambda: q.put('c', timeout=0.01), lambda: q.put('c', timeout=-1)):
    try:
        wrong()
    except (queue.Full, ValueError) as e:
        print(type(e).__name__, e)
print(q.get(), q.get_nowait())
for wrong in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: q.get(True, -1)):
    try:
        wrong()
    except (queue.Empty, ValueError) as e:
        print(type(e).__name__, e)
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
q.join()
p = queue.PriorityQueue()
for x in (3, 1, 2):
    p.put(x)
print([p.get() for _ in range(3)])
s = queue.LifoQueue()
for x in (3, 1, 2):
    s.put(x)
print([s.get() for _ in range(3)])
f = queue.SimpleQueue()
for x in range(3):
    f.put(x)
print(f.qsize(), f.empty(), f.get(), f.get_nowait(), f.get(timeout=1))
try:
    f.get(timeout=0.01)
except queue.Empty as e:
    print('empty', repr(e))
results = []


def worker(jobs):
    while (item := jobs.get()) is not None:
        results.append(item * item)
        jobs.task_done()
    jobs.task_done()


jobs = queue.Queue(3)
ts = [threading.Thread(target=worker, args=(jobs,)) for _ in range(3)]
for t in ts:
    t.start()
for i in range(20):
    jobs.put(i)
for t in ts:
    jobs.put(None)
jobs.join()
for t in ts:
    t.join()
print(sorted(results))
