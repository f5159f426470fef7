# gilscope: native
"""Digests. CPython releases the GIL for more than 2047 bytes; here every digest is one C call that keeps it."""
from _c_hashlib import digest as _digest

_SIZES = {'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128), 'sha512': (64, 128)}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)


class HASH:
    """Bytes that are being hashed."""

    def __init__(self, name, data=b''):
        self.name = name
        self.digest_size, self.block_size = _SIZES[name]
        self._data = bytearray()
        self.update(data)

    def update(self, data, /):
        if isinstance(data, str):
            raise TypeError('Strings must be encoded before hashing')
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError('object supporting the buffer API required')
        self._data += data

    def digest(self):
        return _digest(self.name, self._data)

    def hexdigest(self):
        return _digest(self.name, self._data).hex()

    def copy(self):
        return HASH(self.name, bytes(self._data))

    def __repr__(self):
        return f'<{self.name} _hashlib.HASH object @ {id(self):#x}>'


def new(name, data=b'', *, usedforsecurity=True, string=b''):
    if name.lower() not in _SIZES:
        raise ValueError('unsupported hash type ' + name)
    return HASH(name.lower(), data)


def md5(string=b'', *, usedforsecurity=True):
    return HASH('md5', string)


def sha1(string=b'', *, usedforsecurity=True):
    return HASH('sha1', string)


def sha224(string=b'', *, usedforsecurity=True):
    return HASH('sha224', string)


def sha256(string=b'', *, usedforsecurity=True):
    return HASH('sha256', string)


def sha384(string=b'', *, usedforsecurity=True):
    return HASH('sha384', string)


def sha512(string=b'', *, usedforsecurity=True):
    return HASH('sha512', string)
