# gilscope: native
"""Arrays of numbers of one type: a list whose items are checked, with CPython's sizes and ranges."""

from _gilscope import name_types as _name_types

_SIZES = {'b': 1, 'B': 1, 'u': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8}
typecodes = 'bBuhHiIlLqQfd'
_NAMES = {'b': 'signed char', 'B': 'unsigned byte integer', 'h': 'signed short integer', 'H': 'unsigned short', 'i': 'signed integer',
          'I': 'unsigned int', 'l': 'signed long'}


def _single(x):
    """A float as four bytes hold it."""
    import struct
    return struct.unpack('<f', struct.pack('<f', x))[0]


class array:
    def __init__(self, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError('array() argument 1 must be a unicode character, not ' + type(typecode).__name__)
        if typecode not in _SIZES:
            raise ValueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)')
        self.typecode = typecode
        self.itemsize = _SIZES[typecode]
        if isinstance(initializer, str) and typecode != 'u':
            raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
        self._items = []
        if isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            self._items = [self._checked(x) for x in initializer]

    def _checked(self, x):
        code = self.typecode
        if code in 'fd':
            if not isinstance(x, (int, float)):
                raise TypeError('must be real number, not ' + type(x).__name__)
            x = float(x)
            return _single(x) if code == 'f' else x
        if code == 'u':
            if not isinstance(x, str) or len(x) != 1:
                raise TypeError('array item must be unicode character')
            return x
        if isinstance(x, float) or not hasattr(type(x), '__index__'):
            raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")
        x = x.__index__()
        bits = 8 * self.itemsize
        low, high = (0, (1 << bits) - 1) if code.isupper() else (-(1 << bits - 1), (1 << bits - 1) - 1)
        if x < low or x > high:
            if code in 'lqLQ':
                raise OverflowError("can't convert negative int to unsigned" if x < 0 and low == 0 else 'Python int too large to convert to C long')
            name = _NAMES[code]
            raise OverflowError(f'{name} is {"less than minimum" if x < low else "greater than maximum"}')
        return x

    def append(self, x, /):
        self._items.append(self._checked(x))

    def extend(self, other, /):
        if isinstance(other, array):
            if other.typecode != self.typecode:
                raise TypeError('can only extend with array of same kind')
            self._items.extend(other._items)
        else:
            for x in other:
                self._items.append(self._checked(x))

    def fromlist(self, items, /):
        if not isinstance(items, list):
            raise TypeError('arg must be list')
        self._items.extend([self._checked(x) for x in items])

    def frombytes(self, data, /):
        import struct
        n = len(data) // self.itemsize
        if n * self.itemsize != len(data):
            raise ValueError('bytes length not a multiple of item size')
        if self.typecode == 'u':
            self._items.extend(list(bytes(data).decode('utf-32-le')))
        else:
            self._items.extend(struct.unpack(f'<{n}{_wide(self.typecode)}', bytes(data)))

    def tobytes(self):
        import struct
        return struct.pack(f'<{len(self._items)}{_wide(self.typecode)}', *self._items)

    def tolist(self):
        return self._items[:]

    def insert(self, i, x, /):
        self._items.insert(i, self._checked(x))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError('pop from empty array')
        try:
            return self._items.pop(i)
        except IndexError:
            raise IndexError('pop index out of range') from None

    def remove(self, x, /):
        try:
            self._items.remove(x)
        except ValueError:
            raise ValueError('array.remove(x): x not in array') from None

    def index(self, x, start=0, stop=None, /):
        try:
            return self._items.index(x, start, len(self._items) if stop is None else stop)
        except ValueError:
            raise ValueError('array.index(x): x not in array') from None

    def count(self, x, /):
        return self._items.count(x)

    def reverse(self):
        self._items.reverse()

    def buffer_info(self):
        return (id(self._items), len(self._items))

    def byteswap(self):
        data = self.tobytes()
        size = self.itemsize
        self._items = []
        self.frombytes(b''.join([data[i:i + size][::-1] for i in range(0, len(data), size)]))

    def __len__(self):
        return len(self._items)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._like(self._items[i])
        try:
            return self._items[i]
        except IndexError:
            raise IndexError('array index out of range') from None
        except TypeError:
            raise TypeError('array indices must be integers') from None

    def __setitem__(self, i, x):
        if isinstance(i, slice):
            if not isinstance(x, array):
                raise TypeError(f'can only assign array (not "{type(x).__name__}") to array slice')
            self._items[i] = x._items
            return
        x = self._checked(x)
        try:
            self._items[i] = x
        except IndexError:
            raise IndexError('array assignment index out of range') from None

    def __delitem__(self, i):
        del self._items[i]

    def __contains__(self, x):
        return x in self._items

    def __iter__(self):
        return iter(self._items)

    def _like(self, items):
        new = array(self.typecode)
        new._items = items
        return new

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        if other.typecode != self.typecode:
            raise TypeError('bad argument type for built-in operation')
        return self._like(self._items + other._items)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._like(self._items * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self._items *= n
        return self

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __copy__(self):
        return self._like(self._items[:])

    def __deepcopy__(self, memo):
        return self._like(self._items[:])

    def __reduce__(self):
        return (array, (self.typecode, self._items))

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        if self.typecode == 'u':
            return f"array('u', {''.join(self._items)!r})"
        return f"array('{self.typecode}', {self._items!r})"


def _wide(code):
    return {'l': 'q', 'L': 'Q'}.get(code, code)


ArrayType = array


_name_types(array)
