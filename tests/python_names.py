"""Writes sim/stdlib/python311.def: what CPython 3.11's standard library has, by name, so that gilscope can tell
"gilscope does not support os.kill" from "there is no such thing".

usage: python3.11 -I tests/python_names.py >sim/stdlib/python311.def
"""
import importlib
import sys
import warnings

# What gilscope has or may have one day; modules of other systems, editors and test suites are known by their name alone.
MODULES = '''abc argparse array asyncio asyncio.subprocess atexit base64 bisect builtins calendar cmath collections
collections.abc concurrent.futures contextlib contextvars copy csv dataclasses datetime decimal dis enum errno faulthandler
fractions functools gc graphlib hashlib heapq inspect io itertools json keyword logging math multiprocessing
multiprocessing.connection multiprocessing.dummy multiprocessing.managers multiprocessing.pool multiprocessing.queues
multiprocessing.shared_memory multiprocessing.sharedctypes multiprocessing.synchronize numbers operator os os.path pathlib
pickle platform pprint queue random re sched secrets select selectors shutil signal socket statistics string struct subprocess
sys tempfile textwrap threading time timeit traceback types typing unittest uuid warnings weakref zlib'''.split()


def public(thing):
    """Its names without those of the modules that it imports itself."""
    names = [name for name in dir(thing) if not name.startswith('_')]
    return sorted(name for name in names if not isinstance(getattr(thing, name, None), type(sys)))


def rows(owner, names):
    """One row a line of at most 110 columns."""
    line = ''
    for name in names:
        if line and len(owner) + len(line) + len(name) > 88:
            print(f'PYTHON("{owner}", "{line}")')
            line = ''
        line += (' ' if line else '') + name
    if line:
        print(f'PYTHON("{owner}", "{line}")')


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit('this needs Python 3.11')
    warnings.simplefilter('ignore')
    print('/* What CPython 3.11 has: PYTHON(module or module.Class, names). Written by tests/python_names.py. */')
    rows('', sorted(name for name in sys.stdlib_module_names if not name.startswith('_')))
    plain = set(dir(object)) | set(dir(Exception))
    classes = {}
    for name in MODULES:
        module = importlib.import_module(name)
        rows(name, public(module))
        for cls in public(module):
            thing = getattr(module, cls)
            if isinstance(thing, type) and (thing.__module__ or '').lstrip('_').split('.')[0] == name.split('.')[0]:
                classes[f'{name.split(".")[0]}.{thing.__name__}'] = [n for n in public(thing) if n not in plain]
    for cls in sorted(classes):
        rows(cls, classes[cls])


main()
