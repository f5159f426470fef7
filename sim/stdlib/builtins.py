# gilscope: native
"""Builtins that call back into the program: CPython has them in C, here their callbacks run in frames of their own."""
from _c_builtins import _register, _sort_by


class map:
    """The function's results for the items of one or more iterables."""

    def __init__(self, func=None, /, *iterables):
        if not iterables:
            raise TypeError('map() must have at least two arguments.')
        self._func = func
        self._its = [iter(it) for it in iterables]

    def __iter__(self):
        return self

    def __next__(self):
        its = self._its
        if len(its) == 1:
            return self._func(next(its[0]))
        return self._func(*[next(it) for it in its])

    def __repr__(self):
        return f'<map object at {id(self):#014x}>'


class filter:
    """The items for which the function is true; None: the true items."""

    def __init__(self, *args):
        if len(args) != 2:
            raise TypeError(f'filter expected 2 arguments, got {len(args)}')
        function, iterable = args
        self._function = function
        self._it = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        function = self._function
        it = self._it
        while True:
            item = next(it)
            if (item if function is None or function is bool else function(item)):
                return item

    def __repr__(self):
        return f'<filter object at {id(self):#014x}>'


def _min(iterable, key, default):
    return _best(iterable, key, default, 'min', False)


def _max(iterable, key, default):
    return _best(iterable, key, default, 'max', True)


def _best(iterable, key, default, name, largest):
    found = False
    for item in iterable:
        rank = item if key is None else key(item)
        if not found:
            found = True
            best, best_rank = item, rank
        elif rank > best_rank if largest else rank < best_rank:
            best, best_rank = item, rank
    if found:
        return best
    if default:
        return default[0]
    from _gilscope import minor
    raise ValueError(f'{name}() iterable argument is empty' if minor >= 12 else f'{name}() arg is an empty sequence')


def _sorted(items, key, reverse):
    keys = [key(item) for item in items]
    _sort_by(items, keys, reverse)
    return items


class callable_iterator:
    """iter(function, sentinel): calls until the sentinel comes."""

    def __init__(self, function, sentinel):
        self._function = function
        self._sentinel = sentinel

    def __iter__(self):
        return self

    def __next__(self):
        function = self._function
        if function is not None:
            item = function()
            if item is not self._sentinel and item != self._sentinel:
                return item
            self._function = None
        raise StopIteration


def _next_or(method, iterator, default):
    try:
        return method(iterator)
    except StopIteration:
        return default


def _any(iterable):
    for item in iterable:
        if item:
            return True
    return False


def _all(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def _checked_repr(method, obj):
    text = method(obj)
    if not isinstance(text, str):
        raise TypeError(f'__repr__ returned non-string (type {type(text).__name__})')
    return text


def _checked_len(method, obj):
    n = method(obj)
    if not isinstance(n, int):
        if not hasattr(type(n), '__index__'):
            raise TypeError(f"'{type(n).__name__}' object cannot be interpreted as an integer")
        n = n.__index__()
    if n < 0:
        raise ValueError('__len__() should return >= 0')
    return int(n)


def _getattr_or(method, args, default):
    try:
        return method(*args)
    except AttributeError:
        return default


def _hasattr(method, args):
    try:
        method(*args)
    except AttributeError:
        return False
    return True


def _is_one(obj, cls):
    if type(cls) is tuple:
        for one in cls:
            if isinstance(obj, one):
                return True
        return False
    return bool(type(cls).__instancecheck__(cls, obj))


def _is_sub(sub, cls):
    if type(cls) is tuple:
        for one in cls:
            if issubclass(sub, one):
                return True
        return False
    return bool(type(cls).__subclasscheck__(cls, sub))


def _dir(method, obj):
    return sorted(method(obj))


def aiter(async_iterable, /):
    """The asynchronous iterator of an asynchronous iterable."""
    method = getattr(type(async_iterable), '__aiter__', None)
    if method is None:
        raise TypeError(f"'{type(async_iterable).__name__}' object is not an async iterable")
    return method(async_iterable)


_missing = object()


def anext(async_iterator, default=_missing, /):
    """Awaitable: the next item."""
    method = getattr(type(async_iterator), '__anext__', None)
    if method is None:
        raise TypeError(f"'{type(async_iterator).__name__}' object is not an async iterator")
    if default is _missing:
        return method(async_iterator)
    return _anext_or(method, async_iterator, default)


async def _anext_or(method, async_iterator, default):
    try:
        return await method(async_iterator)
    except StopAsyncIteration:
        return default


def _print(args, sep, end, file, flush):
    """To a standard stream, when some arguments' text comes from the program's methods."""
    texts = []
    try:
        for arg in args:
            texts.append(str(arg))
    except BaseException:
        if texts:
            print(*texts, '', sep=sep, end='', file=file)
        raise
    print(*texts, sep=sep, end=end, file=file, flush=flush)


def _print_on(args, sep, end, file, flush):
    """To a stream of the program's own: one write() a piece."""
    if not (sep is None or isinstance(sep, str)):
        raise TypeError(f'sep must be None or a string, not {type(sep).__name__}')
    if not (end is None or isinstance(end, str)):
        raise TypeError(f'end must be None or a string, not {type(end).__name__}')
    for i, arg in enumerate(args):
        if i:
            file.write(' ' if sep is None else sep)
        text = str(arg)
        file.write(text)
    file.write('\n' if end is None else end)
    if flush:
        file.flush()


def _never_awaited(name):
    """A coroutine was made and dropped in one statement."""
    import warnings
    warnings._coroutine_dropped(name)


for _name, _function in (('never_awaited', _never_awaited), ('print', _print), ('print_on', _print_on), ('min', _min), ('max', _max), ('sorted', _sorted), ('next', _next_or), ('iter', callable_iterator), ('any', _any), ('all', _all),
                         ('repr', _checked_repr), ('len', _checked_len), ('getattr', _getattr_or), ('hasattr', _hasattr),
                         ('isinstance', _is_one), ('issubclass', _is_sub), ('dir', _dir)):
    _register(_name, _function)
del _name, _function, callable_iterator
