# gilscope: native
"""The operating system, as far as a simulated machine without files has one."""
from _c_os import *
from _c_os import _exit, _sched_priority, _sched_setscheduler, kill as _signal_process
from _gilscope import minor as _minor
import posixpath as path
import sys as _sys

name = 'posix'
sep = '/'
pathsep = ':'
linesep = '\n'
curdir = '.'
pardir = '..'
extsep = '.'
devnull = '/dev/null'
error = OSError
PRIO_PROCESS, PRIO_PGRP, PRIO_USER = range(3)
SCHED_OTHER, SCHED_FIFO, SCHED_RR, SCHED_BATCH = range(4)
SCHED_IDLE = 5
SCHED_RESET_ON_FORK = 0x40000000
environ = {'HOME': '/home/user', 'LANG': 'C.UTF-8', 'PATH': '/usr/bin:/bin', 'USER': 'user'}
_sys.modules['os.path'] = path

if _minor < 13:
    del process_cpu_count


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    return path.__fspath__()


def getlogin():
    return 'user'


def get_terminal_size(fd=1):
    return (80, 24)


def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
    pass


class sched_param(tuple):
    """Parameters of a scheduling class: the priority."""
    __module__ = 'posix'
    __slots__ = ()
    sched_priority = property(lambda self: self[0])

    def __new__(cls, sched_priority=_exit):
        if sched_priority is _exit:
            raise TypeError("sched_param() missing required argument 'sched_priority' (pos 1)")
        return tuple.__new__(cls, (sched_priority,))

    def __repr__(self):
        return f'posix.sched_param(sched_priority={self[0]!r})'


def _priority_of(param):
    if not isinstance(param, sched_param):
        raise TypeError('must have a sched_param object')
    if not isinstance(param[0], int):
        raise TypeError(f"'{type(param[0]).__name__}' object cannot be interpreted as an integer")
    if not -2**31 <= param[0] < 2**31:
        raise OverflowError('sched_priority out of range')
    return param[0]


def sched_setscheduler(pid, policy, param, /):
    if policy >= 0 and policy & SCHED_RESET_ON_FORK:
        raise NotImplementedError('gilscope does not support os.SCHED_RESET_ON_FORK')
    _sched_setscheduler(pid, policy if policy >= 0 else 99, _priority_of(param))


def sched_setparam(pid, param, /):
    _sched_setscheduler(pid, -1, _priority_of(param))


def sched_getparam(pid, /):
    return sched_param(_sched_priority(pid))


def sched_get_priority_min(policy):
    return _priority_range(policy)[0]


def sched_get_priority_max(policy):
    return _priority_range(policy)[1]


def _priority_range(policy):
    if policy in (SCHED_FIFO, SCHED_RR):
        return 1, 99
    if policy in (SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, 6):
        return 0, 0
    raise OSError(22, 'Invalid argument')


def kill(pid, signal, /):
    """A signal to a process; to this one: its handler is called."""
    if pid == getpid() and signal != 0 and 'signal' in _sys.modules:
        _sys.modules['signal'].raise_signal(signal)
    else:
        _signal_process(pid, int(signal))


def _signal_self(number):
    _signal_process(getpid(), number)
