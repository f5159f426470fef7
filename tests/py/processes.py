"""multiprocessing: processes, queues, pipes, locks, shared numbers, exit codes."""
import multiprocessing as mp
import os
import sys
import time
from queue import Empty


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


def child(q, data):
    q.put((mp.current_process().name, mp.parent_process().name, data))


def fail(code):
    if code == 'raise':
        raise ValueError('on purpose')
    sys.exit(code)


def add(value, lock, n):
    for _ in range(n):
        with lock:
            value.value += 1


def echo(conn, other):
    other.close()
    while True:
        try:
            x = conn.recv()
        except EOFError:
            break
        conn.send(x * 2)
    conn.close()


def stage(barrier, event, q, i):
    event.wait()
    q.put(barrier.wait() >= 0)


def consumer(jobs, results):
    while (n := jobs.get()) is not None:
        results.put(n * n)
        jobs.task_done()
    jobs.task_done()


def main():
    q = mp.Queue()
    p = mp.Process(target=child, args=(q, [1, 'two', 3.0, None, {'k': (4, 5)}, {6}, Point(7, 8), b'9', 2 ** 100]))
    print(p.name, p.exitcode, p.is_alive(), p.daemon, repr(p).split(' parent')[0], p.pid)
    p.start()
    print(q.get())
    p.join()
    print(p.exitcode, p.is_alive(), repr(p).endswith('stopped exitcode=0>'))
    for code in (None, 0, 3, 'raise'):
        p = mp.Process(target=fail, args=(code,))
        p.start()
        p.join()
        print(code, p.exitcode)
    p = mp.Process(target=time.sleep, args=(100,))
    p.start()
    p.terminate()
    p.join()
    print(p.exitcode)
    v, lock = mp.Value('i', 5), mp.Lock()
    ps = [mp.Process(target=add, args=(v, lock, 50)) for _ in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(v.value)
    a = mp.Array('d', [1.5, 2.5])
    a[0] += 1
    print(list(a), len(a), a[:])
    here, there = mp.Pipe()
    p = mp.Process(target=echo, args=(there, here))
    p.start()
    there.close()
    for x in (21, 'ab', [1]):
        here.send(x)
        print(here.recv(), end=' ')
    print(here.poll())
    here.close()
    p.join()
    r, w = mp.Pipe(duplex=False)
    for wrong in (lambda: w.recv(), lambda: r.send(1)):
        try:
            wrong()
        except OSError as e:
            print(e)
    w.close()
    try:
        r.recv()
    except EOFError as e:
        print('EOF', repr(e))
    barrier, event, q = mp.Barrier(2), mp.Event(), mp.SimpleQueue()
    ps = [mp.Process(target=stage, args=(barrier, event, q, i)) for i in range(2)]
    for p in ps:
        p.start()
    print(event.is_set())
    event.set()
    for p in ps:
        p.join()
    print(q.get(), q.get(), q.empty(), event.is_set(), event.wait(0.01))
    q = mp.Queue(1)
    q.put(1)
    try:
        q.get(timeout=1)
        q.get(timeout=0.01)
    except Empty:
        print('empty')
    jobs, results = mp.JoinableQueue(), mp.SimpleQueue()
    ps = [mp.Process(target=consumer, args=(jobs, results)) for _ in range(2)]
    for p in ps:
        p.start()
    for n in range(6):
        jobs.put(n)
    for p in ps:
        jobs.put(None)
    jobs.join()
    for p in ps:
        p.join()
    print(sorted([results.get() for _ in range(6)]))
    sem = mp.BoundedSemaphore(1)
    print(sem.acquire(), sem.acquire(False), sem.acquire(timeout=0.01), sem)
    sem.release()
    for wrong in (sem.release, mp.Lock().release):
        try:
            wrong()
        except ValueError as e:
            print(e)
    print(mp.Lock(), mp.RLock(), mp.Semaphore(3))
    print(mp.get_start_method(), mp.current_process().name, mp.active_children())


if __name__ == '__main__':
    main()
