# gilscope: native
"""The operating system, as far as a simulated machine without files has one."""
from _c_os import *
from _c_os import _exit
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
