"""Starting a child and waiting for it."""
import _gilscope
import _multiprocessing
import os
import sys
from multiprocessing import util

__all__ = ['Popen']


def _child(process_obj, parent_end, code_end):
    """First and last thing in a forked child."""
    parent_end.close()
    util._sentinel = code_end  # open as long as the process lives
    os._exit(process_obj._bootstrap())


class _Spawned:
    """What a fresh interpreter is sent: the process object's pieces."""

    def __init__(self, pieces):
        self.pieces = pieces

    def __call__(self):
        cls, state = self.pieces
        from multiprocessing import process
        obj = object.__new__(cls)
        obj.__dict__.update(state)
        util._sentinel = obj.__dict__.pop('_sentinel_end')
        process._current_process = obj
        os._exit(obj._bootstrap())


class _EndHandle:
    """A pipe's end that is passed on; it is open in the child only."""

    def __init__(self, end):
        self.end = end

    def __reduce__(self):
        return (_multiprocessing._end_from, self.end._handle())


class Popen:
    def __init__(self, process_obj, method):
        util._flush_std_streams()
        self.method = method
        self.returncode = None
        self.sentinel, code_end = _multiprocessing.pipe('sentinel')
        if method == 'fork':
            self.pid = _multiprocessing.fork(_child, (process_obj, self.sentinel, code_end), process_obj.name)
        else:
            import pickle
            state = dict(process_obj.__dict__)
            state['_sentinel_end'] = _EndHandle(code_end)
            parcel = pickle.dumps(_Spawned((type(process_obj), state)))
            self.pid = _multiprocessing.spawn(parcel, process_obj.name, method)
        code_end.close()

    def poll(self):
        return self.wait(0)

    def wait(self, timeout=None):
        if self.returncode is None:
            self.returncode = _multiprocessing.waitpid(self.pid, timeout)
        return self.returncode

    def _signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass

    def terminate(self):
        self._signal(15)

    def kill(self):
        self._signal(9)

    def close(self):
        self.sentinel.close()
