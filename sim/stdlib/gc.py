# gilscope: native
"""The collector. It is not CPython's: there are no reference counts and no generations, so what those would tell is refused or constant."""
from _c_weakref import collect as _collect
import sys as _sys

DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK = 1, 2, 4, 32, 38
garbage = []
callbacks = []
_state = [True, (700, 10, 10)]


def collect(generation=2):
    """Collects; how much was found is not told: 0."""
    _collect()
    weakref = _sys.modules.get('weakref')
    if weakref is not None:
        weakref._look()
    return 0


def enable():
    _state[0] = True


def disable():
    _state[0] = False


def isenabled():
    return _state[0]


def get_threshold():
    return _state[1]


def set_threshold(threshold0, threshold1=10, threshold2=10, /):
    _state[1] = (threshold0, threshold1, threshold2)


def get_count():
    return (0, 0, 0)


def freeze():
    pass


def unfreeze():
    pass


def get_objects(generation=None):
    raise NotImplementedError('gilscope does not support gc.get_objects()')


def get_referrers(*objs):
    raise NotImplementedError('gilscope does not support gc.get_referrers()')


def get_referents(*objs):
    raise NotImplementedError('gilscope does not support gc.get_referents()')


def get_stats():
    raise NotImplementedError('gilscope does not support gc.get_stats()')


def set_debug(flags, /):
    raise NotImplementedError('gilscope does not support gc.set_debug()')
