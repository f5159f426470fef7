"""What single statements cost: each in a loop of its own, less the empty loop. Prints `name nanoseconds`."""
from math import isqrt
from threading import Lock, RLock
from time import perf_counter

N = 20_000


def timed(f, *args):
    begin = perf_counter()
    f(*args)
    return (perf_counter() - begin) * 1e9


def empty_for_iter():
    for i in range(N): pass


def while_lt_inc_iter():
    i = 0
    while i < N: i += 1


def int_add():
    a, b = 12345, 678
    for i in range(N): c = a + b


def int_mul():
    a, b = 12345, 678
    for i in range(N): c = a * b


def int_mod_1digit():
    a, b = 12345678, 677
    for i in range(N): c = a % b


def int_mod_2digit():
    a, b = 142702110479723, 677
    for i in range(N): c = a % b


def float_add():
    a, b = 1.5, 2.25
    for i in range(N): c = a + b


def nothing(): pass
def give(x): return x


def call_py0():
    f = nothing
    for i in range(N): f()


def call_py1_ret():
    f = give
    for i in range(N): f(i)


def call_global_py0():
    for i in range(N): nothing()


class Thing:
    def __init__(self, x=0): self.x = x
    def method(self): pass


def attr_call():
    o = Thing()
    for i in range(N): o.method()


def attr_load():
    o = Thing()
    for i in range(N): o.x


def attr_store():
    o = Thing()
    for i in range(N): o.x = i


def obj_create_init():
    for i in range(N): Thing(1)


def list_append():
    items = []
    for i in range(N): items.append(i)


def list_index():
    items = [1, 2, 3]
    for i in range(N): items[1]


def dict_get():
    d = {'a': 1, 'b': 2}
    for i in range(N): d['a']


def dict_set():
    d = {'a': 1, 'b': 2}
    for i in range(N): d['a'] = i


def len_call():
    items = [1, 2, 3]
    for i in range(N): len(items)


def perf_counter_call():
    for i in range(N): perf_counter()


def fstring_int():
    n = 12345
    for i in range(N): f'{n}'


def fstring_float_9_6f():
    t = 1.234567
    for i in range(N): f'{t:9.6f}'


def numbers():
    for i in range(N): yield i


def gen_next():
    for i in numbers(): pass


def try_noexc():
    for i in range(N):
        try: pass
        except ValueError: pass


def try_noexc_body():
    x = 1
    for i in range(N):
        try: x
        except ValueError: pass


def raise_catch():
    for i in range(N):
        try: raise ValueError
        except ValueError: pass


def lock_acq_rel():
    lock = Lock()
    for i in range(N):
        lock.acquire()
        lock.release()


def lock_with():
    lock = Lock()
    for i in range(N):
        with lock: pass


def rlock_with():
    lock = RLock()
    for i in range(N):
        with lock: pass


def tuple3():
    a, b, c = 1, 2, 3
    for i in range(N): t = (a, b, i)


def unpack3():
    t = (1, 2, 3)
    for i in range(N): a, b, c = t


def int_eq_jump():
    a = 1
    for i in range(N):
        if a == 2: pass


def is_prime(n):
    for i in range(3, isqrt(n) + 1, 2):
        if n % i == 0: return False
    return True


for f in (empty_for_iter,):
    timed(f)
base = timed(empty_for_iter) / N
print('empty_for_iter', round(base, 2))
print('while_lt_inc_iter', round(timed(while_lt_inc_iter) / N, 2))
print('gen_next', round(timed(gen_next) / N - base, 2))
for f in (int_add, int_mul, int_mod_1digit, int_mod_2digit, float_add, int_eq_jump, call_py0, call_py1_ret, call_global_py0, attr_call,
          attr_load, attr_store, obj_create_init, list_append, list_index, dict_get, dict_set, len_call, perf_counter_call, fstring_int,
          fstring_float_9_6f, try_noexc, raise_catch, lock_acq_rel, lock_with, rlock_with, tuple3, unpack3):
    timed(f)
    print(f.__name__, round(timed(f) / N - base, 2))
print('is_prime_2digit', round(timed(is_prime, 142702110479723) / ((isqrt(142702110479723) - 1) // 2), 2))
