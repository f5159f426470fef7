import threading, time, queue, collections, itertools, functools, random
from multiprocessing.pool import ThreadPool
from multiprocessing.dummy import Pool as DPool
with ThreadPool(3) as p: print(p.map(lambda x: x + 1, range(4)), p.apply(pow, (2, 3)), list(p.imap(str, [1, 2])))
with DPool(2) as p: print(p.map(abs, [-1, 2]))
class Account:
    def __init__(self, n): self.n = n; self.lock = threading.RLock()
    def deposit(self, x):
        with self.lock: self.n += x
    def transfer(self, to, x):
        first, second = sorted([self, to], key=id)
        with first.lock, second.lock:
            if self.n < x: raise ValueError('insufficient')
            self.n -= x; to.deposit(x)
a, b = Account(100), Account(50)
def mover(s, d, n):
    for _ in range(n):
        try: s.transfer(d, 7)
        except ValueError: pass
ts = [threading.Thread(target=mover, args=x) for x in ((a, b, 20), (b, a, 15))]
for t in ts: t.start()
for t in ts: t.join()
print(a.n + b.n)
class Pipeline(threading.Thread):
    def __init__(self, fn, inq, outq): super().__init__(daemon=True); self.fn, self.inq, self.outq = fn, inq, outq
    def run(self):
        for item in iter(self.inq.get, None): self.outq.put(self.fn(item))
        self.outq.put(None)
qs = [queue.Queue() for _ in range(3)]
for i, fn in enumerate((lambda x: x * x, str)): Pipeline(fn, qs[i], qs[i + 1]).start()
for i in range(5): qs[0].put(i)
qs[0].put(None); print(list(iter(qs[2].get, None)))
class Once:
    _inst = None; _lock = threading.Lock()
    def __new__(cls):
        with cls._lock:
            if cls._inst is None: cls._inst = super().__new__(cls)
        return cls._inst
insts = []; ts = [threading.Thread(target=lambda: insts.append(Once())) for _ in range(5)]; [t.start() for t in ts]; [t.join() for t in ts]; print(len(set(map(id, insts))))
class CountDownLatch:
    def __init__(self, n): self.n = n; self.c = threading.Condition()
    def down(self):
        with self.c:
            self.n -= 1
            if self.n <= 0: self.c.notify_all()
    def wait(self):
        with self.c:
            while self.n > 0: self.c.wait()
l = CountDownLatch(3); ts = [threading.Thread(target=lambda: (time.sleep(random.random() / 100), l.down())) for _ in range(3)]; [t.start() for t in ts]; l.wait(); print('latched', l.n)
def synchronized(fn):
    lock = threading.Lock()
    @functools.wraps(fn)
    def w(*a, **k):
        with lock: return fn(*a, **k)
    return w
cnt = 0
@synchronized
def inc():
    global cnt
    v = cnt; time.sleep(0); cnt = v + 1
ts = [threading.Thread(target=lambda: [inc() for _ in range(50)]) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(cnt, inc.__name__)
class RepeatTimer(threading.Timer):
    def run(self):
        while not self.finished.wait(self.interval): self.function(*self.args, **self.kwargs)
ticks = []; rt = RepeatTimer(0.01, ticks.append, ('t',)); rt.start(); time.sleep(0.035); rt.cancel(); rt.join(); print(len(ticks) > 0)
stop = threading.Event(); log = []
def bg():
    while not stop.wait(0.01): log.append('beat')
t = threading.Thread(target=bg); t.start(); time.sleep(0.045); stop.set(); t.join(timeout=1); print(len(log) > 0, t.is_alive())
sem = threading.Semaphore(2); peak = [0, 0]; m = threading.Lock()
def limited(i):
    with sem:
        with m: peak[0] += 1; peak[1] = max(peak)
        time.sleep(0.005)
        with m: peak[0] -= 1
ts = [threading.Thread(target=limited, args=(i,)) for i in range(6)]; [t.start() for t in ts]; [t.join() for t in ts]; print(peak[1] <= 2)
res = {}
def safe(k, fn):
    try: res[k] = fn()
    except Exception as e: res[k] = repr(e)
ts = [threading.Thread(target=safe, args=(k, f)) for k, f in {'a': lambda: 1, 'b': lambda: 1 / 0, 'c': lambda: [].pop()}.items()]; [t.start() for t in ts]; [t.join() for t in ts]; print(sorted(res.items()))
class Res(threading.Thread):
    def __init__(self, fn, *a): super().__init__(); self.fn, self.a, self.r, self.e = fn, a, None, None
    def run(self):
        try: self.r = self.fn(*self.a)
        except BaseException as e: self.e = e
    def join(self, timeout=None):
        super().join(timeout)
        if self.e: raise self.e
        return self.r
t = Res(sum, [1, 2]); t.start(); print(t.join()); t = Res(int, 'x'); t.start()
try: t.join()
except ValueError as e: print(e)
print(threading.Lock().acquire(timeout=1), threading.Lock().__enter__(), type(threading.Lock()), type(threading.RLock()))
print(repr(threading.Lock())[:30], repr(threading.Semaphore(3)).split(' at ')[0], repr(threading.Barrier(2)).split(' at ')[0], repr(threading.Condition()).split(',')[0][:12])
e = threading.Event(); got = []
def w(n): e.wait(); got.append(n)
ts = [threading.Thread(target=w, args=(i,)) for i in range(3)]; [t.start() for t in ts]; e.set(); [t.join() for t in ts]; print(sorted(got))
q = queue.Queue(2); q.put(1); q.put(2)
for f in (lambda: q.put(3, block=False), lambda: q.put_nowait(4), lambda: q.get(timeout=-1)):
    try: print(f())
    except (queue.Full, ValueError) as x: print(type(x).__name__, x)
sq = queue.SimpleQueue(); sq.put(1); print(sq.get(), sq.empty(), sq.qsize())
try: sq.get(timeout=0.001)
except queue.Empty: print('empty')
d = collections.deque(maxlen=2); d.extend([1, 2, 3]); d.appendleft(0); d.rotate(1); print(d, collections.ChainMap({'a': 1}, {'b': 2})['b'])
