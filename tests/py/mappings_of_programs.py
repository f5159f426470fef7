from collections import UserDict, ChainMap, OrderedDict, Counter, defaultdict
class M:
    def __init__(self): self.d = {'a': 1, 'b': 2}
    def keys(self): return self.d.keys()
    def __getitem__(self, k): return self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return 2
m = M(); print(dict(m), list(m), {**m}, dict(m, c=3), sorted(m), [*m]); d = {}; d.update(m); print(d, len(m))
a, b = m; print(a, b, 'a' in m)
u = UserDict(x=1); print(dict(u), list(u), set(u), u); c = ChainMap({'p': 1}, {'q': 2}); print(dict(c), sorted(c), len(c), {**c})
print(Counter(m), OrderedDict(m), defaultdict(int, m), dict.fromkeys(m, 0), tuple(m), ','.join(m), Counter('aab') + Counter(u))
print(m.__class__.__name__, max(m), list(enumerate(m)), list(zip(m, u)))
def f(**k): return k
print(f(**m), f(**u))
