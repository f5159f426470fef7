import multiprocessing as mp, time
from multiprocessing.pool import ThreadPool
def f(x): time.sleep(0.01); return x * x
def g(x, y=0): return x - y
res = []
if __name__ == '__main__':
    for P in (mp.Pool, ThreadPool):
        p = P(2)
        r = [p.apply_async(f, (i,), callback=res.append) for i in range(4)]
        m = p.map_async(f, range(5)); s = p.starmap_async(g, [(3, 1), (4, 2)])
        p.close(); p.join()
        print(sorted(res), m.get(), s.get(), [x.get() for x in r]); res.clear()
        try: p.map(f, [1])
        except ValueError as e: print(e)
        with P(2) as p: print(list(p.imap_unordered(f, [2])), p.apply(g, (5,), {'y': 1}))
        p = P(1); x = p.apply_async(time.sleep, (10,)); time.sleep(0.01); p.terminate(); 
        if P is mp.Pool: p.join()
        print('terminated', x.ready())
        it = P(2).imap(f, range(3)); print(next(it), it.next(timeout=1), list(it))
        print(repr(P(1)).split()[1:])
    p = mp.Pool(2, maxtasksperchild=1); print(p.map(f, range(4), chunksize=1)); p.close(); p.join()
