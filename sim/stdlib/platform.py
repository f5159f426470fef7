# gilscope: native
"""The simulated machine, as a Linux names it."""
import sys as _sys
from _gilscope import minor as _minor
from collections import namedtuple as _namedtuple

uname_result = _namedtuple('uname_result', 'system node release version machine')


def python_version():
    return f'3.{_minor}.0'


def python_version_tuple():
    return ('3', str(_minor), '0')


def python_implementation():
    return 'CPython'


def python_compiler():
    return 'gilscope'


def python_build():
    return ('main', '')


def system():
    return 'Linux'


def node():
    return 'gilscope'


def release():
    return '6.18'


def version():
    return '#1 SMP'


def machine():
    return 'x86_64'


def processor():
    return ''


def architecture(executable=None, bits='', linkage=''):
    return ('64bit', 'ELF')


def platform(aliased=False, terse=False):
    return 'Linux-6.18-x86_64-with-glibc2.36'


def uname():
    return uname_result(system(), node(), release(), version(), machine())
