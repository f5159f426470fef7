import multiprocessing as mp, os, time, sys, queue
from concurrent.futures import ProcessPoolExecutor, as_completed, wait
from functools import partial
class Counter:
    def __init__(self): self.v = mp.Value('i', 0); self.lock = mp.Lock()
    def inc(self):
        with self.lock: self.v.value += 1
def bump(c, n):
    for _ in range(n): c.inc()
class Worker(mp.Process):
    def __init__(self, tasks, results): super().__init__(); self.tasks, self.results = tasks, results
    def run(self):
        for t in iter(self.tasks.get, None): self.results.put((t, t ** 2, self.name))
        self.results.put(None)
def isprime(n): return n > 1 and all(n % i for i in range(2, int(n ** .5) + 1))
def chunk(a, b): return sum(1 for n in range(a, b) if isprime(n))
def init(v): global shared; shared = v
def use(i):
    with shared.get_lock(): shared.value += i
    return mp.current_process().name.split('-')[0]
def phase(b, q, i): q.put(('before', i)); b.wait(); q.put(('after', i))
def cond_wait(c, flag, q):
    with c: c.wait_for(lambda: flag.value); q.put('woke')
def pinger(conn):
    while (m := conn.recv()) != 'stop': conn.send(m + 1)
    conn.close()
def err(q):
    try: 1 / 0
    except ZeroDivisionError as e: q.put(e)
def sem_use(s, v, i):
    with s: v[i] = i * 10
def gen_args(n): return [(i, i + 10) for i in range(0, n, 10)]
class MyErr(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
def raiser(x): raise MyErr(x, 'b')
if __name__ == '__main__':
    c = Counter(); ps = [mp.Process(target=bump, args=(c, 20)) for _ in range(3)]; [p.start() for p in ps]; [p.join() for p in ps]; print(c.v.value, [p.exitcode for p in ps])
    tq, rq = mp.Queue(), mp.Queue(); ws = [Worker(tq, rq) for _ in range(2)]; [w.start() for w in ws]; [tq.put(i) for i in range(5)]; [tq.put(None) for _ in ws]
    got, ends = [], 0
    while ends < 2:
        m = rq.get()
        if m is None: ends += 1
        else: got.append(m[:2])
    [w.join() for w in ws]; print(sorted(got))
    with mp.Pool(4) as p:
        print(sum(p.starmap(chunk, gen_args(100))), p.map(partial(pow, 2), range(5)), sorted(p.imap_unordered(abs, [-3, 1])), [r.get() for r in [p.apply_async(chunk, (0, 10))] * 2])
        try: p.map(raiser, [1])
        except MyErr as e: print('MyErr', e.a, e.args)
    v = mp.Value('i', 0)
    with mp.Pool(2, initializer=init, initargs=(v,)) as p: print(set(p.map(use, range(5))), v.value)
    b, q = mp.Barrier(3), mp.SimpleQueue(); ps = [mp.Process(target=phase, args=(b, q, i)) for i in range(3)]; [p.start() for p in ps]; [p.join() for p in ps]; ms = [q.get() for _ in range(6)]; print([m[0] for m in ms], sorted(ms))
    cnd, fl = mp.Condition(), mp.Value('b', 0); p = mp.Process(target=cond_wait, args=(cnd, fl, rq)); p.start(); time.sleep(0.02)
    with cnd: fl.value = 1; cnd.notify()
    print(rq.get()); p.join()
    a, bb = mp.Pipe(); p = mp.Process(target=pinger, args=(bb,)); p.start(); x = 0
    for _ in range(3): a.send(x); x = a.recv()
    a.send('stop'); p.join(); print(x, a.poll(0.001))
    p = mp.Process(target=err, args=(rq,)); p.start(); e = rq.get(); p.join(); print(type(e), e)
    s, arr = mp.Semaphore(2), mp.Array('i', 4); ps = [mp.Process(target=sem_use, args=(s, arr, i)) for i in range(4)]; [p.start() for p in ps]; [p.join() for p in ps]; print(arr[:], len(arr), arr[1:3])
    with ProcessPoolExecutor(max_workers=2) as ex:
        fs = {ex.submit(chunk, a, b): a for a, b in gen_args(40)}
        print(sorted((fs[f], f.result()) for f in as_completed(fs)), list(ex.map(isprime, [7, 8], chunksize=1)), len(wait([ex.submit(isprime, 3)]).done))
        try: ex.submit(raiser, 5).result()
        except MyErr as e: print('ppe', e.a, type(e.__cause__).__name__)
    try: rq.get(timeout=0.01)
    except queue.Empty: print('empty')
    try: rq.get_nowait()
    except queue.Empty: print('empty2')
    p = mp.Process(target=time.sleep, args=(5,)); p.start(); p.join(timeout=0.01); print(p.is_alive(), p.exitcode); p.kill(); p.join(); print(p.exitcode); p.close()
    try: p.is_alive()
    except ValueError as e: print(e)
    ev = mp.Event(); print(ev.is_set(), ev.wait(0.001)); ev.set(); print(ev.wait(1))
    for m in ('spawn', 'forkserver'):
        ctx = mp.get_context(m); qq = ctx.Queue(); p = ctx.Process(target=err, args=(qq,)); p.start(); print(m, repr(qq.get())); p.join()
    print(mp.get_all_start_methods(), mp.current_process().name, mp.current_process().daemon, os.getpid() == mp.current_process().pid)
    r, w = mp.Pipe(duplex=False); w.send_bytes(b'raw'); print(r.recv_bytes(), r.readable, w.writable)
    lk = mp.RLock(); print(lk.acquire(), lk.acquire()); lk.release(); lk.release()
    try: lk.release()
    except AssertionError as e: print(e)
    try: mp.Lock().release()
    except ValueError as e: print(e)
