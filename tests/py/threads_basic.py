"""Threads: names, reprs, errors, locks, conditions, barriers."""
import threading
import time


def show(*args):
    print(*args)


def work(n, out):
    out.append((n, threading.current_thread().name))


out = []
ts = [threading.Thread(target=work, args=(i, out)) for i in range(3)]
print([t.name for t in ts], [t.daemon for t in ts])
print(repr(ts[0]))
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(out))
print(repr(ts[0]).split()[1], ts[0].is_alive())
print(threading.main_thread() is threading.current_thread(), threading.current_thread().name, threading.active_count())


class Mine(threading.Thread):
    def run(self):
        self.answer = 42


m = Mine(name='mine', daemon=True)
m.start()
m.join()
print(m.answer, m.name, m.daemon)
for wrong in (lambda: ts[0].start(), lambda: threading.Thread().join(), lambda: threading.current_thread().join(),
              lambda: threading.Lock().release(), lambda: threading.RLock().release(), lambda: threading.Condition().wait(),
              lambda: threading.Condition().notify(), lambda: threading.Semaphore(-1), lambda: threading.BoundedSemaphore(1).release(),
              lambda: threading.Thread(5), lambda: threading.Lock().acquire(False, 1), lambda: threading.Lock().acquire(timeout=-2)):
    try:
        wrong()
    except (RuntimeError, ValueError, AssertionError) as e:
        print(type(e).__name__, e)

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
print(repr(lock).split(' at ')[0])
lock.release()
r = threading.RLock()
with r:
    with r:
        print(repr(r).split()[0])
e = threading.Event()
print(e.wait(0.01), e.is_set())
threading.Timer(0.01, e.set).start()
print(e.wait(), e.is_set())
t = threading.Timer(10, print, args=('never',))
t.start()
t.cancel()
t.join()

b = threading.Barrier(3, action=lambda: print('all here'))
got = []
ts = [threading.Thread(target=lambda: got.append(b.wait())) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(got), b.n_waiting, b.broken, b.parties)
b2 = threading.Barrier(2)
try:
    b2.wait(0.01)
except threading.BrokenBarrierError:
    print('broken', b2.broken)
b2.reset()
print(b2.broken)

box = threading.local()
box.x = 1
seen = []


def other():
    seen.append(hasattr(box, 'x'))
    box.x = 2


t = threading.Thread(target=other)
t.start()
t.join()
print(box.x, seen)

sem = threading.BoundedSemaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.acquire(timeout=0.001))
sem.release()
cond = threading.Condition()
items = []


def consumer():
    with cond:
        cond.wait_for(lambda: len(items) >= 3)
        print('consumer sees', items)


t = threading.Thread(target=consumer)
t.start()
for i in range(3):
    with cond:
        items.append(i)
        cond.notify_all()
t.join()
print(threading.Event().wait(0), threading.enumerate() == [threading.main_thread()])
