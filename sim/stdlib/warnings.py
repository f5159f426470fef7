# gilscope: native
"""Warnings: filters, catch_warnings, and the lines on stderr. Where a warning is raised is told as its caller's line."""
import sys as _sys
from _gilscope import caller_place as _caller_place

filters = []
_default_action = 'default'
_once = set()
_seen = set()


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source

    def __str__(self):
        return (f'{{message : {self.message!r}, category : {self.category.__name__!r}, filename : {self.filename!r}, '
                f'lineno : {self.lineno}, line : {self.line!r}}}')


def formatwarning(message, category, filename, lineno, line=None):
    if line is None:
        from linecache import getline
        line = getline(filename, lineno)
    line = line.strip()
    return f'{filename}:{lineno}: {category.__name__}: {message}\n' + (f'  {line}\n' if line else '')


def showwarning(message, category, filename, lineno, file=None, line=None):
    file = _sys.stderr if file is None else file
    if file is not None:
        file.write(formatwarning(message, category, filename, lineno, line))


_own_showwarning = showwarning


def simplefilter(action, category=Warning, lineno=0, append=False):
    _add(action, '', category, '', lineno, append)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    if module:
        raise NotImplementedError('gilscope does not support warnings.filterwarnings() with a module')
    _add(action, message, category, module, lineno, append)


def _add(action, message, category, module, lineno, append):
    if action not in ('error', 'ignore', 'always', 'default', 'module', 'once'):
        raise AssertionError(f'invalid action: {action!r}')
    entry = (action, message or None, category, module or None, lineno)
    if entry in filters:
        if append:
            return
        filters.remove(entry)
    if append:
        filters.append(entry)
    else:
        filters.insert(0, entry)
    _seen.clear()


def resetwarnings():
    filters.clear()
    _seen.clear()


def _matches(pattern, text):
    if pattern is None:
        return True
    import re
    return re.match(pattern, text, re.I) is not None


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    filename, lineno, module, _ = _caller_place(max(stacklevel, 1))
    warn_explicit(message, category, filename, lineno, module)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    text = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    else:
        category = type(message)
    for action, pattern, cat, _, line in filters:
        if issubclass(category, cat) and line in (0, lineno) and _matches(pattern, text):
            break
    else:
        action = _default_action
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    key = {'default': (text, category, filename, lineno), 'module': (text, category, filename), 'once': (text, category)}.get(action)
    if key is not None:
        if key in _seen:
            return
        _seen.add(key)
    record = _recording[-1] if _recording else None
    if record is not None:
        record.append(WarningMessage(message, category, filename, lineno))
    else:
        show = showwarning
        show(message, category, filename, lineno)
        if source is not None and show is _own_showwarning and _sys.stderr is not None:
            _sys.stderr.write(f'{category.__name__}: Enable tracemalloc to get the object allocation traceback\n')


def _coroutine_dropped(name):
    filename, lineno, module, _ = _caller_place(1)
    warn_explicit(f"coroutine '{name}' was never awaited", RuntimeWarning, filename, lineno, module, source=name)


_recording = []


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        self._filters = list(filters)
        self._shown = set(_seen)
        _seen.clear()
        log = [] if self._record else None
        _recording.append(log if self._record else _recording[-1] if _recording else None)
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        filters[:] = self._filters
        _seen.clear()
        _seen.update(self._shown)
        _recording.pop()

    def __repr__(self):
        return f'catch_warnings({"record=True" if self._record else ""})'


def _usual_filters():
    filters[:] = [('ignore', None, DeprecationWarning, None, 0), ('ignore', None, PendingDeprecationWarning, None, 0),
                  ('ignore', None, ImportWarning, None, 0), ('ignore', None, ResourceWarning, None, 0)]


_usual_filters()
