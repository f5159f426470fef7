"""Numbers in memory that processes share, with a lock beside them (or not: Raw)."""
import _multiprocessing
from multiprocessing import synchronize

__all__ = ['RawValue', 'RawArray', 'Value', 'Array']


def _code(typecode_or_type):
    if isinstance(typecode_or_type, str) and len(typecode_or_type) == 1 and typecode_or_type in 'cbBhHiIlLqQfd':
        return typecode_or_type
    name = getattr(typecode_or_type, '__name__', '')
    codes = {'c_int': 'i', 'c_long': 'l', 'c_double': 'd', 'c_float': 'f', 'c_uint': 'I', 'c_char': 'c', 'c_byte': 'b', 'c_short': 'h', 'c_bool': 'B'}
    if name in codes:
        return codes[name]
    raise TypeError(f'this type has no size: {typecode_or_type!r}')


class RawValue:
    def __init__(self, typecode_or_type, value=0):
        code = _code(typecode_or_type)
        self._memory = _multiprocessing.shared(code, 1)
        self._memory.set(0, value)

    @property
    def value(self):
        return self._memory.get(0)

    @value.setter
    def value(self, value):
        self._memory.set(0, value)

    def __getstate__(self):
        return self._memory._handle()

    def __setstate__(self, state):
        self._memory = _multiprocessing._shared_from(*state)


class RawArray:
    def __init__(self, typecode_or_type, size_or_initializer):
        code = _code(typecode_or_type)
        if isinstance(size_or_initializer, int):
            self._memory = _multiprocessing.shared(code, size_or_initializer)
        else:
            items = list(size_or_initializer)
            self._memory = _multiprocessing.shared(code, len(items))
            for i, item in enumerate(items):
                self._memory.set(i, item)

    def __len__(self):
        return len(self._memory)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return [self._memory.get(i) for i in range(*key.indices(len(self)))]
        return self._memory.get(key if key >= 0 else key + len(self))

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            for i, item in zip(range(*key.indices(len(self))), value):
                self._memory.set(i, item)
        else:
            self._memory.set(key if key >= 0 else key + len(self), value)

    def __iter__(self):
        for i in range(len(self)):
            yield self._memory.get(i)

    def __getstate__(self):
        return self._memory._handle()

    def __setstate__(self, state):
        self._memory = _multiprocessing._shared_from(*state)


class _Synchronized:
    def __init__(self, obj, lock=None):
        self._obj = obj
        self._lock = lock or synchronize.RLock()
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __getstate__(self):
        return (self._obj, self._lock)

    def __setstate__(self, state):
        self._obj, self._lock = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock


class Synchronized(_Synchronized):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

    def __repr__(self):
        return f'<Synchronized wrapper for {self._obj.value!r}>'


class SynchronizedArray(_Synchronized):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]


def Value(typecode_or_type, *args, lock=True, ctx=None):
    obj = RawValue(typecode_or_type, *args)
    if lock is False:
        return obj
    return Synchronized(obj, None if lock in (True, None) else lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    obj = RawArray(typecode_or_type, size_or_initializer)
    if lock is False:
        return obj
    return SynchronizedArray(obj, None if lock in (True, None) else lock)
