# gilscope: native
"""Functions to be called when the program ends, last registered first."""

_functions = []


def register(func, /, *args, **kwargs):
    _functions.append((func, args, kwargs))
    return func


def unregister(func, /):
    _functions[:] = [f for f in _functions if f[0] != func]


def _clear():
    _functions.clear()


def _run_exitfuncs():
    while _functions:
        func, args, kwargs = _functions.pop()
        func(*args, **kwargs)


def _ncallbacks():
    return len(_functions)
