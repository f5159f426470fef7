import multiprocessing as mp, time
from multiprocessing.managers import BaseManager, SyncManager
class Counter:
    def __init__(self, start=0): self.n = start
    def inc(self, by=1): self.n += by; return self.n
    def get(self): return self.n
class MyM(BaseManager): pass
MyM.register('Counter', Counter)
def w(c, lock):
    for _ in range(5):
        with lock: c.inc()
def fill(d, l, q, i):
    d[i] = i * i; l.append(i); q.put(i)
def bump(v, lock, ns):
    for _ in range(3):
        with lock: v.value += 1; ns.total += 2
def cons(cond, items):
    with cond:
        while not items: cond.wait()
        items.append('seen')
if __name__ == '__main__':
    with MyM() as m:
        c = m.Counter(10); lock = mp.Lock()
        ps = [mp.Process(target=w, args=(c, lock)) for _ in range(2)]
        [p.start() for p in ps]; [p.join() for p in ps]
        print(c.get(), c.inc(by=5), [p.name for p in ps])
    m = mp.Manager()
    d, l, q = m.dict(), m.list(), m.Queue()
    with mp.Pool(2) as p: p.starmap(fill, [(d, l, q, i) for i in range(4)])
    print(sorted(d.items()), sorted(l), q.qsize(), len(l), str(d) == repr(dict(d)), str(l) == repr(list(l)))
    print(repr(d)[:30], type(d).__name__, type(l).__name__)
    v, lk, ns = m.Value('i', 1), m.Lock(), m.Namespace(total=0)
    ps = [mp.Process(target=bump, args=(v, lk, ns)) for _ in range(3)]
    [p.start() for p in ps]; [p.join() for p in ps]
    print(v.value, ns.total, ns, v)
    try: d['nope']
    except KeyError as e: print('KeyError', e)
    try: l.pop(99)
    except IndexError as e: print('IndexError', e)
    d['l'] = [1]; x = d['l']; x.append(2); print(d['l']); d['l'] = x; print(d['l'], 'l' in d, d.get('z', 0), d.pop(0), list(d), [k for k in d])
    l += [7]; l.sort(reverse=True); l[0] = 70; print(l[:], l[1:3], list(l), [y for y in l], l + [1], len(l), 70 in l, list(reversed(l)))
    nested = m.list([m.dict(), m.dict()]); nested[0]['a'] = 1; print(nested[0], nested[1], len(nested))
    cond, items = m.Condition(), m.list()
    p = mp.Process(target=cons, args=(cond, items)); p.start(); time.sleep(0.05)
    with cond: items.append(1); cond.notify()
    p.join(); print(list(items), p.exitcode)
    ev = m.Event(); print(ev.is_set(), ev.wait(0.01)); ev.set(); print(ev.is_set())
    b = m.Barrier(1); print(b.wait(), b.parties); a = m.Array('i', [1, 2]); a[0] = 5; print(a, len(a))
    s = m.Semaphore(1); print(s.acquire(), s.acquire(False)); s.release()
    try: v.nothing
    except AttributeError as e: print(e)
    try: ns.missing
    except AttributeError as e: print(e)
    with m.Pool(2) as mp2: print(mp2.map(abs, [-1, 2]))
    m.shutdown()
    ctx = mp.get_context('spawn')
    with ctx.Manager() as m2:
        d2 = m2.dict(); p = ctx.Process(target=fill, args=(d2, m2.list(), m2.Queue(), 3)); p.start(); p.join(); print(d2.copy())
    m3 = mp.Manager(); dd = m3.dict(a=1); print(dict(dd))
