# gilscope: native
"""Numbers and texts as bytes, laid out as C lays them out."""
from _c_struct import float_bits, float_from_bits

__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct', 'error']

_NATIVE = {'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'n': 8, 'N': 8, 'P': 8,
           'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1}
_STANDARD = {**_NATIVE, 'l': 4, 'L': 4}
_INTS = 'bBhHiIlLqQnNP'


class error(Exception):
    """What does not fit."""


error.__module__ = 'struct'
error.__qualname__ = 'error'


def _parse(format):
    """[(code, count, offset)], size, is little-endian."""
    if isinstance(format, bytes):
        format = format.decode('ascii')
    order = '@'
    if format and format[0] in '@=<>!':
        order, format = format[0], format[1:]
    sizes = _NATIVE if order == '@' else _STANDARD
    fields = []
    offset = at = 0
    while at < len(format):
        ch = format[at]
        if ch.isspace():
            at += 1
            continue
        digits = at
        while at < len(format) and format[at].isdigit():
            at += 1
        if at == len(format):
            raise error('repeat count given without format specifier')
        count = int(format[digits:at]) if at > digits else 1
        code = format[at]
        at += 1
        if code not in sizes or (order != '@' and code in 'nNP'):
            raise error('bad char in struct format')
        size = sizes[code]
        if order == '@':
            offset = (offset + size - 1) // size * size
        if code in 'sp':
            fields.append((code, count, count, offset))
            offset += count
        else:
            for _ in range(count) if code != 'x' else ():
                fields.append((code, size, 1, offset))
                offset += size
            if code == 'x':
                offset += count
    return fields, offset, order not in '>!'


def _pack_int(code, size, x, little):
    if not hasattr(type(x), '__index__'):
        raise error('required argument is not an integer')
    x = x.__index__()
    bits = 8 * size
    low, high = (0, (1 << bits) - 1) if code in 'BHILQNP' else (-(1 << bits - 1), (1 << bits - 1) - 1)
    if x < low or x > high:
        if size == 8:
            raise error('argument out of range' if code in 'Pn' else f'int too large to convert')
        kind = {'b': 'byte', 'B': 'ubyte', 'h': 'short', 'H': 'ushort'}.get(code, code)
        raise error(f"{kind} format requires {low} <= number <= {high}" if kind != code else f"'{code}' format requires {low} <= number <= {high}")
    return x.to_bytes(size, 'little' if little else 'big', signed=low < 0)


def _pack(fields, size, little, values):
    out = bytearray(size)
    if len(fields) != len(values):
        raise error(f'pack expected {len(fields)} items for packing (got {len(values)})')
    for (code, width, count, offset), x in zip(fields, values):
        if code in _INTS:
            data = _pack_int(code, width, x, little)
        elif code in 'efd':
            if not isinstance(x, (int, float)):
                raise error('required argument is not a float')
            data = float_bits(float(x), width).to_bytes(width, 'little' if little else 'big')
        elif code == '?':
            data = b'\x01' if x else b'\x00'
        elif code == 'c':
            if not isinstance(x, (bytes, bytearray)) or len(x) != 1:
                raise error('char format requires a bytes object of length 1')
            data = x
        else:
            if not isinstance(x, (bytes, bytearray)):
                raise error(f"argument for '{code}' must be a bytes object")
            if code == 'p':
                x = bytes([min(len(x), count - 1, 255)]) + x[:count - 1] if count else b''
            data = x[:count]
        out[offset:offset + len(data)] = data
    return bytes(out)


def _unpack(fields, little, data):
    values = []
    for code, width, count, offset in fields:
        piece = bytes(data[offset:offset + width])
        if code in _INTS:
            values.append(int.from_bytes(piece, 'little' if little else 'big', signed=code in 'bhilqn'))
        elif code in 'efd':
            values.append(float_from_bits(int.from_bytes(piece, 'little' if little else 'big'), width))
        elif code == '?':
            values.append(piece != b'\x00')
        elif code == 'p':
            values.append(piece[1:1 + piece[0]] if piece else b'')
        else:
            values.append(piece)
    return tuple(values)


class Struct:
    """A format, ready."""

    def __init__(self, format):
        self.format = format.decode('ascii') if isinstance(format, bytes) else format
        self._fields, self.size, self._little = _parse(self.format)

    def pack(self, *values):
        return _pack(self._fields, self.size, self._little, values)

    def pack_into(self, buffer, offset, *values):
        data = self.pack(*values)
        if offset < 0:
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(f'pack_into requires a buffer of at least {self.size + offset} bytes for packing {self.size} bytes at offset {offset} '
                        f'(actual buffer size is {len(buffer)})')
        buffer[offset:offset + self.size] = data

    def unpack(self, buffer):
        if len(buffer) != self.size:
            raise error(f'unpack requires a buffer of {self.size} bytes')
        return _unpack(self._fields, self._little, buffer)

    def unpack_from(self, buffer, offset=0):
        if offset < 0:
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(f'unpack_from requires a buffer of at least {self.size + offset} bytes for unpacking {self.size} bytes at offset {offset} '
                        f'(actual buffer size is {len(buffer)})')
        return _unpack(self._fields, self._little, buffer[offset:offset + self.size])

    def iter_unpack(self, buffer):
        if self.size == 0 or len(buffer) % self.size:
            raise error(f'iterative unpacking requires a buffer of a multiple of {self.size} bytes')
        return iter([_unpack(self._fields, self._little, buffer[at:at + self.size]) for at in range(0, len(buffer), self.size)])


_cache = {}


def _of(format):
    made = _cache.get(format)
    if made is None:
        made = _cache[format] = Struct(format)
    return made


def calcsize(format, /):
    return _of(format).size


def pack(format, /, *values):
    return _of(format).pack(*values)


def pack_into(format, buffer, offset, /, *values):
    _of(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return _of(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _of(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _of(format).iter_unpack(buffer)
