"""Context managers from generators, and stacks of them."""

from functools import wraps


class AbstractContextManager:
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class AbstractAsyncContextManager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class _GeneratorManager(ContextDecorator, AbstractContextManager):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self._made_by = func, args, kwds

    def _recreate_cm(self):
        return self.__class__(*self._made_by)

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self.gen.throw(exc_value)
        except StopIteration as stop:
            return stop is not exc_value
        except RuntimeError as error:
            if error is exc_value or isinstance(exc_value, StopIteration) and error.__cause__ is exc_value:
                return False
            raise
        except BaseException as error:
            if error is not exc_value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")


class _AsyncGeneratorManager(AbstractAsyncContextManager):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)

    async def __aenter__(self):
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            await self.gen.athrow(exc_value)
        except StopAsyncIteration as stop:
            return stop is not exc_value
        except RuntimeError as error:
            if error is exc_value or (isinstance(exc_value, (StopIteration, StopAsyncIteration))
                                      and error.__cause__ is exc_value):
                return False
            raise
        except BaseException as error:
            if error is not exc_value:
                raise
            return False
        raise RuntimeError("generator didn't stop after athrow()")


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorManager(func, args, kwds)
    return helper


def asynccontextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorManager(func, args, kwds)
    return helper


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exc_type, exc_value, traceback):
        return exc_type is not None and issubclass(exc_type, self._exceptions)


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *exc_info):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *exc_info):
        pass


class _RedirectStream(AbstractContextManager):
    _stream = None

    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        import sys
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exc_type, exc_value, traceback):
        import sys
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_RedirectStream):
    _stream = 'stdout'


class redirect_stderr(_RedirectStream):
    _stream = 'stderr'


class _Stack:
    """Callbacks of the form f(type, value, traceback), innermost last; each with whether it is awaited."""

    def __init__(self):
        self._exits = []

    def pop_all(self):
        other = type(self)()
        other._exits, self._exits = self._exits, []
        return other

    def push(self, exit):
        leave = getattr(type(exit), '__exit__', None)
        self._exits.append((False, exit if leave is None else exit.__exit__))
        return exit

    def enter_context(self, cm):
        if not hasattr(type(cm), '__enter__') or not hasattr(type(cm), '__exit__'):
            raise TypeError(f"'{type(cm).__module__}.{type(cm).__qualname__}' object does not support "
                            "the context manager protocol")
        result = cm.__enter__()
        self._exits.append((False, cm.__exit__))
        return result

    def callback(self, callback, /, *args, **kwds):
        def leave(exc_type, exc_value, traceback):
            callback(*args, **kwds)
        self._exits.append((False, leave))
        return callback


def _info(error):
    if error is None:
        return None, None, None
    return type(error), error, error.__traceback__


class ExitStack(_Stack, AbstractContextManager):
    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, exc_type, exc_value, traceback):
        pending = exc_value
        while self._exits:
            _, leave = self._exits.pop()
            try:
                if leave(*_info(pending)):
                    pending = None
            except BaseException as error:
                pending = error
        if pending is not None and pending is not exc_value:
            raise pending
        return exc_value is not None and pending is None


class AsyncExitStack(_Stack, AbstractAsyncContextManager):
    async def enter_async_context(self, cm):
        result = await cm.__aenter__()
        self._exits.append((True, cm.__aexit__))
        return result

    def push_async_exit(self, exit):
        leave = getattr(type(exit), '__aexit__', None)
        self._exits.append((True, exit if leave is None else exit.__aexit__))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        async def leave(exc_type, exc_value, traceback):
            await callback(*args, **kwds)
        self._exits.append((True, leave))
        return callback

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, exc_type, exc_value, traceback):
        pending = exc_value
        while self._exits:
            awaited, leave = self._exits.pop()
            try:
                handled = leave(*_info(pending))
                if awaited:
                    handled = await handled
                if handled:
                    pending = None
            except BaseException as error:
                pending = error
        if pending is not None and pending is not exc_value:
            raise pending
        return exc_value is not None and pending is None
