"""What happens at the end of a process, and after a fork."""
import atexit
import itertools
import sys

_finalizers = {}
_counter = itertools.count()
_after_fork_calls = []
_sentinel = None


class Finalize:
    """A call to be made at the end of the process; higher priorities first."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, next(_counter))
        _finalizers[self._key] = self

    def __call__(self):
        if _finalizers.pop(self._key, None) is None:
            return None
        return self._callback(*self._args, **self._kwargs)

    def cancel(self):
        _finalizers.pop(self._key, None)

    def still_active(self):
        return self._key in _finalizers


def register_after_fork(obj, func):
    _after_fork_calls.append((obj, func))


def _after_fork():
    _finalizers.clear()
    atexit._clear()
    for obj, func in list(_after_fork_calls):
        func(obj)


def _run_finalizers(minpriority=None):
    keys = [k for k in _finalizers if k[0] is not None and (minpriority is None or k[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        finalizer = _finalizers.get(key)
        if finalizer is not None:
            finalizer()


def _flush_std_streams():
    sys.stdout.flush()
    sys.stderr.flush()


def _exit_function():
    from multiprocessing import process
    _run_finalizers(0)
    for p in process.active_children():
        if p.daemon:
            p._popen.terminate()
    for p in process.active_children():
        p.join()
    _run_finalizers()


def is_exiting():
    return False


atexit.register(_exit_function)
