"""The event loop. One turn (_run_once) is: drop cancelled timers, poll, move due timers to the ready queue, run exactly the
handles that are ready now. The selector is the kernel's: it releases the GIL, and sleeps until the time-out (rounded up to
whole milliseconds, as epoll_wait does) or until another thread wakes the loop."""
import _gilscope
import collections
import heapq
from _asyncio import Future, Task, _get_running_loop, _set_running_loop, _loop_closed, _take_agens, isfuture
from asyncio.events import AbstractEventLoop, Handle, TimerHandle

__all__ = ('BaseEventLoop', 'Server')

_DAY_NS = 24 * 3600 * 1_000_000_000


class Server:
    pass


def _run_until_complete_cb(fut):
    if not fut.cancelled():
        exc = fut.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return  # it has propagated already
    fut.get_loop().stop()


class BaseEventLoop(AbstractEventLoop):
    def __init__(self):
        self._unit = _gilscope.loop_unit()
        self._waker = _gilscope.waker(self._unit)
        self._ready = collections.deque()
        self._scheduled = []  # heap of (when_ns, order, handle)
        self._timer_cancelled_count = 0
        self._order = 0
        self._closed = False
        self._stopping = False
        self._thread_id = None
        self._default_executor = None
        self._executor_shutdown_called = False
        self._exception_handler = None
        self._task_factory = None
        self._debug = False
        self.slow_callback_duration = 0.1
        _gilscope.charge('loop_create')

    def __repr__(self):
        name = '_UnixSelectorEventLoop'
        return f'<{name} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>'

    # -- making things --
    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        self._check_closed()
        if self._task_factory is None:
            return Task(coro, loop=self, name=name, context=context, **kwargs)
        if context is None:
            task = self._task_factory(self, coro, **kwargs)
        else:
            task = self._task_factory(self, coro, context=context, **kwargs)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # -- running --
    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if _get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def run_forever(self):
        self._check_closed()
        self._check_running()
        self._thread_id = _gilscope.ident()
        _set_running_loop(self)
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread_id = None
            _set_running_loop(None)

    def run_until_complete(self, future):
        self._check_closed()
        self._check_running()
        new_task = not isfuture(future)
        from asyncio.tasks import ensure_future
        future = ensure_future(future, loop=self)
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                future.exception()  # it is on its way out: not to be logged
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        self._stopping = True

    def is_running(self):
        return self._thread_id is not None

    def is_closed(self):
        return self._closed

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        _loop_closed(self)
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        executor = self._default_executor
        if executor is not None:
            self._default_executor = None
            executor.shutdown(wait=False)
        _gilscope.charge('loop_close')

    async def shutdown_asyncgens(self):
        """Closes the async generators that are not at their end."""
        agens = _take_agens()
        if not agens:
            return
        from asyncio.tasks import gather
        results = await gather(*[agen.aclose() for agen in agens], return_exceptions=True)
        for result, agen in zip(results, agens):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {agen!r}', 'exception': result, 'asyncgen': agen})

    async def shutdown_default_executor(self, timeout=None):
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        import threading
        future = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            await future
        finally:
            thread.join()

    def _do_shutdown(self, future):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(_set_result_unless_done, future)
        except Exception as ex:
            if not self.is_closed() and not future.cancelled():
                self.call_soon_threadsafe(future.set_exception, ex)

    # -- scheduling --
    def time(self):
        return _gilscope.clock_ns() / 1e9

    def call_soon(self, callback, *args, context=None):
        if self._closed:
            self._check_closed()
        handle = Handle(callback, args, self, context)
        _gilscope.charge('call_soon')
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        handle = self.call_soon(callback, *args, context=context)
        self._waker.wake()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self._call_in(_gilscope.delay_ns(delay), callback, args, context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        timer = TimerHandle(_gilscope.delay_ns(when), callback, args, self, context)
        heapq.heappush(self._scheduled, (timer._when_ns, 0, timer))
        _gilscope.charge('call_later')
        return timer

    def _call_in(self, delay_ns, callback, args, context=None):
        self._check_closed()
        timer = TimerHandle(_gilscope.clock_ns() + delay_ns, callback, args, self, context)
        self._order += 1
        heapq.heappush(self._scheduled, (timer._when_ns, self._order, timer))
        _gilscope.charge('call_later')
        return timer

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1

    def _drop_cancelled_timers(self):
        scheduled = self._scheduled
        if len(scheduled) > 100 and self._timer_cancelled_count * 2 > len(scheduled):
            kept = []
            for entry in scheduled:
                if entry[2]._cancelled:
                    entry[2]._scheduled = False
                else:
                    kept.append(entry)
            heapq.heapify(kept)
            self._scheduled = kept
            self._timer_cancelled_count = 0
            return
        while scheduled and scheduled[0][2]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(scheduled)[2]._scheduled = False

    def _run_once(self):
        if self._timer_cancelled_count:
            self._drop_cancelled_timers()
        scheduled = self._scheduled
        ready = self._ready
        if ready or self._stopping:
            timeout_ns = 0
        elif scheduled:
            timeout_ns = min(max(0, scheduled[0][0] - _gilscope.clock_ns()), _DAY_NS)
        else:
            timeout_ns = -1
        if self._waker.select(timeout_ns, len(ready)):
            ready.append(Handle(self._waker.drain, (), self))
        now = _gilscope.clock_ns()
        late = 0
        while scheduled and scheduled[0][0] <= now:
            when, order, timer = heapq.heappop(scheduled)
            timer._scheduled = False
            if now - when > late:
                late = now - when
            ready.append(timer)
        todo = len(ready)
        _gilscope.loop_run(self._unit, todo, late)
        for _ in range(todo):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None
        _gilscope.loop_idle(self._unit)

    # -- threads --
    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if executor is None:
            if self._executor_shutdown_called:
                raise RuntimeError('Executor shutdown has been called')
            executor = self._default_executor
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
                self._default_executor = executor
        from asyncio.futures import wrap_future
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    # -- errors --
    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = bool(enabled)

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        exc = context.get('exception')
        text = '\n'.join(lines) + '\n'
        if exc is not None:
            text += _gilscope.format_exception(exc)
        _gilscope.stderr(text)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
            return
        try:
            self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({
                'message': 'Unhandled error in exception handler',
                'exception': exc,
                'context': context,
            })


def _set_result_unless_done(future):
    if not future.done():
        future.set_result(None)


class SelectorEventLoop(BaseEventLoop):
    pass
