# gilscope: native
"""References that do not keep their object alive.

There are no reference counts: whether an object is still there is found out by a collection, made whenever a weak reference is asked. So an
object is gone as soon as nothing reaches it; one that only a cycle holds is gone too, where CPython keeps it until gc.collect()."""
from _c_weakref import box as _box, collect as _collect

__all__ = ['ref', 'proxy', 'WeakKeyDictionary', 'WeakValueDictionary', 'WeakSet', 'WeakMethod', 'finalize', 'ReferenceType', 'getweakrefcount', 'getweakrefs']

_plain = (int, str, bytes, float, complex, bool, tuple, list, dict, type(None), slice)
_watched = []  # refs with a callback whose object was there when last looked


def _look():
    """Collects, and calls the callbacks of references that have lost their object."""
    _collect()
    if _watched:
        gone = [r for r in _watched if r._box.get() is None]
        for r in gone:
            _watched.remove(r)
        for r in reversed(gone):
            callback, r.__callback__ = r.__callback__, None
            if callback is not None:
                callback(r)


class ref:
    """Call it: the object, or None."""

    def __init__(self, object, callback=None, /):
        if isinstance(object, _plain) and type(object) in _plain:
            raise TypeError(f"cannot create weak reference to '{type(object).__name__}' object")
        self._box = _box(object)
        self._id = id(object)
        self._name = type(object).__name__
        self._hash = None
        self.__callback__ = callback
        if callback is not None:
            _watched.append(self)

    def __call__(self):
        _look()
        return self._box.get()

    def __eq__(self, other):
        if not isinstance(other, ref):
            return NotImplemented
        a, b = self._box.get(), other._box.get()
        if a is None or b is None:
            return self is other
        return a == b

    def __hash__(self):
        if self._hash is None:
            object = self._box.get()
            if object is None:
                raise TypeError('weak object has gone away')
            self._hash = hash(object)
        return self._hash

    def __repr__(self):
        _look()
        if self._box.get() is None:
            return f'<weakref at {id(self):#x}; dead>'
        return f"<weakref at {id(self):#x}; to '{self._name}' at {self._id:#x}>"

    def __class_getitem__(cls, item):
        return cls


ReferenceType = ref


class WeakMethod(ref):
    """A reference to a bound method: alive as long as its object."""

    def __init__(self, meth, callback=None):
        super().__init__(meth.__self__, callback)
        self._function = meth.__func__

    def __call__(self):
        object = super().__call__()
        return None if object is None else self._function.__get__(object)


class ProxyType:
    def __init__(self, object, callback=None):
        _set(self, '_ref', ref(object, callback))

    def __getattribute__(self, name):
        object = _get(self, '_ref')()
        if object is None:
            raise ReferenceError('weakly-referenced object no longer exists')
        return getattr(object, name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __str__(self):
        return str(_target(self))

    def __len__(self):
        return len(_target(self))

    def __getitem__(self, key):
        return _target(self)[key]

    def __setitem__(self, key, value):
        _target(self)[key] = value

    def __contains__(self, key):
        return key in _target(self)

    def __iter__(self):
        return iter(_target(self))

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


_get = object.__getattribute__
_set = object.__setattr__


def _target(proxy):
    object = _get(proxy, '_ref')()
    if object is None:
        raise ReferenceError('weakly-referenced object no longer exists')
    return object


def proxy(object, callback=None, /):
    return ProxyType(object, callback)


def getweakrefcount(object, /):
    raise NotImplementedError('gilscope does not support weakref.getweakrefcount()')


def getweakrefs(object, /):
    raise NotImplementedError('gilscope does not support weakref.getweakrefs()')


class _WeakDictionary:
    """What both kinds share: _alive() drops the pairs that are gone and gives the others as an ordinary dict."""

    def __init__(self, other=(), /, **kwargs):
        self.data = {}
        self.update(other, **kwargs)

    def update(self, other=(), /, **kwargs):
        pairs = other.items() if hasattr(other, 'items') else other
        for key, value in pairs:
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __len__(self):
        return len(self._alive())

    def __iter__(self):
        return iter(self._alive())

    def __contains__(self, key):
        return key in self._alive()

    def __getitem__(self, key):
        return self._alive()[key]

    def get(self, key, default=None):
        return self._alive().get(key, default)

    def keys(self):
        return iter(self._alive())

    def values(self):
        return iter(self._alive().values())

    def items(self):
        return iter(self._alive().items())

    def setdefault(self, key, default=None):
        found = self._alive()
        if key in found:
            return found[key]
        self[key] = default
        return default

    def pop(self, key, *default):
        found = self._alive()
        if key in found:
            value = found[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def clear(self):
        self.data.clear()

    def copy(self):
        return type(self)(self._alive())

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x}>'


class WeakValueDictionary(_WeakDictionary):
    def __setitem__(self, key, value):
        self.data[key] = ref(value)

    def __delitem__(self, key):
        del self.data[key]

    def _alive(self):
        _look()
        found = {}
        for key, r in list(self.data.items()):
            value = r._box.get()
            if value is None:
                del self.data[key]
            else:
                found[key] = value
        return found

    def valuerefs(self):
        return list(self.data.values())


class WeakKeyDictionary(_WeakDictionary):
    def __setitem__(self, key, value):
        self._alive()
        self.data[ref(key)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def _alive(self):
        _look()
        found = {}
        for r, value in list(self.data.items()):
            key = r._box.get()
            if key is None:
                self.data = {k: v for k, v in self.data.items() if k is not r}
            else:
                found[key] = value
        return found

    def keyrefs(self):
        return list(self.data)


class WeakSet:
    def __init__(self, data=None):
        self._refs = []
        if data is not None:
            self.update(data)

    def _alive(self):
        _look()
        self._refs = [r for r in self._refs if r._box.get() is not None]
        return [r._box.get() for r in self._refs]

    def add(self, item):
        if item not in self._alive():
            self._refs.append(ref(item))

    def update(self, other):
        for item in other:
            self.add(item)

    def discard(self, item):
        self._refs = [r for r in self._refs if r._box.get() != item]

    def remove(self, item):
        if item not in self._alive():
            raise KeyError(item)
        self.discard(item)

    def pop(self):
        alive = self._alive()
        if not alive:
            raise KeyError('pop from empty WeakSet')
        item = alive[-1]
        self.discard(item)
        return item

    def clear(self):
        self._refs = []

    def copy(self):
        return WeakSet(self._alive())

    def __contains__(self, item):
        return item in self._alive()

    def __iter__(self):
        return iter(self._alive())

    def __len__(self):
        return len(self._alive())

    def __repr__(self):
        return repr(set(self._alive()))


class finalize:
    """A call for when the object is gone, or for the end of the program."""
    _registry = []

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registry:
            import atexit
            atexit.register(finalize._exit)
        self._call = (func, args, kwargs)
        self.atexit = True
        finalize._registry.append(self)
        self._ref = ref(obj, self)

    @classmethod
    def _exit(cls):
        _look()
        for f in reversed(list(cls._registry)):
            if f.atexit:
                f()

    def __call__(self, _=None):
        call, self._call = self._call, None
        if call is None:
            return None
        finalize._registry.remove(self)
        func, args, kwargs = call
        return func(*args, **kwargs)

    def detach(self):
        call, self._call = self._call, None
        if call is None:
            return None
        finalize._registry.remove(self)
        return (self._ref(), *call)

    def peek(self):
        return None if self._call is None else (self._ref(), *self._call)

    @property
    def alive(self):
        _look()
        return self._call is not None
