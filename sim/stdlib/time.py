# gilscope: native
"""Clocks and sleep (in C); struct_time."""
from _c_time import *
from _c_time import _register, strftime, gmtime


class struct_time(tuple):
    """Calendar fields, also by name."""
    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])

    def __repr__(self):
        names = ('year', 'mon', 'mday', 'hour', 'min', 'sec', 'wday', 'yday', 'isdst')
        return 'time.struct_time(' + ', '.join([f'tm_{n}={v}' for n, v in zip(names, self)]) + ')'


_register(struct_time)


def ctime(seconds=None, /):
    return asctime(gmtime(seconds))


def asctime(t=None, /):
    t = gmtime() if t is None else t
    return strftime('%a %b ', t) + f'{t[2]:2d}' + strftime(' %H:%M:%S %Y', t)


def get_clock_info(name, /):
    raise NotImplementedError('gilscope does not support time.get_clock_info()')


def tzset():
    pass
