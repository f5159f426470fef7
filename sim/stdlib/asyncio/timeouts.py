"""timeout(): a deadline for the current task. When it passes, the task is cancelled; the way out of the block turns that
CancelledError into TimeoutError, if nobody else wanted the task cancelled."""
import _gilscope
import enum
from _asyncio import current_task, get_running_loop
from asyncio import exceptions
from asyncio.exceptions import TimeoutError

__all__ = ('Timeout', 'timeout', 'timeout_at')


class _State(enum.Enum):
    CREATED = 'created'
    ENTERED = 'active'
    EXPIRING = 'expiring'
    EXPIRED = 'expired'
    EXITED = 'finished'


class Timeout:
    def __init__(self, when):
        self._state = _State.CREATED
        self._handler = None
        self._task = None
        self._when = when
        self._delay = None

    def when(self):
        return self._when

    def reschedule(self, when):
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state.value} Timeout')
        self._when = when
        if self._handler is not None:
            self._handler.cancel()
        loop = get_running_loop()
        if when is None:
            self._handler = None
        elif when <= loop.time():
            self._handler = loop.call_soon(self._on_timeout)
        elif self._delay is not None:
            self._handler = loop.call_later(self._delay, self._on_timeout)
        else:
            self._handler = loop.call_at(when, self._on_timeout)

    def expired(self):
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def __repr__(self):
        info = [self._state.value]
        if self._state is _State.ENTERED:
            when = round(self._when, 3) if self._when is not None else None
            info.append(f'when={when}')
        return f'<Timeout [{self._state.value}]{" " + " ".join(info[1:]) if info[1:] else ""}>'

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError('Timeout has already been entered')
        task = current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _State.ENTERED
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        self._delay = None
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._handler is not None:
            self._handler.cancel()
            self._handler = None
        if self._state is _State.EXPIRING:
            self._state = _State.EXPIRED
            if self._task.uncancel() <= self._cancelling and exc_type is not None:
                if issubclass(exc_type, exceptions.CancelledError):
                    raise TimeoutError from exc_val
        elif self._state is _State.ENTERED:
            self._state = _State.EXITED
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = _State.EXPIRING
        self._handler = None


def timeout(delay):
    """A deadline `delay` seconds from now; None: none."""
    if delay is None:
        return Timeout(None)
    new = Timeout(get_running_loop().time() + delay)
    if delay > 0:
        new._delay = delay  # a timer like any other, made at entry: exact in virtual time
    return new


def timeout_at(when):
    return Timeout(when)
