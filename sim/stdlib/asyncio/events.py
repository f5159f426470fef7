"""Handles, and which loop belongs to which thread."""
import _gilscope
from _asyncio import _get_running_loop, _set_running_loop, get_running_loop, get_event_loop
from asyncio.format_helpers import callback_text
from contextvars import copy_context

__all__ = ('AbstractEventLoop', 'AbstractEventLoopPolicy', 'AbstractServer', 'DefaultEventLoopPolicy', 'Handle', 'TimerHandle',
           'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop',
           '_set_running_loop', 'get_running_loop', '_get_running_loop')


class Handle:
    """A callback in a loop's queue."""
    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_context')

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._loop = loop
        self._context = copy_context() if context is None else context

    def __repr__(self):
        return f'<{" ".join(self._repr_info())}>'

    def _repr_info(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append('cancelled')
        if self._callback is not None:
            info.append(callback_text(self._callback, self._args))
        return info

    def get_context(self):
        return self._context

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'Exception in callback {callback_text(self._callback, self._args)}',
                'exception': exc,
                'handle': self,
            })


class TimerHandle(Handle):
    """A callback at a time. Times are whole nanoseconds. The loop's heap holds (when, order, handle): timers made by
    call_later carry their order of creation, which is what a real clock's later `when` gives them; explicit call_at
    times that are equal keep heap order, as in CPython (order 0, and no handle is less than another)."""
    __slots__ = ('_when_ns', '_scheduled')

    def __init__(self, when_ns, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when_ns = when_ns
        self._scheduled = True

    def __lt__(self, other):
        return False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, f'when={self.when()}')
        return info

    def when(self):
        return self._when_ns / 1e9

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()


class AbstractServer:
    pass


class AbstractEventLoop:
    """What a loop can do is in base_events.BaseEventLoop."""

    def create_connection(self, *args, **kwargs):
        raise NotImplementedError('gilscope does not support network connections')

    create_server = create_datagram_endpoint = getaddrinfo = sock_recv = sock_sendall = subprocess_exec = subprocess_shell = create_connection

    def add_signal_handler(self, sig, callback, *args):
        raise NotImplementedError('gilscope does not support signals')

    def remove_signal_handler(self, sig):
        return False

    def add_reader(self, fd, callback, *args):
        raise NotImplementedError('gilscope does not support watching file descriptors')

    add_writer = remove_reader = remove_writer = add_reader


class AbstractEventLoopPolicy:
    pass


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """Each thread has a loop of its own; only the main thread is given one unasked (up to 3.13)."""

    def __init__(self):
        self._loops = {}
        self._asked = set()

    def get_event_loop(self):
        me = _gilscope.ident()
        if me not in self._loops and me not in self._asked and _gilscope.is_main_thread() and _gilscope.minor < 14:
            self.set_event_loop(self.new_event_loop())
        loop = self._loops.get(me)
        if loop is None:
            name = _gilscope.thread_name()
            raise RuntimeError(f'There is no current event loop in thread {name!r}.')
        return loop

    def set_event_loop(self, loop):
        me = _gilscope.ident()
        self._asked.add(me)
        if loop is None:
            self._loops.pop(me, None)
        elif not isinstance(loop, AbstractEventLoop):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        else:
            self._loops[me] = loop

    def new_event_loop(self):
        from asyncio.base_events import SelectorEventLoop
        return SelectorEventLoop()


_policy = DefaultEventLoopPolicy()


def get_event_loop_policy():
    return _policy


def set_event_loop_policy(policy):
    global _policy
    _policy = DefaultEventLoopPolicy() if policy is None else policy


def _policy_get_event_loop():
    return _policy.get_event_loop()


def set_event_loop(loop):
    _policy.set_event_loop(loop)


def new_event_loop():
    return _policy.new_event_loop()
