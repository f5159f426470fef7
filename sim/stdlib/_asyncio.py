# gilscope: native
"""Future and Task: what CPython has in C (Modules/_asynciomodule.c).

A Future is PENDING, then FINISHED or CANCELLED for ever. Whoever waits is a list of callbacks, each given to the loop's
call_soon when the state changes: so a waiter goes on in the next iteration, never at once.
A Task is a Future that drives a coroutine: one step = one send() until the coroutine yields a pending Future (then its
wakeup becomes a callback of that Future), yields None (then the next step is scheduled at once) or ends.

What CPython does when a reference count falls to zero (a Task's exception that nobody looked at is logged, an async generator that
nobody iterates any more is closed) happens at the end of the iteration in which a Task or Future ended, if nothing reaches it then."""
import _gilscope
from _c_builtins import _register
from asyncio.exceptions import CancelledError, InvalidStateError
from asyncio.format_helpers import callback_text, coroutine_text
from contextvars import copy_context

PENDING, CANCELLED, FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


class _OfProcess:
    """Of one process: tasks by loop, who runs in which thread."""

    def __init__(self):
        self.tasks = {}        # every Task that has not ended, in order of creation
        self.current = {}      # loop -> its Task that is being stepped
        self.running = {}      # thread ident -> running loop
        # how often something ended, and when it is worth to look again for what is lost
        self.wanted_looks = self.next_look = 0
        self.names = 0


_here = _OfProcess()
_ident = _gilscope.ident


def _get_running_loop():
    return _here.running.get(_ident())


def _set_running_loop(loop):
    if loop is None:
        _here.running.pop(_ident(), None)
    else:
        _here.running[_ident()] = loop


def get_running_loop():
    loop = _here.running.get(_ident())
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def get_event_loop():
    loop = _here.running.get(_ident())
    if loop is not None:
        return loop
    from asyncio.events import _policy_get_event_loop
    return _policy_get_event_loop()


def current_task(loop=None):
    if loop is None:
        loop = get_running_loop()
    return _here.current.get(loop)


def all_tasks(loop=None):
    if loop is None:
        loop = get_running_loop()
    return {t for t in _here.tasks if t._loop is loop}


def _after_fork():
    """In a forked child no loop runs any more."""
    _here.running.clear()
    _here.current.clear()


def isfuture(obj):
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


class Future:
    _asyncio_future_blocking = False
    _state = PENDING
    _result = None
    _exception = None
    _exception_tb = None
    _cancel_message = None
    _cancelled_exc = None
    _source_traceback = None
    _unit = 0          # what the trace says a waiter awaits
    _wanted = False    # somebody asked for the result
    _unseen = False    # it has an exception that nobody has looked at yet

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop
        self._callbacks = []

    # -- reading --
    def __repr__(self):
        return f'<{type(self).__name__} {" ".join(self._repr_info())}>'

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state == FINISHED:
            if self._exception is not None:
                info.append(f'exception={self._exception!r}')
            else:
                info.append(f'result={self._result!r}')
        if self._callbacks:
            cbs = [callback_text(cb) if not isinstance(cb, _Wakeup) else repr(cb) for cb, _ in self._callbacks]
            if len(cbs) > 2:
                cbs = [cbs[0], f'<{len(cbs) - 2} more>', cbs[-1]]
            info.append(f'cb=[{", ".join(cbs)}]')
        return info

    def get_loop(self):
        return self._loop

    def cancelled(self):
        return self._state == CANCELLED

    def done(self):
        return self._state != PENDING

    def result(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError('Result is not set.')
        if self._exception is not None:
            self._seen()
            raise self._exception.with_traceback(self._exception_tb)
        return self._result

    def exception(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._seen()
        return self._exception

    def _seen(self):
        if not self._wanted:
            self._wanted = True
            if self._unseen:
                self._unseen = False
                _gilscope.unwatch(self)

    def _make_cancelled_error(self):
        exc = self._cancelled_exc
        if exc is not None:
            self._cancelled_exc = None
            return exc
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    @property
    def _log_traceback(self):
        return self._unseen

    @_log_traceback.setter
    def _log_traceback(self, val):
        if val:
            raise ValueError('_log_traceback can only be set to False')
        self._seen()

    # -- callbacks --
    def add_done_callback(self, fn, *, context=None):
        if self._state != PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, copy_context() if context is None else context))

    def remove_done_callback(self, fn):
        kept = [entry for entry in self._callbacks if entry[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        if not callbacks:
            return
        self._callbacks = []
        loop = self._loop
        for cb, context in callbacks:
            if isinstance(cb, _Wakeup):
                _gilscope.coro_wake(cb.task._unit)
            loop.call_soon(cb, self, context=context)

    # -- ending --
    def cancel(self, msg=None):
        self._seen()
        if self._state != PENDING:
            return False
        self._state = CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def set_result(self, result):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._state = FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            if _gilscope.minor < 12:
                raise TypeError('StopIteration interacts badly with generators and cannot be raised into a Future')
            new = RuntimeError('StopIteration interacts badly with generators and cannot be raised into a Future')
            new.__cause__ = exception
            exception = new
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = FINISHED
        self._unseen = True
        _gilscope.watch(self)
        _gilscope.look_later(_look_for_lost)
        self._schedule_callbacks()

    def __await__(self):
        if self._state == PENDING:
            self._asyncio_future_blocking = True
            yield self
            if self._state == PENDING:
                raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def __class_getitem__(cls, item):
        return cls


class _Wakeup:
    """A Task's wakeup as a Future's callback."""

    def __init__(self, task):
        self.task = task

    def __call__(self, future):
        return self.task._wakeup(future)

    def __repr__(self):
        return 'Task.task_wakeup()'

    __qualname__ = 'Task.task_wakeup'


class _Step:
    """A Task's next step as a handle's callback."""

    def __init__(self, task, exc):
        self.task = task
        self.exc = exc

    def __call__(self):
        return self.task._step(self.exc)

    def __repr__(self):
        return f'<TaskStepMethWrapper object at {id(self):#x}>'


class Task(Future):
    _must_cancel = False
    _fut_waiter = None
    _num_cancels_requested = 0
    _unit_named = False

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        self._loop = get_event_loop() if loop is None else loop
        self._callbacks = []
        if not _gilscope.is_coroutine(coro):
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        if name is None:
            _here.names += 1
            name = f'Task-{_here.names}'
        else:
            name = str(name)
        self._name = name
        self._coro = coro
        self._context = copy_context() if context is None else context
        self._wake = _Wakeup(self)
        self._unit = _gilscope.unit('coroutine', self._unit_text(), self._loop._unit)
        _gilscope.charge('task_create')
        _here.tasks[self] = True
        if eager_start and self._loop.is_running():
            self._context.run(self._step_eagerly)
        else:
            self._loop.call_soon(_Step(self, None), context=self._context)

    def _unit_text(self):
        coro = getattr(self._coro, '__qualname__', None) or type(self._coro).__name__
        return f'{coro} ({self._name})'

    def _repr_info(self):
        info = super()._repr_info()
        if self._must_cancel and self._state == PENDING:
            info[0] = 'cancelling'
        info.insert(1, f'name={self._name!r}')
        info.insert(2, f'coro=<{coroutine_text(self._coro)}>')
        if self._fut_waiter is not None:
            info.insert(3, f'wait_for={self._fut_waiter!r}')
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)
        _gilscope.rename(self._unit, self._unit_text())

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, 'cr_frame', None)
        return [] if frame is None else [frame]

    def print_stack(self, *, limit=None, file=None):
        print(f'{"Stack" if self._state == PENDING else "No stack"} for {self!r}', file=file)

    # -- cancellation --
    def cancel(self, msg=None):
        self._seen()
        if self._state != PENDING:
            return False
        _gilscope.cancel(self._unit)
        self._num_cancels_requested += 1
        waiter = self._fut_waiter
        if waiter is not None and waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._num_cancels_requested

    def uncancel(self):
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0 and _gilscope.minor >= 13:
                self._must_cancel = False
        return self._num_cancels_requested

    # -- steps --
    def _step_eagerly(self):
        previous = _here.current.get(self._loop)
        self._step(None, previous)

    def _step(self, exc=None, previous=None):
        if self._state != PENDING:
            raise InvalidStateError(f'_step(): already done: {self!r}, {exc!r}')
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        loop = self._loop
        current = _here.current
        busy = current.get(loop)
        if busy is not None and busy is not previous:
            raise RuntimeError(f'Cannot enter into task {self!r} while another task {busy!r} is being executed.')
        current[loop] = self
        coro = self._coro
        _gilscope.step(self._unit)
        _gilscope.charge('task_step')
        try:
            if exc is None:
                yielded = coro.send(None)
            else:
                yielded = coro.throw(exc)
        except StopIteration as e:
            if self._must_cancel:
                self._must_cancel = False
                Future.cancel(self, self._cancel_message)
                self._end()
            else:
                self._end()
                Future.set_result(self, e.value)
        except CancelledError as e:
            self._end()
            self._cancelled_exc = e
            Future.cancel(self)
        except (KeyboardInterrupt, SystemExit) as e:
            self._end()
            Future.set_exception(self, e)
            raise
        except BaseException as e:
            self._end()
            Future.set_exception(self, e)
        else:
            self._wait_for(yielded)
        finally:
            _gilscope.step_end(self._unit, self._state != PENDING)
            if previous is None:
                current.pop(loop, None)
            else:
                current[loop] = previous

    def _end(self):
        _here.tasks.pop(self, None)
        if _gilscope.watched():
            _gilscope.look_later(_look_for_lost)

    def _again(self, exc):
        self._loop.call_soon(_Step(self, exc), context=self._context)

    def _wait_for(self, yielded):
        """The coroutine gave control back: what does it want to wait for?"""
        if yielded is None:
            self._again(None)
            return
        blocking = getattr(yielded, '_asyncio_future_blocking', None)
        if blocking is None:
            if _gilscope.is_generator(yielded):
                text = f'yield was used instead of yield from for generator in task {self!r} with {yielded!r}'
            else:
                text = f'Task got bad yield: {yielded!r}'
            self._again(RuntimeError(text))
        elif yielded._loop is not self._loop:
            self._again(RuntimeError(f'Task {self!r} got Future {yielded!r} attached to a different loop'))
        elif not blocking:
            self._again(RuntimeError(f'yield was used instead of yield from in task {self!r} with {yielded!r}'))
        elif yielded is self:
            self._again(RuntimeError(f'Task cannot await on itself: {self!r}'))
        else:
            yielded._asyncio_future_blocking = False
            yielded.add_done_callback(self._wake, context=self._context)
            self._fut_waiter = yielded
            _gilscope.coro_wait(self._unit, yielded._unit, self._coro)
            if self._must_cancel and yielded.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def _wakeup(self, future):
        if future._state == FINISHED and future._exception is None:
            self._step()
            return
        try:
            future.result()
        except BaseException as exc:
            problem = exc
        else:
            problem = None
        self._step(problem)


def _log_unseen(fut):
    fut._unseen = False
    fut._loop.call_exception_handler({
        'message': f'{type(fut).__name__} exception was never retrieved',
        'exception': fut._exception,
        'future': fut,
    })


def _drop_agen(agen):
    """An async generator that nobody will iterate any more: a Task closes it."""
    loop = _here.running.get(_ident())
    if loop is not None and not loop._closed:
        loop.call_soon(loop.create_task, agen.aclose())


def _look_for_lost():
    """After something has ended. Where that finds nothing again and again it is done more and more rarely."""
    _here.wanted_looks += 1
    if _here.wanted_looks < _here.next_look:
        _gilscope.look_later(_look_for_lost)
        return
    lost = _gilscope.lost()
    if lost:
        _here.wanted_looks = _here.next_look = 0
    elif _here.wanted_looks > 32:
        _here.next_look = min(_here.wanted_looks * 2, _here.wanted_looks + 4096)
    if _gilscope.watched():
        _gilscope.look_later(_look_for_lost)
    for x in lost:
        if not isinstance(x, Future):
            _drop_agen(x)
        elif x._unseen:
            _log_unseen(x)


def _take_agens():
    """The async generators that are not at their end."""
    agens = [g for g in _gilscope.watched() if not isinstance(g, Future) and g.ag_frame is not None]
    for agen in agens:
        _gilscope.unwatch(agen)
    return agens


def _loop_closed(loop):
    for x in _gilscope.watched():
        if isinstance(x, Future) and x._loop is loop:
            _gilscope.unwatch(x)
            if x._unseen:
                _log_unseen(x)


def _at_exit():
    """The interpreter ends: what is left over is told."""
    for task in list(_here.tasks):
        if task._state == PENDING:
            try:
                task._coro.close()
            except BaseException as exc:
                _gilscope.stderr(f'Exception ignored in: {task._coro!r}\n' + _gilscope.format_exception(exc))
            task._loop.call_exception_handler({'message': 'Task was destroyed but it is pending!', 'task': task})
    for name in _gilscope.never_awaited():
        _gilscope.stderr(f"sys:1: RuntimeWarning: coroutine '{name}' was never awaited\n")


_register('drop_agen', _drop_agen)
