# gilscope: native
"""Streams in memory. Files are not modelled: open() is refused."""

DEFAULT_BUFFER_SIZE = 8192
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    closed = False

    def close(self):
        self.closed = True

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file' + ('' if isinstance(self, TextIOBase) else '.'))

    def flush(self):
        self._check()

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation('fileno')

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def writelines(self, lines, /):
        self._check()
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    encoding = None
    errors = None
    newlines = None


class _Memory:
    """What StringIO and BytesIO share: _parts is what was written at the end since _text was last put together."""

    def _whole(self):
        if self._parts:
            self._text += self._empty.join(self._parts)
            self._parts.clear()
        return self._text

    def getvalue(self):
        self._check()
        return self._whole()

    def readable(self):
        self._check()
        return True

    writable = seekable = readable

    def tell(self):
        self._check()
        return self._at

    def read(self, size=-1, /):
        self._check()
        text = self._whole()
        end = len(text) if size is None or size < 0 else self._at + size
        piece = text[self._at:end]
        self._at += len(piece)
        return piece

    def readline(self, size=-1, /):
        self._check()
        text = self._whole()
        end = text.find(self._newline_mark, self._at) + 1 or len(text)
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        piece = text[self._at:end]
        self._at += len(piece)
        return piece

    def truncate(self, size=None, /):
        self._check()
        if size is None:
            size = self._at
        elif size < 0:
            raise ValueError(f'{"N" if self._empty == "" else "n"}egative size value {size}')
        self._text = self._whole()[:size]
        self._size = len(self._text)
        return size

    def _put(self, piece):
        if self._at == self._size:
            self._parts.append(piece)
        else:
            text = self._whole()
            gap = self._at - len(text)
            if gap > 0:
                text += self._blank * gap
            self._text = text[:self._at] + piece + text[self._at + len(piece):]
        self._at += len(piece)
        self._size = max(self._size, self._at)

    def close(self):
        self.closed = True
        self._text = self._empty
        self._parts.clear()


class StringIO(_Memory, TextIOBase):
    _empty, _newline_mark, _blank = '', '\n', '\0'
    line_buffering = False

    def __init__(self, initial_value='', newline='\n'):
        if newline not in (None, '', '\n', '\r', '\r\n'):
            raise ValueError(f'illegal newline value: {newline!r}')
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f'initial_value must be str or None, not {type(initial_value).__name__}')
        self._newline = newline
        self._parts = []
        self._text = ''
        self._at = self._size = 0
        if initial_value:
            self.write(initial_value)
            self._at = 0

    def write(self, text, /):
        if not isinstance(text, str):
            raise TypeError(f'string argument expected, got {type(text).__name__!r}')
        self._check()
        count = len(text)
        if self._newline is None:
            text = text.replace('\r\n', '\n').replace('\r', '\n')
        elif self._newline[:1] == '\r':
            text = text.replace('\n', self._newline)
        if text:
            self._put(text)
        return count

    def seek(self, pos, whence=0, /):
        self._check()
        if whence not in (0, 1, 2):
            raise ValueError(f'Invalid whence ({whence}, should be 0, 1 or 2)')
        if whence == 0 and pos < 0:
            raise ValueError(f'Negative seek position {pos}')
        if whence and pos:
            raise OSError("Can't do nonzero cur-relative seeks")
        self._at = pos if whence == 0 else self._at if whence == 1 else self._size
        return self._at

    def __repr__(self):
        return f'<_io.StringIO object at {id(self):#x}>'


class BytesIO(_Memory, BufferedIOBase):
    _empty, _newline_mark, _blank = b'', b'\n', b'\0'

    def __init__(self, initial_bytes=b''):
        self._parts = []
        self._text = bytes(initial_bytes)
        self._at = 0
        self._size = len(self._text)

    def write(self, data, /):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._check()
        data = bytes(data)
        if data:
            self._put(data)
        return len(data)

    def getbuffer(self):
        return memoryview(self.getvalue())

    def read1(self, size=-1, /):
        return self.read(size)

    def seek(self, pos, whence=0, /):
        self._check()
        if whence not in (0, 1, 2):
            raise ValueError(f'invalid whence ({whence}, should be 0, 1 or 2)')
        if whence == 0 and pos < 0:
            raise ValueError(f'negative seek value {pos}')
        self._at = max(0, pos + (0, self._at, self._size)[whence])
        return self._at

    def __repr__(self):
        return f'<_io.BytesIO object at {id(self):#x}>'


def open(*args, **kwargs):
    raise NotImplementedError('gilscope does not support files: io.open')
