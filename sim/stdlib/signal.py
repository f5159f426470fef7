# gilscope: native
"""Signals. Handlers are kept, and run when the process signals itself (raise_signal, os.kill with its own pid) from the main thread; one that
another process sends ends the process, as the default would. Nothing comes from a keyboard or a timer of the system: alarms are refused."""
import enum as _enum
import os as _os
from _gilscope import is_main_thread as _is_main_thread, unsupported as _unsupported

Signals = _enum.IntEnum('Signals', {
    'SIGHUP': 1, 'SIGINT': 2, 'SIGQUIT': 3, 'SIGILL': 4, 'SIGTRAP': 5, 'SIGABRT': 6, 'SIGBUS': 7, 'SIGFPE': 8, 'SIGKILL': 9, 'SIGUSR1': 10, 'SIGSEGV': 11,
    'SIGUSR2': 12, 'SIGPIPE': 13, 'SIGALRM': 14, 'SIGTERM': 15, 'SIGCHLD': 17, 'SIGCONT': 18, 'SIGSTOP': 19, 'SIGTSTP': 20, 'SIGTTIN': 21, 'SIGTTOU': 22,
    'SIGURG': 23, 'SIGWINCH': 28, 'SIGIO': 29, 'SIGSYS': 31})
Handlers = _enum.IntEnum('Handlers', {'SIG_DFL': 0, 'SIG_IGN': 1})
Signals.__module__ = Handlers.__module__ = 'signal'
for _s in list(Signals) + list(Handlers):
    globals()[_s.name] = _s
del _s
NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
_texts = {1: 'Hangup', 2: 'Interrupt', 3: 'Quit', 6: 'Aborted', 9: 'Killed', 10: 'User defined signal 1', 12: 'User defined signal 2', 13: 'Broken pipe',
          14: 'Alarm clock', 15: 'Terminated', 17: 'Child exited'}
_ignored = (17, 18, 23, 28)  # what the system does with these by default


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_handlers = {2: default_int_handler, 13: Handlers.SIG_IGN}


def _number(signalnum):
    number = int(signalnum)
    if not 1 <= number < NSIG:
        raise ValueError('signal number out of range')
    return number


def signal(signalnum, handler, /):
    number = _number(signalnum)
    if not _is_main_thread():
        raise ValueError('signal only works in main thread of the main interpreter')
    if not callable(handler) and handler not in (0, 1):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    if number in (9, 19):
        raise OSError(22, 'Invalid argument')
    before = getsignal(number)
    _handlers[number] = handler if callable(handler) else Handlers(handler)
    return before


def getsignal(signalnum, /):
    return _handlers.get(_number(signalnum), Handlers.SIG_DFL)


def raise_signal(signalnum, /):
    """The process signals itself."""
    number = _number(signalnum)
    handler = _handlers.get(number, Handlers.SIG_DFL)
    if callable(handler):
        if not _is_main_thread():
            _unsupported('a signal with a handler that is raised outside the main thread')
        handler(number, None)
    elif handler == 0 and number not in _ignored:
        _os._signal_self(number)


def strsignal(signalnum, /):
    return _texts.get(_number(signalnum), f'Unknown signal {int(signalnum)}')


def valid_signals():
    return {Signals(s) if s in Signals._value2member_map_ else s for s in range(1, NSIG) if s not in (32, 33)}


def siginterrupt(signalnum, flag, /):
    pass


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    return -1


def alarm(seconds, /):
    if seconds == 0:
        return 0
    _unsupported('signal.alarm()')


def setitimer(which, seconds, interval=0.0, /):
    if seconds == 0:
        return (0.0, 0.0)
    _unsupported('signal.setitimer()')


def getitimer(which, /):
    return (0.0, 0.0)


def pause():
    _unsupported('signal.pause()')


def sigwait(sigset, /):
    _unsupported('signal.sigwait()')


def pthread_kill(thread_id, signalnum, /):
    _unsupported('signal.pthread_kill()')
