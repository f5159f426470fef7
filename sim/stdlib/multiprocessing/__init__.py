"""Processes with the interface of threads: each has an interpreter, a GIL and a memory of its own."""
import sys
from multiprocessing import context, process
from multiprocessing.process import current_process, active_children, parent_process

__all__ = ['Array', 'AuthenticationError', 'Barrier', 'BoundedSemaphore', 'BufferTooShort', 'Condition', 'Event', 'JoinableQueue', 'Lock', 'Manager',
           'Pipe', 'Pool', 'Process', 'ProcessError', 'Queue', 'RLock', 'RawArray', 'RawValue', 'Semaphore', 'SimpleQueue', 'TimeoutError',
           'Value', 'active_children', 'cpu_count', 'current_process', 'freeze_support', 'get_all_start_methods', 'get_context',
           'get_logger', 'get_start_method', 'parent_process', 'set_start_method']

_default = context._default_context
Process = context.Process
ProcessError = context.ProcessError
BufferTooShort = context.BufferTooShort
TimeoutError = context.TimeoutError
AuthenticationError = context.AuthenticationError

for _name in ('Lock', 'RLock', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Event', 'Barrier', 'Queue', 'JoinableQueue', 'SimpleQueue', 'Pool', 'Pipe',
              'RawValue', 'RawArray', 'Value', 'Array', 'Manager', 'cpu_count', 'get_context', 'set_start_method', 'get_start_method',
              'get_all_start_methods', 'freeze_support', 'get_logger', 'set_executable'):
    globals()[_name] = getattr(_default, _name)
del _name

# Classes of a spawned child's main module are called __mp_main__.X; here they are __main__.X.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
