# gilscope: native
"""Tracebacks as text and as data. The text is the interpreter's own; frames of the library are left out."""
import sys as _sys
import _gilscope

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack', 'format_tb', 'print_exc',
           'format_exc', 'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames', 'FrameSummary', 'StackSummary',
           'TracebackException', 'walk_stack', 'walk_tb', 'print_list']

_unset = object()


def _out(file):
    return _sys.stderr if file is None else file


def _limited(entries, limit):
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


class FrameSummary:
    """One frame: file, line number, function name, source line."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.locals = None
        self._line = line
        self._shown = None

    @property
    def line(self):
        if self._line is None:
            self._line = _gilscope.source_line(self.filename, self.lineno)
        return self._line.strip()

    def _text(self):
        if self._shown is not None:
            body = self._shown
        else:
            body = f'    {self.line}\n' if self.line else ''
        return f'  File "{self.filename}", line {self.lineno}, in {self.name}\n{body}'

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, at):
        return (self.filename, self.lineno, self.name, self.line)[at]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, (FrameSummary, tuple)):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'


class StackSummary(list):
    @classmethod
    def from_list(cls, entries):
        return cls([e if isinstance(e, FrameSummary) else FrameSummary(e[0], e[1], e[2], line=e[3]) for e in entries])

    @classmethod
    def extract(cls, frames, *, limit=None, lookup_lines=True, capture_locals=False):
        return cls(_limited([FrameSummary(f.f_code.co_filename, line, f.f_code.co_name) for f, line in frames], limit))

    def format_frame_summary(self, frame):
        return frame._text()

    def format(self):
        lines, last, count = [], None, 0
        for frame in self:
            place = (frame.filename, frame.lineno, frame.name)
            if place != last:
                if count > 3:
                    lines.append(_repeated(count - 3))
                last, count = place, 0
            count += 1
            if count <= 3:
                lines.append(self.format_frame_summary(frame))
        if count > 3:
            lines.append(_repeated(count - 3))
        return lines


def _repeated(count):
    return f'  [Previous line repeated {count} more time{"s" if count > 1 else ""}]\n'


def extract_tb(tb, limit=None):
    summaries = StackSummary()
    for filename, lineno, name, shown in _limited(_gilscope.tb_frames(tb), limit):
        summary = FrameSummary(filename, lineno, name)
        summary._shown = shown
        summaries.append(summary)
    return summaries


def extract_stack(f=None, limit=None):
    if f is not None:
        frames = []
        while f is not None:
            frames.append((f.f_code.co_filename, f.f_lineno, f.f_code.co_name))
            f = f.f_back
    else:
        frames = _gilscope.stack()
    frames = frames[::-1]
    if limit is not None:
        frames = frames[-limit:] if limit >= 0 else frames[:-limit]
    return StackSummary([FrameSummary(*place) for place in frames])


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = _sys._getframe()
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    for text in format_list(extracted_list):
        print(text, file=_out(file), end='')


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    for text in format_tb(tb, limit):
        print(text, file=_out(file), end='')


def format_stack(f=None, limit=None):
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    for text in format_stack(f, limit):
        print(text, file=_out(file), end='')


def _chosen(exc, value, tb):
    """The two ways to call: (exception) and (type, exception, traceback)."""
    if value is _unset:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
        return exc, None if exc is None else exc.__traceback__
    if tb is _unset:
        raise ValueError('Both or neither of value and tb must be given')
    return value, tb


def _text(exc, tb, limit, chain):
    if exc is None:
        return 'NoneType: None\n'
    if limit is None and tb is exc.__traceback__:
        return _gilscope.format_exception(exc, bool(chain))
    before = ''
    if chain:
        if exc.__cause__ is not None:
            before = (_text(exc.__cause__, exc.__cause__.__traceback__, limit, True)
                      + '\nThe above exception was the direct cause of the following exception:\n\n')
        elif exc.__context__ is not None and not exc.__suppress_context__:
            before = (_text(exc.__context__, exc.__context__.__traceback__, limit, True)
                      + '\nDuring handling of the above exception, another exception occurred:\n\n')
    heading = 'Traceback (most recent call last):\n' if tb is not None else ''
    return before + heading + ''.join(format_tb(tb, limit)) + ''.join(format_exception_only(exc))


def format_exception(exc, /, value=_unset, tb=_unset, limit=None, chain=True):
    exc, tb = _chosen(exc, value, tb)
    return _text(exc, tb, limit, chain).splitlines(True)


def print_exception(exc, /, value=_unset, tb=_unset, limit=None, file=None, chain=True):
    exc, tb = _chosen(exc, value, tb)
    print(_text(exc, tb, limit, chain), file=_out(file), end='')


def format_exception_only(exc, /, value=_unset):
    exc = exc if value is _unset else value
    if exc is None:
        return ['NoneType: None\n']
    lines = [_gilscope.exception_line(exc) + '\n']
    for note in getattr(exc, '__notes__', None) or ():
        lines += [line + '\n' for line in str(note).split('\n')]
    return lines


def format_exc(limit=None, chain=True):
    return ''.join(format_exception(_sys.exc_info()[1], limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    print_exception(_sys.exc_info()[1], limit=limit, file=file, chain=chain)


def print_last(limit=None, file=None, chain=True):
    raise ValueError('no last exception')


def clear_frames(tb):
    pass


class TracebackException:
    """An exception's text, kept without the exception."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10):
        self.exc_type = exc_type
        self.exc_type_str = exc_type.__qualname__
        self.stack = extract_tb(exc_traceback, limit)
        self._str = str(exc_value)
        self._limit = limit
        self._exc = exc_value
        self._tb = exc_traceback
        chained = [exc_value.__cause__, exc_value.__context__]
        self.__cause__, self.__context__ = [None if e is None else TracebackException.from_exception(e, limit=limit) for e in chained]
        self.__suppress_context__ = exc_value.__suppress_context__

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def format(self, *, chain=True):
        yield from _text(self._exc, self._tb, self._limit, chain).splitlines(True)

    def format_exception_only(self):
        yield from format_exception_only(self._exc)

    def print(self, *, file=None, chain=True):
        for line in self.format(chain=chain):
            print(line, file=_out(file), end='')

    def __str__(self):
        return self._str
