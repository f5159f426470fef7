"""The loop that a primitive belongs to: the one that runs when it first has to wait."""
import _gilscope
from _asyncio import get_running_loop

__all__ = ()


class _LoopBoundMixin:
    _loop = None
    _unit = 0

    def _get_loop(self):
        loop = get_running_loop()
        if self._loop is None:
            self._loop = loop
        if loop is not self._loop:
            raise RuntimeError(f'{self!r} is bound to a different event loop')
        return loop

    def _make_waiter(self):
        fut = self._get_loop().create_future()
        fut._unit = self._unit
        return fut
