"""Futures, and the bridge to those of concurrent.futures."""
from _asyncio import Future, isfuture, get_event_loop
import concurrent.futures

__all__ = ('Future', 'wrap_future', 'isfuture')


def _get_loop(fut):
    return fut.get_loop()


def _set_result_unless_cancelled(fut, result):
    if fut.cancelled():
        return
    fut.set_result(result)


def _convert_exception(exc):
    from asyncio import exceptions
    kind = type(exc)
    if kind is concurrent.futures.CancelledError:
        return exceptions.CancelledError(*exc.args).with_traceback(exc.__traceback__)
    if kind is concurrent.futures.TimeoutError and kind is not exceptions.TimeoutError:
        return exceptions.TimeoutError(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _copy_to_thread_future(concurrent_future, source):
    if source.cancelled():
        concurrent_future.cancel()
    if not concurrent_future.set_running_or_notify_cancel():
        return
    exc = source.exception()
    if exc is not None:
        concurrent_future.set_exception(_convert_exception(exc))
    else:
        concurrent_future.set_result(source.result())


def _copy_to_loop_future(source, dest):
    if dest.cancelled():
        return
    if source.cancelled():
        dest.cancel()
    else:
        exc = source.exception()
        if exc is not None:
            dest.set_exception(_convert_exception(exc))
        else:
            dest.set_result(source.result())


def _chain_future(source, destination):
    """destination follows source; cancelling destination cancels source. One of them may be a thread's Future."""
    source_loop = source.get_loop() if isfuture(source) else None
    dest_loop = destination.get_loop() if isfuture(destination) else None

    def _set_state(future, other):
        if isfuture(future):
            _copy_to_loop_future(other, future)
        else:
            _copy_to_thread_future(future, other)

    def _call_check_cancel(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is dest_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def _call_set_state(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            _set_state(destination, source)
        else:
            if dest_loop.is_closed():
                return
            dest_loop.call_soon_threadsafe(_set_state, destination, source)

    destination.add_done_callback(_call_check_cancel)
    source.add_done_callback(_call_set_state)


def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise AssertionError(f'concurrent.futures.Future is expected, got {future!r}')
    if loop is None:
        loop = get_event_loop()
    new_future = loop.create_future()
    _chain_future(future, new_future)
    return new_future
