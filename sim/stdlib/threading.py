"""Threads as objects, and everything that can be built from a lock: as in CPython, conditions, events, semaphores and barriers are
Python over locks, so that their switch points come out by themselves."""
import _gilscope
import _thread
from _thread import get_ident, get_native_id, RLock as _CRLock
from collections import deque as _deque
from time import monotonic as _time

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX', 'Event', 'Lock', 'RLock',
           'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError', 'excepthook',
           'ExceptHookArgs', 'local', 'stack_size', 'get_native_id']

TIMEOUT_MAX = _thread.TIMEOUT_MAX
ThreadError = RuntimeError
stack_size = _thread.stack_size
if _gilscope.minor >= 13:
    Lock = _thread.LockType
else:
    Lock = _thread.allocate_lock
_inner_lock = _thread._inner_lock


def RLock(*args, **kwargs):
    return _CRLock(*args, **kwargs)


def settrace(func):
    raise NotImplementedError('gilscope does not support threading.settrace()')


setprofile = settrace


class Condition:
    """Waiters are locks in a deque: each sleeps on its own, notify opens the first ones."""

    def __init__(self, lock=None):
        self._unit = _gilscope.lock_unit('Condition')
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        if hasattr(lock, '_release_save'):
            self._release_save = lock._release_save
            self._acquire_restore = lock._acquire_restore
            self._is_owned = lock._is_owned
        self._waiters = _deque()

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f'<Condition({self._lock}, {len(self._waiters)})>'

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = _inner_lock(self._unit)
        waiter.acquire()
        self._waiters.append(waiter)
        saved = self._release_save()
        notified = False
        try:
            if timeout is None:
                waiter.acquire()
                notified = True
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._acquire_restore(saved)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        end = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if end is None:
                    end = _time() + left
                else:
                    left = end - _time()
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        waiters = self._waiters
        while waiters and n > 0:
            waiter = waiters[0]
            try:
                waiter.release()
            except RuntimeError:
                pass  # it has timed out and not yet left the line
            else:
                n -= 1
            try:
                waiters.remove(waiter)
            except ValueError:
                pass

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(_inner_lock(0, 'semaphore'))
        self._unit = self._cond._unit
        _gilscope.rename_kind(self._unit, type(self).__name__)
        self._value = value

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}: value={self._value}>'

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        got = False
        end = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    break
                if timeout is not None:
                    if end is None:
                        end = _time() + timeout
                    else:
                        timeout = end - _time()
                        if timeout <= 0:
                            break
                self._cond.wait(timeout)
            else:
                self._value -= 1
                got = True
        return got

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._value += n
            if _gilscope.minor >= 13:
                self._cond.notify(n)
            else:
                for _ in range(n):
                    self._cond.notify()

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        return (f'<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}: '
                f'value={self._value}/{self._initial_value}>')

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._value += n
            for _ in range(n):
                self._cond.notify()


class Event:
    def __init__(self):
        self._cond = Condition(_inner_lock(0))
        self._unit = self._cond._unit
        _gilscope.rename_kind(self._unit, 'Event')
        self._flag = False

    def __repr__(self):
        state = 'set' if self._flag else 'unset'
        return f'<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}: {state}>'

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            signaled = self._flag
            if not signaled:
                signaled = self._cond.wait(timeout)
            return signaled


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    """state: 0 filling, 1 draining, -1 resetting, -2 broken"""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1 and _gilscope.minor >= 12:
            raise ValueError('parties must be >= 1')
        self._cond = Condition(_inner_lock(0, 'barrier'))
        self._unit = self._cond._unit
        _gilscope.rename_kind(self._unit, 'Barrier')
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = 0
        self._count = 0

    def __repr__(self):
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        if self.broken:
            return f'<{name} at {id(self):#x}: broken>'
        return f'<{name} at {id(self):#x}: waiters={self.n_waiting}/{self.parties}>'

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            self._enter()
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._release()
                else:
                    self._wait(timeout)
                return index
            finally:
                self._count -= 1
                self._exit()

    def _enter(self):
        while self._state in (-1, 1):
            self._cond.wait()
        if self._state < 0:
            raise BrokenBarrierError

    def _release(self):
        try:
            if self._action:
                self._action()
            self._state = 1
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait(self, timeout):
        if not self._cond.wait_for(lambda: self._state != 0, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError

    def _exit(self):
        if self._count == 0 and self._state in (-1, 1):
            self._state = 0
            self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._count > 0:
                if self._state == 0:
                    self._state = -1
                elif self._state == -2:
                    self._state = -1
            else:
                self._state = 0
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        return self._state == -2


# -- threads -------------------------------------------------------------------------------------------------------

_counter = 0
_active_limbo_lock = _inner_lock(0)
_active = {}   # ident -> Thread
_limbo = {}    # started, but not yet running
_main_ident = get_ident()


def _newname(template):
    global _counter
    _counter += 1
    return template % _counter


class Thread:
    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        if group is not None:
            raise AssertionError('group argument must be None for now')
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname('Thread-%d')
            if target is not None and _gilscope.minor >= 10:
                try:
                    name += f' ({target.__name__})'
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._native_id = None
        self._started = Event()
        self._is_stopped = False
        self._initialized = True
        _gilscope.charge('thread_object')

    def __repr__(self):
        if not self._initialized:
            raise AssertionError('Thread.__init__() was not called')
        status = 'initial'
        if self._started.is_set():
            status = 'started'
        if self._ident is not None and not self.is_alive():
            status = 'stopped'
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += f' {self._ident}'
        return f'<{type(self).__name__}({self._name}, {status})>'

    def start(self):
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('threads can only be started once')
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _thread.start_new_thread(self._bootstrap, (), {}, self._name, self._daemonic)
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()  # the child sets it when it has the GIL

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._started.set()
        with _active_limbo_lock:
            _active[self._ident] = self
            del _limbo[self]
        try:
            self.run()
        except SystemExit:
            pass
        except:
            _invoke_excepthook(self)
        finally:
            self._delete()

    def _delete(self):
        with _active_limbo_lock:
            del _active[get_ident()]

    def join(self, timeout=None):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._started.is_set():
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        if timeout is not None and timeout < 0:
            timeout = 0
        if not self._is_stopped and _thread._join(self._ident, timeout):
            self._is_stopped = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)
        if self._ident is not None:
            _thread._set_name(self._ident, self._name)

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        return self._native_id

    def is_alive(self):
        if not self._initialized:
            raise AssertionError('Thread.__init__() not called')
        if self._is_stopped or not self._started.is_set():
            return False
        if not _thread._alive(self._ident):
            self._is_stopped = True
        return not self._is_stopped

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._started.is_set():
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name


class ExceptHookArgs(tuple):
    """exc_type, exc_value, exc_traceback, thread"""
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args, /):
    """An exception that ends a thread, on stderr."""
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else get_ident()
    _gilscope.stderr(f'Exception in thread {name}:\n' + _gilscope.format_exception(args.exc_value))


__excepthook__ = excepthook


def _invoke_excepthook(thread):
    import sys
    kind, exc, tb = sys.exc_info()
    excepthook(ExceptHookArgs((kind, exc, tb, thread)))


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name='MainThread', daemon=False)
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._started._flag = True
        _active[self._ident] = self


class _DummyThread(Thread):
    """A thread that was not started by this module."""

    def __init__(self):
        super().__init__(name=_newname('Dummy-%d'), daemon=True)
        self._started._flag = True
        self._ident = get_ident()
        _active[self._ident] = self

    def join(self, timeout=None):
        raise RuntimeError('cannot join a dummy thread')


def current_thread():
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


currentThread = current_thread


def active_count():
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


activeCount = active_count


def enumerate():
    with _active_limbo_lock:
        return list(_active.values()) + list(_limbo.values())


def main_thread():
    return _main_thread


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class local:
    """Attributes that each thread has for itself."""

    def __new__(cls, /, *args, **kwargs):
        self = object.__new__(cls)
        object.__setattr__(self, '_local_args', (args, kwargs))
        object.__setattr__(self, '_local_dicts', {get_ident(): {}})
        return self

    def __init__(self, /, *args, **kwargs):
        pass

    def __getattribute__(self, name):
        if name in ('_local_args', '_local_dicts', '__class__'):
            return object.__getattribute__(self, name)
        mine = _local_dict(self)
        if name == '__dict__':
            return mine
        if name in mine:
            return mine[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        if name == '__dict__':
            raise AttributeError(f"{type(self).__name__!r} object attribute '__dict__' is read-only")
        _local_dict(self)[name] = value

    def __delattr__(self, name):
        mine = _local_dict(self)
        if name not in mine:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        del mine[name]


def _local_dict(obj):
    dicts = object.__getattribute__(obj, '_local_dicts')
    me = get_ident()
    mine = dicts.get(me)
    if mine is None:
        mine = dicts[me] = {}
        args, kwargs = object.__getattribute__(obj, '_local_args')
        type(obj).__init__(obj, *args, **kwargs)
    return mine


# -- the end -------------------------------------------------------------------------------------------------------

_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(func, *args, **kwargs):
    """Called at the end of the main thread, before the other threads are joined."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append((func, args, kwargs))


def _shutdown():
    """The main thread has ended: wait for all that are not daemons. Called by the interpreter."""
    global _SHUTTING_DOWN
    _main_thread._is_stopped = True
    _SHUTTING_DOWN = True
    for func, args, kwargs in reversed(_threading_atexits):
        func(*args, **kwargs)
    while True:
        left = [t for t in list(_active.values()) + list(_limbo.values())
                if not t._daemonic and t is not _main_thread and t._ident != get_ident()]
        if not left:
            break
        thread = left[0]
        if thread._ident is None:
            thread._started.wait()
        else:
            _thread._join(thread._ident, None)
            thread._is_stopped = True
            _active.pop(thread._ident, None)


def _after_fork():
    """In a forked child only the thread that forked goes on: it is the main thread now."""
    global _main_thread, _active_limbo_lock
    _active_limbo_lock = _inner_lock(0)
    me = _active.get(get_ident()) or _main_thread
    for thread in list(_active.values()):
        if thread is not me:
            thread._is_stopped = True
    _active.clear()
    _limbo.clear()
    me._ident = get_ident()
    me._started._at_fork_reinit()
    me._started._flag = True
    me._is_stopped = False
    _main_thread = me
    _active[me._ident] = me
    _threading_atexits.clear()


_active_limbo_lock = _inner_lock(0)
_main_thread = _MainThread()
