# gilscope: native
"""Higher-order functions. What is C in CPython (partial, reduce, lru_cache, cmp_to_key) and the few
lines of Python around it."""

from collections import namedtuple

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


_unset = object()


def reduce(function, iterable, initial=_unset, /):
    iterator = iter(iterable)
    if initial is _unset:
        for initial in iterator:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    for item in iterator:
        initial = function(initial, item)
    return initial


class partial:
    """A call with some arguments already given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        if type(func) is partial:
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)]
        parts += [repr(a) for a in self.args]
        parts += [f'{k}={v!r}' for k, v in self.keywords.items()]
        return f'functools.partial({", ".join(parts)})'


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        bound = self.func.__get__(instance, owner)
        return partial(bound, *self.args, **self.keywords)


class _Key:
    """Orders by a two-argument comparison function."""
    __slots__ = ('obj', 'compare')

    def __init__(self, obj, compare):
        self.obj = obj
        self.compare = compare

    def __lt__(self, other):
        return self.compare(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self.compare(self.obj, other.obj) > 0

    def __le__(self, other):
        return self.compare(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self.compare(self.obj, other.obj) >= 0

    def __eq__(self, other):
        return self.compare(self.obj, other.obj) == 0


def cmp_to_key(mycmp):
    def key(obj):
        return _Key(obj, mycmp)
    return key


_CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])


def _cache_key(args, kwargs, typed):
    key = args
    if kwargs:
        key += (_unset,)
        for item in kwargs.items():
            key += item
    if typed:
        key += tuple([type(a) for a in args]) + tuple([type(v) for v in kwargs.values()])
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    return key


class _Cached:
    """A function with its memory: a dict whose order is the order of use, oldest first."""

    def __init__(self, function, maxsize, typed):
        self.__wrapped__ = function
        self._maxsize = maxsize
        self._typed = typed
        self.cache_clear()
        update_wrapper(self, function)

    def __call__(self, /, *args, **kwargs):
        key = _cache_key(args, kwargs, self._typed)
        found = self._cache.get(key, _unset)
        if found is not _unset:
            self._hits += 1
            if self._maxsize is not None:
                del self._cache[key]
                self._cache[key] = found
            return found
        self._misses += 1
        result = self.__wrapped__(*args, **kwargs)
        if self._maxsize == 0:
            return result
        if self._maxsize is not None and key not in self._cache and len(self._cache) >= self._maxsize:
            for oldest in self._cache:
                break
            del self._cache[oldest]
        self._cache[key] = result
        return result

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return partial(self, instance)

    def cache_info(self):
        return _CacheInfo(self._hits, self._misses, self._maxsize, len(self._cache))

    def cache_clear(self):
        self._cache = {}
        self._hits = self._misses = 0

    def cache_parameters(self):
        return {'maxsize': self._maxsize, 'typed': self._typed}

    def __repr__(self):
        return f'<functools._lru_cache_wrapper object at {id(self):#x}>'


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _Cached(maxsize, 128, typed)
    if maxsize is not None and maxsize < 0:
        maxsize = 0

    def decorate(function):
        return _Cached(function, maxsize, typed)
    return decorate


def cache(user_function, /):
    return _Cached(user_function, None, False)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        result = self.func(instance)
        instance.__dict__[self.attrname] = result
        return result


def total_ordering(cls):
    """Fills in the missing ones of < <= > >= from the one that is there."""
    def has(name):
        return getattr(cls, name, None) is not getattr(object, name, None)

    def derive(root, name):
        base = getattr(cls, root)

        def method(self, other):
            result = base(self, other)
            if result is NotImplemented:
                return result
            strict = root in ('__lt__', '__gt__')
            same_way = root[2] == name[2]
            if same_way:
                return (result or self == other) if strict else (result and self != other)
            if strict == (name in ('__lt__', '__gt__')):
                return (not result and self != other) if strict else (not result or self == other)
            return not result
        method.__name__ = name
        method.__qualname__ = f'{cls.__qualname__}.{name}'
        return method

    names = ['__lt__', '__le__', '__gt__', '__ge__']
    roots = [n for n in names if has(n)]
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for root in ('__lt__', '__le__', '__gt__', '__ge__'):
        if root in roots:
            break
    for name in names:
        if name not in roots:
            setattr(cls, name, derive(root, name))
    return cls


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return func

    def register(cls, function=None):
        if function is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            function = cls
            for name, cls in function.__annotations__.items():
                if name != 'return':
                    break
        registry[cls] = function
        return function

    def wrapper(*args, **kwargs):
        if not args:
            raise TypeError(f'{func.__name__} requires at least 1 positional argument')
        return dispatch(type(args[0]))(*args, **kwargs)

    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper
