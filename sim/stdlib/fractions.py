# gilscope: native
"""Exact quotients."""
import math as _math
import numbers as _numbers

__all__ = ['Fraction']


def _parse(text):
    """numerator, denominator of "3/4", " -1.5e3 ", "7"."""
    body = text.strip().replace('_', '')
    sign = 1
    if body[:1] in ('-', '+'):
        sign = -1 if body[0] == '-' else 1
        body = body[1:]
    if '/' in body:
        a, b = body.split('/')
        if a.isdigit() and b.isdigit():
            return sign * int(a), int(b)
    else:
        body, _, exponent = body.lower().partition('e')
        whole, _, part = body.partition('.')
        power = int(exponent) if exponent.lstrip('+-').isdigit() and exponent else 0 if exponent == '' else None
        if power is not None and (whole + part).isdigit():
            n, d = int(whole + part), 10 ** len(part)
            return (sign * n * 10 ** power, d) if power >= 0 else (sign * n, d * 10 ** -power)
    raise ValueError(f'Invalid literal for Fraction: {text!r}')


class Fraction(_numbers.Rational):
    __slots__ = ('_n', '_d')

    def __new__(cls, numerator=0, denominator=None):
        if denominator is None:
            if isinstance(numerator, int):
                return cls._make(int(numerator), 1)
            if isinstance(numerator, Fraction):
                return cls._make(numerator._n, numerator._d)
            if isinstance(numerator, str):
                n, d = _parse(numerator)
            elif isinstance(numerator, float) or hasattr(numerator, 'as_integer_ratio'):
                n, d = numerator.as_integer_ratio()
            else:
                raise TypeError('argument should be a string or a Rational instance')
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            n = numerator.numerator * denominator.denominator
            d = denominator.numerator * numerator.denominator
        else:
            raise TypeError('both arguments should be Rational instances')
        if d == 0:
            raise ZeroDivisionError(f'Fraction({n}, 0)')
        return cls._reduced(n, d)

    @classmethod
    def _make(cls, n, d):
        self = object.__new__(cls)
        self._n, self._d = n, d
        return self

    @classmethod
    def _reduced(cls, n, d):
        g = _math.gcd(n, d)
        if d < 0:
            g = -g
        return cls._make(n // g, d // g)

    @classmethod
    def from_float(cls, f):
        return cls._make(*f.as_integer_ratio())

    numerator = property(lambda self: self._n)
    denominator = property(lambda self: self._d)

    def as_integer_ratio(self):
        return (self._n, self._d)

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._d <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._n, self._d
        while True:
            a = n // d
            if q0 + a * q1 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q0 + a * q1
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        one, two = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return two if abs(two - self) <= abs(one - self) else one

    def __repr__(self):
        return f'{type(self).__name__}({self._n}, {self._d})'

    def __str__(self):
        return str(self._n) if self._d == 1 else f'{self._n}/{self._d}'

    def _with(self, other, exact, inexact, swap=False):
        if isinstance(other, int):
            other = Fraction(other)
        if isinstance(other, Fraction):
            return exact(other, self) if swap else exact(self, other)
        if isinstance(other, (float, complex)):
            mine = float(self)
            return inexact(other, mine) if swap else inexact(mine, other)
        return NotImplemented

    def __add__(self, other):
        return self._with(other, _add, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other):
        return self._with(other, _sub, lambda a, b: a - b)

    def __rsub__(self, other):
        return self._with(other, _sub, lambda a, b: a - b, True)

    def __mul__(self, other):
        return self._with(other, _mul, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self._with(other, _div, lambda a, b: a / b)

    def __rtruediv__(self, other):
        return self._with(other, _div, lambda a, b: a / b, True)

    def __floordiv__(self, other):
        return self._with(other, _floordiv, lambda a, b: a // b)

    def __rfloordiv__(self, other):
        return self._with(other, _floordiv, lambda a, b: a // b, True)

    def __mod__(self, other):
        return self._with(other, _mod, lambda a, b: a % b)

    def __rmod__(self, other):
        return self._with(other, _mod, lambda a, b: a % b, True)

    def __divmod__(self, other):
        return self._with(other, lambda a, b: (_floordiv(a, b), _mod(a, b)), divmod)

    def __pow__(self, other):
        if isinstance(other, Fraction) and other._d == 1:
            other = other._n
        if isinstance(other, int):
            if other >= 0:
                return Fraction._make(self._n ** other, self._d ** other)
            if self._n == 0:
                raise ZeroDivisionError(f'Fraction({self._d ** -other}, 0)')
            return Fraction._reduced(self._d ** -other, self._n ** -other)
        return float(self) ** float(other)

    def __rpow__(self, other):
        if self._d == 1 and self._n >= 0:
            return other ** self._n
        return other ** float(self)

    def __pos__(self):
        return Fraction._make(self._n, self._d)

    def __neg__(self):
        return Fraction._make(-self._n, self._d)

    def __abs__(self):
        return Fraction._make(abs(self._n), self._d)

    def __int__(self):
        return -(-self._n // self._d) if self._n < 0 else self._n // self._d

    __trunc__ = __int__

    def __floor__(self):
        return self._n // self._d

    def __ceil__(self):
        return -(-self._n // self._d)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._n, self._d)
            if rest * 2 < self._d or (rest * 2 == self._d and floor % 2 == 0):
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __float__(self):
        return self._n / self._d

    def __bool__(self):
        return self._n != 0

    def __hash__(self):
        return hash(self._n) if self._d == 1 else hash(float(self)) if float(self).as_integer_ratio() == (self._n, self._d) else hash((self._n, self._d))

    def _order(self, other):
        """Numbers that compare as self and other do; None: not comparable."""
        if isinstance(other, int):
            return self._n, other * self._d
        if isinstance(other, Fraction):
            return self._n * other._d, other._n * self._d
        if isinstance(other, float):
            if other != other or other in (_math.inf, -_math.inf):
                return 0.0, other
            n, d = other.as_integer_ratio()
            return self._n * d, n * self._d
        return None

    def __eq__(self, other):
        pair = self._order(other)
        return NotImplemented if pair is None else pair[0] == pair[1]

    def __lt__(self, other):
        pair = self._order(other)
        return NotImplemented if pair is None else pair[0] < pair[1]

    def __le__(self, other):
        pair = self._order(other)
        return NotImplemented if pair is None else pair[0] <= pair[1]

    def __gt__(self, other):
        pair = self._order(other)
        return NotImplemented if pair is None else pair[0] > pair[1]

    def __ge__(self, other):
        pair = self._order(other)
        return NotImplemented if pair is None else pair[0] >= pair[1]

    def __reduce__(self):
        return (type(self), (self._n, self._d))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _add(a, b):
    return Fraction._reduced(a._n * b._d + b._n * a._d, a._d * b._d)


def _sub(a, b):
    return Fraction._reduced(a._n * b._d - b._n * a._d, a._d * b._d)


def _mul(a, b):
    return Fraction._reduced(a._n * b._n, a._d * b._d)


def _div(a, b):
    if b._n == 0:
        raise ZeroDivisionError(f'Fraction({a._n // (abs(a._n) or 1) * (b._d // _math.gcd(b._d, a._d))}, 0)')
    return Fraction._reduced(a._n * b._d, a._d * b._n)


def _floordiv(a, b):
    return (a._n * b._d) // (a._d * b._n)


def _mod(a, b):
    return Fraction._reduced(a._n * b._d % (b._n * a._d), a._d * b._d)
