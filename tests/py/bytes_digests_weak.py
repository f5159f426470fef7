import hashlib, struct, array, weakref, gc
for n in ('md5','sha1','sha224','sha256','sha384','sha512'):
    for d in (b'', b'abc', b'x' * 55, b'y' * 56, b'z' * 111, b'q' * 112, b'w' * 1000): print(n, hashlib.new(n, d).hexdigest())
h = hashlib.sha256(); h.update(b'a'); h.update(b'b'); print(h.hexdigest(), h.name, h.digest_size, h.digest()[:3], h.block_size)
try: hashlib.sha256('x')
except TypeError as e: print(e)
nonce = 0
while not hashlib.sha256(f'block{nonce}'.encode()).hexdigest().startswith('000'): nonce += 1
print(nonce)
print(struct.pack('<IhB', 1, -2, 3), struct.unpack('>d', struct.pack('>d', 1.5)), struct.calcsize('bid'), struct.pack('4sx?', b'ab', True), struct.unpack('!HI', b'\0\1\0\0\0\2'))
print(struct.pack('f', 0.1), struct.pack('>e', 1.5), struct.unpack('<q', struct.pack('<q', -5)), struct.pack('3h', 1, 2, 3), struct.pack('d', 1e300))
for bad in (lambda: struct.pack('B', 300), lambda: struct.unpack('I', b'abc'), lambda: struct.pack('II', 1), lambda: struct.pack('h', 'x'), lambda: struct.pack('z', 1)):
    try: bad()
    except struct.error as e: print(e)
a = array.array('i', [1, 2, 3]); a.append(4); a[0] = 9; print(a, a[1:3], len(a), a.typecode, a.itemsize, sum(a), a.tolist(), 3 in a, a.index(3), a.tobytes()[:4])
a.extend([7]); del a[0]; print(a, list(reversed(a)), a == array.array('i', a), array.array('d', [1, 2.5]), array.array('f', [0.1]), array.array('u', 'hi'), array.array('b'))
for bad in (lambda: a.append('x'), lambda: a.append(2**40), lambda: array.array('z'), lambda: a[99], lambda: array.array('B', [-1]), lambda: array.array('i').pop()):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
b = array.array('B', b'hello'); print(b, b.tobytes(), bytes(b) if 0 else '')
class N:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'N({self.n})'
x = N(1); r = weakref.ref(x); print(r() is x, r() == x); del x; print(r())
d = weakref.WeakValueDictionary(); k = N(2); d['k'] = k; d['z'] = N(3); print(sorted(d), len(d), d.get('z')); del k; gc.collect(); print(list(d.items()))
k = N(4); wk = weakref.WeakKeyDictionary(); wk[k] = 'v'; print(wk[k], len(wk), k in wk); k = None; print(len(wk))
s = weakref.WeakSet(); o = N(5); s.add(o); print(len(s), o in s, list(s)); o = None; print(len(s))
o = N(6); r = weakref.ref(o, lambda r: print('gone')); del o; gc.collect(); print(r() is None)
o = N(7); f = weakref.finalize(o, print, 'finalized', 7); print(f.alive); del o; gc.collect(); print(f.alive)
o = N(8); p = weakref.proxy(o); print(p.n); del o
try: p.n
except ReferenceError as e: print(e)
try: weakref.ref(3)
except TypeError as e: print(e)
def fn():
    q = N(9); return weakref.ref(q)
print(fn()() is None)
class Obs:
    def m(self): return 'm'
ob = Obs(); wm = weakref.WeakMethod(ob.m); print(wm()()); del ob; print(wm())
keep = N(10); weakref.finalize(keep, print, 'at exit')
print(gc.isenabled(), gc.get_threshold())
