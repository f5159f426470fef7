# gilscope: native
"""How callbacks, coroutines and futures look in text. (CPython has this in Python, but runs it only for repr and logs.)"""
import _gilscope


def function_source(func):
    code = getattr(getattr(func, '__func__', func), '__code__', None)
    if code is None:
        inner = getattr(func, 'func', None)
        return function_source(inner) if inner is not None else None
    return f'{code.co_filename}:{code.co_firstlineno}'


def callback_text(func, args=(), kwargs=None):
    """`name(args) at FILE:LINE`"""
    place = function_source(func)
    suffix = ''
    while hasattr(func, 'func') and hasattr(func, 'args') and hasattr(func, 'keywords'):  # functools.partial
        suffix = arguments_text(args, kwargs) + suffix
        func, args, kwargs = func.func, func.args, func.keywords
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    text = name + arguments_text(args, kwargs) + suffix
    return f'{text} at {place}' if place else text


def arguments_text(args, kwargs):
    parts = [repr(a) for a in args]
    if kwargs:
        parts += [f'{k}={v!r}' for k, v in kwargs.items()]
    return '(' + ', '.join(parts) + ')'


def coroutine_text(coro):
    """`spin() running at FILE:LINE`, or `spin() done, defined at FILE:LINE`"""
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None) or f'<{type(coro).__name__} without __name__>'
    name += '()'
    place = _gilscope.coro_place(coro)
    if place is not None:
        return f'{name} running at {place}'
    for prefix in ('cr_', 'gi_', 'ag_'):
        code = getattr(coro, prefix + 'code', None)
        if code is not None:
            return f'{name} done, defined at {code.co_filename}:{code.co_firstlineno}'
    return name
