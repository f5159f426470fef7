# gilscope: native
"""Bytes as letters: base 64, 32 and 16."""

__all__ = ['b64encode', 'b64decode', 'standard_b64encode', 'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode', 'b32encode', 'b32decode',
           'b16encode', 'b16decode', 'encodebytes', 'decodebytes']

_B64 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
_B32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


class Error(ValueError):
    pass


Error.__module__ = 'binascii'


def _encode(data, letters, bits, group):
    """bits a letter; the text is padded to whole groups of letters."""
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    n = (len(data) * 8 + bits - 1) // bits
    number = int.from_bytes(data, 'big') << (n * bits - len(data) * 8)
    mask = (1 << bits) - 1
    out = bytes([letters[number >> bits * (n - 1 - i) & mask] for i in range(n)])
    return out + b'=' * (-n % group)


def _plain(data):
    return data.encode('ascii') if isinstance(data, str) else bytes(data)


def _decode(data, letters, bits):
    number = 0
    for letter in data:
        number = number << bits | letters.index(letter)
    spare = len(data) * bits % 8
    return (number >> spare).to_bytes(len(data) * bits // 8, 'big')


def b64encode(s, altchars=None):
    return _encode(s, _B64[:62] + altchars if altchars else _B64, 6, 4)


def b64decode(s, altchars=None, validate=False):
    letters = _B64[:62] + _plain(altchars) if altchars else _B64
    data = _plain(s)
    body = bytes([c for c in data if c in letters])
    if validate and body != data.rstrip(b'='):
        raise Error('Non-base64 digit found')
    if len(body) % 4 == 1:
        raise Error(f'Invalid base64-encoded string: number of data characters ({len(body)}) cannot be 1 more than a multiple of 4')
    if (len(body) + data.count(b'=')) % 4 and len(body) % 4:
        raise Error('Incorrect padding')
    return _decode(body, letters, 6)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    return b64decode(s, b'-_')


def b32encode(s):
    return _encode(s, _B32, 5, 8)


def b32decode(s, casefold=False, map01=None):
    data = _plain(s)
    body = (data.upper() if casefold else data).rstrip(b'=')
    if len(data) % 8:
        raise Error('Incorrect padding')
    if any(c not in _B32 for c in body):
        raise Error('Non-base32 digit found')
    return _decode(body, _B32, 5)


def b16encode(s):
    return bytes(s).hex().upper().encode('ascii')


def b16decode(s, casefold=False):
    text = _plain(s).decode('ascii')
    if not casefold and text != text.upper() or any(c not in '0123456789ABCDEFabcdef' for c in text):
        raise Error('Non-base16 digit found')
    return bytes.fromhex(text)


def encodebytes(s):
    return b''.join([b64encode(s[i:i + 57]) + b'\n' for i in range(0, len(s), 57)])


def decodebytes(s):
    return b64decode(s)
