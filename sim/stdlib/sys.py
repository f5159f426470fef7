# gilscope: native
"""The interpreter about itself (in C), and the records that it shows as tuples with names."""
from _c_sys import *
from _c_sys import _is_gil_enabled, _getframe, _current_frames, _minor, __stdout__, __stderr__, __stdin__


class _Record(tuple):
    def __repr__(self):
        return f'{self._title}(' + ', '.join([f'{n}={v!r}' for n, v in zip(self._names, self)]) + ')'


def _record(title, names, values):
    fields = {'_title': title, '_names': names, '__module__': 'sys'}
    for i, name in enumerate(names):
        fields[name] = _field(i)
    return type(title.split('.')[1], (_Record,), fields)(values)


def _field(i):
    return property(lambda self: self[i])


version_info = _record('sys.version_info', ('major', 'minor', 'micro', 'releaselevel', 'serial'), (3, _minor, 0, 'final', 0))
implementation = _record('sys.implementation', ('name', 'cache_tag'), ('cpython', f'cpython-3{_minor}'))
float_info = _record(
    'sys.float_info',
    ('max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds'),
    (1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1))
int_info = _record('sys.int_info', ('bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'), (30, 4, 4300, 640))
hash_info = _record('sys.hash_info', ('width', 'modulus', 'inf', 'nan', 'imag'), (64, 2305843009213693951, 314159, 0, 1000003))
flags = _record('sys.flags', ('debug', 'optimize', 'dev_mode', 'utf8_mode'), (0, 0, False, 0))
thread_info = _record('sys.thread_info', ('name', 'lock', 'version'), ('pthread', 'semaphore', 'NPTL 2.36'))
builtin_module_names = ('_thread', 'builtins', 'math', 'sys', 'time')
warnoptions = []
dont_write_bytecode = True


def getallocatedblocks():
    raise NotImplementedError('gilscope does not support sys.getallocatedblocks()')



if _minor < 13:
    del _is_gil_enabled
if _minor < 11:
    del exception
del _current_frames
