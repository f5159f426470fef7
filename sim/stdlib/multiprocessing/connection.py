"""Pipes: messages are pickled objects, four bytes of length in front."""
import _multiprocessing
import pickle

__all__ = ['Connection', 'Pipe', 'wait']


class Connection:
    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer
        self._closed = False

    def _check(self, end, what):
        if self._closed:
            raise OSError('handle is closed')
        if end is None:
            raise OSError(f'connection is {what}-only')
        return end

    @property
    def closed(self):
        return self._closed

    @property
    def readable(self):
        return self._reader is not None

    @property
    def writable(self):
        return self._writer is not None

    def fileno(self):
        return id(self)

    def close(self):
        if not self._closed:
            self._closed = True
            if self._reader is not None:
                self._reader.close()
            if self._writer is not None:
                self._writer.close()

    def _send_bytes(self, data):
        n = len(data)
        header = bytes([n >> 24 & 255, n >> 16 & 255, n >> 8 & 255, n & 255])
        if n > 16384:
            self._writer.write(header)
            self._writer.write(data)
        else:
            self._writer.write(header + data)

    def send_bytes(self, buf, offset=0, size=None):
        self._check(self._writer, 'read')
        data = bytes(buf)[offset:]
        if size is not None:
            data = data[:size]
        self._send_bytes(data)

    def send(self, obj):
        self._check(self._writer, 'read')
        self._send_bytes(pickle.dumps(obj))

    def recv_bytes(self, maxlength=None):
        return self._check(self._reader, 'write').read_message()

    def recv(self):
        return pickle.loads(self._check(self._reader, 'write').read_message())

    def poll(self, timeout=0.0):
        reader = self._check(self._reader, 'write')
        return bool(_multiprocessing.wait([reader], timeout))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        return f'<multiprocessing.connection.Connection object at {id(self):#x}>'

    def __reduce__(self):
        ends = [None if e is None else e._handle() for e in (self._reader, self._writer)]
        return (_rebuild, tuple(ends))


def _rebuild(reader, writer):
    return Connection(reader and _multiprocessing._end_from(*reader), writer and _multiprocessing._end_from(*writer))


def Pipe(duplex=True):
    if duplex:
        r1, w1 = _multiprocessing.pipe('Pipe')
        r2, w2 = _multiprocessing.pipe('Pipe')
        return Connection(r1, w2), Connection(r2, w1)
    r, w = _multiprocessing.pipe('Pipe')
    return Connection(r, None), Connection(None, w)


def wait(object_list, timeout=None):
    """Those connections and sentinels that are ready."""
    objects = list(object_list)
    ends = [getattr(o, '_reader', o) for o in objects]
    ready = _multiprocessing.wait(ends, timeout)
    return [o for o, e in zip(objects, ends) if any(e is r for r in ready)]
