"""Locks between processes, over kernel semaphores."""
import _gilscope
import _multiprocessing
import threading
import time

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier']

SEM_VALUE_MAX = 2147483647


class SemLock:
    def __init__(self, kind, value, maxvalue, recursive=False, *, ctx=None):
        self._set(_multiprocessing.semlock(kind, value, maxvalue, recursive))

    def _set(self, semlock):
        self._semlock = semlock
        self.acquire = semlock.acquire
        self.release = semlock.release

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        return self._semlock._handle()

    def __setstate__(self, state):
        self._set(_multiprocessing._semlock_from(*state))

    def _holder(self):
        if self._semlock._is_mine():
            from multiprocessing.process import current_process
            name = current_process().name
            if threading.current_thread().name != 'MainThread':
                name += '|' + threading.current_thread().name
            return name
        if self._semlock._get_value() == 1:
            return 'None'
        if self._semlock._count() > 0:
            return 'SomeOtherThread'
        return 'SomeOtherProcess'


class Semaphore(SemLock):
    def __init__(self, value=1, *, ctx=None):
        super().__init__('mp.Semaphore', value, SEM_VALUE_MAX)

    def get_value(self):
        return self._semlock._get_value()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._semlock._get_value()})>'


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, 'mp.BoundedSemaphore', value, value)
        self._bound = value

    def __getstate__(self):
        return (SemLock.__getstate__(self), self._bound)

    def __setstate__(self, state):
        SemLock.__setstate__(self, state[0])
        self._bound = state[1]

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._semlock._get_value()}, maxvalue={self._bound})>'


class Lock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__('mp.Lock', 1, 1)

    def __repr__(self):
        return f'<{type(self).__name__}(owner={self._holder()})>'


class RLock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__('mp.RLock', 1, 1, True)

    def __repr__(self):
        name = self._holder()
        count = self._semlock._count() if self._semlock._is_mine() else 0 if name == 'None' else 'nonzero'
        return f'<{type(self).__name__}({name}, {count})>'


class Condition:
    """Sleepers count themselves; notify waits until those it has woken have said so."""

    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock()
        self._sleeping_count = Semaphore(0)
        self._woken_count = Semaphore(0)
        self._wait_semaphore = Semaphore(0)
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __getstate__(self):
        return (self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore)

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        waiters = self._sleeping_count.get_value() - self._woken_count.get_value()
        return f'<{type(self).__name__}({self._lock}, {waiters})>'

    def wait(self, timeout=None):
        if not self._lock._semlock._is_mine():
            raise AssertionError('must acquire() condition before using wait()')
        self._sleeping_count.release()
        count = self._lock._semlock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        if not self._lock._semlock._is_mine():
            raise AssertionError('lock is not owned')
        if self._wait_semaphore.acquire(False):
            raise AssertionError('notify: Should not have been able to acquire the _wait_semaphore')
        while self._woken_count.acquire(False):  # those that have timed out
            self._sleeping_count.acquire(False)
        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        if sleepers:
            for _ in range(sleepers):
                self._woken_count.acquire()
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        self.notify(n=SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if result:
            return result
        end = None if timeout is None else time.monotonic() + timeout
        left = timeout
        while not result:
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result


class Event:
    def __init__(self, *, ctx=None):
        self._cond = Condition(Lock())
        self._flag = Semaphore(0)

    def is_set(self):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
            else:
                self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        state = 'set' if self.is_set() else 'unset'
        return f'<{type(self).__qualname__} at {id(self):#x} {state}>'


class Barrier(threading.Barrier):
    """threading's, with its state and count in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        self._cells = _multiprocessing.shared('i', 2)
        self._cond = Condition()
        self._action = action
        self._timeout = timeout
        self._parties = parties

    def __getstate__(self):
        return (self._parties, self._action, self._timeout, self._cond, self._cells._handle())

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._cond, cells = state
        self._cells = _multiprocessing._shared_from(*cells)

    @property
    def _state(self):
        return self._cells.get(0)

    @_state.setter
    def _state(self, value):
        self._cells.set(0, value)

    @property
    def _count(self):
        return self._cells.get(1)

    @_count.setter
    def _count(self, value):
        self._cells.set(1, value)
