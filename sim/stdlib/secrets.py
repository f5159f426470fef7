# gilscope: native
"""Random numbers for secrets; here they come from the scenario's seed."""
import os as _os
from random import Random as _Random

_random = _Random()
DEFAULT_ENTROPY = 32


class SystemRandom(_Random):
    pass


def token_bytes(nbytes=None):
    return _os.urandom(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    data = token_bytes(nbytes)
    bits = int.from_bytes(data, 'big') << (-len(data) * 8 % 6)
    n = (len(data) * 8 + 5) // 6
    return ''.join([letters[bits >> 6 * (n - 1 - i) & 63] for i in range(n)])


def randbelow(exclusive_upper_bound):
    if exclusive_upper_bound <= 0:
        raise ValueError('Upper bound must be positive.')
    return _random.randrange(exclusive_upper_bound)


def randbits(k):
    return _random.getrandbits(k)


def choice(seq):
    return _random.choice(seq)


def compare_digest(a, b, /):
    return a == b
