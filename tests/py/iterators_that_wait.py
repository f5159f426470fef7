import time
def gen(n):
    for i in range(n):
        time.sleep(0.001); yield i
for i, x in enumerate(gen(3), 5): print(i, x)
e = enumerate(gen(3)); print(next(e), list(e), next(e, 'end'))
print(list(zip('ab', gen(3))), list(zip(gen(3), [1], gen(2))))
z = zip(gen(2), [5, 6, 7]); print(next(z), next(z), next(z, None), list(z))
for bad in (lambda: list(zip(gen(2), gen(3), strict=True)), lambda: list(zip(gen(3), gen(2), strict=True)), lambda: list(zip([1], gen(1), strict=True)),
            lambda: list(zip(gen(1), [1], [2, 3], strict=True)), lambda: [*zip([1], [2], gen(2), strict=True)]):
    try: print(bad())
    except ValueError as err: print(err)
def boom():
    yield 1
    raise KeyError('boom')
try:
    for a, b in zip(gen(3), boom()): print(a, b)
except KeyError as err: print('KeyError', err)
def deleg():
    yield from zip(gen(2), gen(2))
    return 5
print(list(deleg()))
class S:
    def __len__(self): time.sleep(.001); return 3
    def __getitem__(self, i):
        time.sleep(.001)
        if i >= 3: raise IndexError
        return i * 10
print(list(S()), list(reversed(S())), [x for x in S()], 20 in S(), list(zip(S(), reversed(S()))), max(S()), sum(S()))
a, b, c = S(); print(a, b, c)
for x in enumerate(zip(S(), gen(2))): print(x)
print(dict(enumerate(gen(2))), any(x for _, x in enumerate(gen(3))))
l = [1]; l += gen(2); print(l); l += zip(gen(2), 'xy'); print(l)
t = (1,); t += tuple(gen(2)); print(t)
l[1:2] = gen(3); print(l)
print(max(zip(gen(3), gen(3))), sorted(zip(gen(3), 'cba'), key=lambda p: p[1]))
class K:
    def __init__(self, k): self.k = k
    def __lt__(self, o):
        time.sleep(.001); 
        if self.k == 7: raise ValueError('seven')
        return self.k < o.k
    def __eq__(self, o): time.sleep(.001); return self.k == o.k
    def __hash__(self): time.sleep(.001); return 1
    def __repr__(self): return f'K{self.k}'
l = [K(i * 7 % 50 + 8) for i in range(50)]
t0 = time.monotonic(); l.sort(); print(l[:5], l[-3:]); 
l.append(K(7))
try: l.sort()
except ValueError as e: print(e)
l.pop(); l.sort(reverse=True); print(l[:4])
d = {}
for k in (3, 1, 3, 2, 1): d[K(k)] = k; d.setdefault(K(k), 0)
print(d, K(2) in d, d.pop(K(1)), d)
s = {K(1), K(2), K(1)}; s |= {K(3), K(1)}; print(len(s), len(s & {K(1)}), s == {K(1), K(2), K(3)})
print([K(1), K(2)] == [K(1), K(2)], (K(1), K(2)) < (K(1), K(3)), [K(1), K(3)].index(K(3)))
import threading
def worker():
    for i in range(3): time.sleep(.002); log.append(i)
log = []
th = threading.Thread(target=worker); th.start()
l = [K(i * 7 % 20 + 8) for i in range(20)]; l.sort(key=lambda k: k.k); l.sort(); log.append('sorted'); th.join(); print(log)
class P:
    def __getattr__(self, n):
        time.sleep(.001)
        if n == 'no': raise AttributeError(n)
        return n
print(getattr(P(), 'no', 'dflt'), hasattr(P(), 'no'), hasattr(P(), 'yes'))
class Fd:
    def __set_name__(self, o, n): time.sleep(.001); self.o = o; self.n = n
class Base:
    subs = []
    def __init_subclass__(cls, **kw): time.sleep(.001); Base.subs.append(cls)
class A(Base):
    x = Fd()
    y = Fd()
print(A.x.o is A, A.y.o is A, Base.subs == [A], Base.__subclasses__() == [A], A.__dict__['y'].n)
