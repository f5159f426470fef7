"""What is a coroutine?"""
import _gilscope

__all__ = ('iscoroutinefunction', 'iscoroutine')


def iscoroutinefunction(func):
    return _gilscope.is_coroutine_function(func)


def iscoroutine(obj):
    return _gilscope.is_coroutine(obj)
