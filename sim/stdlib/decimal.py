# gilscope: native
"""Decimal numbers: sign, digits and exponent, rounded to the context's precision. As the General Decimal Arithmetic specification has it, without what
programs rarely use: signals other than division by zero and invalid operations, subnormal numbers, logical operations."""
import contextvars as _contextvars
import math as _math
from _gilscope import name_types as _name_types

__all__ = ['Decimal', 'Context', 'getcontext', 'setcontext', 'localcontext', 'DecimalException', 'InvalidOperation', 'DivisionByZero', 'DivisionUndefined',
           'Overflow', 'Inexact', 'Rounded', 'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN',
           'ROUND_05UP', 'BasicContext', 'DefaultContext', 'ExtendedContext', 'MAX_PREC']

(ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP) = (
    'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN', 'ROUND_05UP')
MAX_PREC = 999999999999999999


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Inexact(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


for _e in (DecimalException, InvalidOperation, DivisionByZero, DivisionUndefined, ConversionSyntax, DivisionImpossible, Rounded, Inexact, Overflow):
    _e.__module__ = 'decimal'
del _e


def _invalid(kind=None):
    raise InvalidOperation([kind or InvalidOperation])


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=None, traps=None):
        self.prec = prec
        self.rounding = rounding
        self.Emin, self.Emax, self.capitals, self.clamp = Emin, Emax, capitals, clamp

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp)

    def create_decimal(self, num='0'):
        return Decimal(num)._rounded(self)

    def quantize(self, a, b):
        return Decimal(a).quantize(Decimal(b), context=self)

    def sqrt(self, a):
        return Decimal(a).sqrt(self)

    def add(self, a, b):
        return Decimal(a)._add(Decimal(b), self)

    def subtract(self, a, b):
        return Decimal(a)._add(-Decimal(b), self)

    def multiply(self, a, b):
        return Decimal(a)._mul(Decimal(b), self)

    def divide(self, a, b):
        return Decimal(a)._div(Decimal(b), self)

    def __repr__(self):
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, '
                'flags=[], traps=[InvalidOperation, DivisionByZero, Overflow])')


DefaultContext = Context()
BasicContext = Context(9, ROUND_HALF_UP)
ExtendedContext = Context(9)
_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    found = _current.get(None)
    if found is None:
        found = DefaultContext.copy()
        _current.set(found)
    return found


def setcontext(context, /):
    _current.set(context)


class localcontext:
    def __init__(self, ctx=None, **kwargs):
        self._new = (getcontext() if ctx is None else ctx).copy()
        for name, value in kwargs.items():
            setattr(self._new, name, value)

    def __enter__(self):
        self._saved = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, *exc_info):
        setcontext(self._saved)


def _round_digits(digits, drop, sign, rounding):
    """digits without the last `drop` decimals, rounded."""
    unit = 10 ** drop
    q, r = divmod(digits, unit)
    if r == 0:
        return q
    twice = 2 * r
    if rounding == ROUND_HALF_EVEN:
        up = twice > unit or (twice == unit and q % 2 == 1)
    elif rounding == ROUND_HALF_UP:
        up = twice >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = twice > unit
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_CEILING:
        up = sign == 0
    elif rounding == ROUND_FLOOR:
        up = sign == 1
    elif rounding == ROUND_05UP:
        up = q % 5 == 0
    else:
        raise TypeError('valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, '
                        'ROUND_HALF_EVEN,\n   ROUND_05UP]')
    return q + 1 if up else q


def _length(n):
    return len(str(n)) if n else 1


class Decimal:
    """_exp is an int, or 'F' (infinity) or 'n' (not a number)."""
    __slots__ = ('_sign', '_digits', '_exp')

    def __new__(cls, value='0', context=None):
        if isinstance(value, Decimal):
            return cls._make(value._sign, value._digits, value._exp)
        if isinstance(value, int):
            return cls._make(1 if value < 0 else 0, abs(int(value)), 0)
        if isinstance(value, str):
            return cls._parse(value)
        if isinstance(value, float):
            if value != value or value in (_math.inf, -_math.inf):
                return cls._parse(repr(value))
            n, d = abs(value).as_integer_ratio()
            k = d.bit_length() - 1
            return cls._make(1 if _math.copysign(1.0, value) < 0 else 0, n * 5 ** k, -k)
        if isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError('argument must be a sequence of length 3')
            sign, digits, exp = value
            return cls._make(sign, int(''.join([str(d) for d in digits]) or '0'), exp)
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')

    @classmethod
    def _make(cls, sign, digits, exp):
        self = object.__new__(cls)
        self._sign, self._digits, self._exp = sign, digits, exp
        return self

    @classmethod
    def _parse(cls, text):
        body = text.strip().replace('_', '').lower()
        sign = 0
        if body[:1] in ('+', '-'):
            sign = 1 if body[0] == '-' else 0
            body = body[1:]
        if body in ('inf', 'infinity'):
            return cls._make(sign, 0, 'F')
        if body in ('nan', 'snan'):
            return cls._make(sign, 0, 'n')
        mantissa, mark, exponent = body.partition('e')
        whole, _, part = mantissa.partition('.')
        unsigned = exponent[1:] if exponent[:1] in ('+', '-') else exponent
        if not (whole + part).isdigit() or (mark and not unsigned.isdigit()):
            _invalid(ConversionSyntax)
        return cls._make(sign, int(whole + part), (int(exponent) if mark else 0) - len(part))

    @classmethod
    def from_float(cls, f):
        return cls(f)

    # -- rounding --
    def _rounded(self, context):
        if isinstance(self._exp, str):
            return self
        drop = _length(self._digits) - context.prec
        if drop <= 0:
            return self
        digits = _round_digits(self._digits, drop, self._sign, context.rounding)
        exp = self._exp + drop
        if _length(digits) > context.prec:
            digits //= 10
            exp += 1
        if exp + _length(digits) - 1 > context.Emax:
            raise Overflow([Overflow, Inexact, Rounded])
        return Decimal._make(self._sign, digits, exp)

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = _convert(exp)
        if self._special() or exp._special():
            if self._exp == exp._exp == 'F' or self._exp == 'n':
                return self
            _invalid()
        if exp._exp <= self._exp:
            digits = self._digits * 10 ** (self._exp - exp._exp)
        else:
            digits = _round_digits(self._digits, exp._exp - self._exp, self._sign, rounding or context.rounding)
        if _length(digits) > context.prec:
            _invalid()
        return Decimal._make(self._sign, digits, exp._exp)

    def to_integral_value(self, rounding=None, context=None):
        if self._special() or self._exp >= 0:
            return self
        return Decimal._make(self._sign, _round_digits(self._digits, -self._exp, self._sign, rounding or (context or getcontext()).rounding), 0)

    to_integral = to_integral_value
    to_integral_exact = to_integral_value

    def normalize(self, context=None):
        x = self._rounded(context or getcontext())
        if x._special():
            return x
        if x._digits == 0:
            return Decimal._make(x._sign, 0, 0)
        digits, exp = x._digits, x._exp
        while digits % 10 == 0:
            digits //= 10
            exp += 1
        return Decimal._make(x._sign, digits, exp)

    # -- asking --
    def _special(self):
        return isinstance(self._exp, str)

    def is_nan(self):
        return self._exp == 'n'

    def is_infinite(self):
        return self._exp == 'F'

    def is_finite(self):
        return not self._special()

    def is_zero(self):
        return not self._special() and self._digits == 0

    def is_signed(self):
        return self._sign == 1

    def as_tuple(self):
        from collections import namedtuple
        made = namedtuple('DecimalTuple', 'sign digits exponent')
        return made(self._sign, tuple([int(c) for c in str(self._digits)]), self._exp)

    def as_integer_ratio(self):
        if self._special():
            raise (OverflowError if self._exp == 'F' else ValueError)(f'cannot convert {"Infinity" if self._exp == "F" else "NaN"} to integer ratio')
        n = -self._digits if self._sign else self._digits
        if self._exp >= 0:
            return n * 10 ** self._exp, 1
        d = 10 ** -self._exp
        g = _math.gcd(n, d)
        return n // g, d // g

    def adjusted(self):
        return 0 if self._special() else self._exp + _length(self._digits) - 1

    def copy_abs(self):
        return Decimal._make(0, self._digits, self._exp)

    def copy_negate(self):
        return Decimal._make(1 - self._sign, self._digits, self._exp)

    def compare(self, other):
        other = _convert(other)
        return Decimal(0 if self == other else -1 if self < other else 1)

    # -- texts --
    def _text(self, engineering=False):
        sign = '-' if self._sign else ''
        if self._exp == 'F':
            return sign + 'Infinity'
        if self._exp == 'n':
            return sign + 'NaN'
        digits = str(self._digits)
        left = self._exp + len(digits)
        point = left if self._exp <= 0 and left > -6 else 1
        if point <= 0:
            whole, part = '0', '.' + '0' * -point + digits
        elif point >= len(digits):
            whole, part = digits + '0' * (point - len(digits)), ''
        else:
            whole, part = digits[:point], '.' + digits[point:]
        return sign + whole + part + ('' if left == point else f'E{left - point:+d}')

    def __str__(self):
        return self._text()

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        from _decimal_format import formatted
        return formatted(self, spec)

    # -- arithmetic --
    def _add(self, other, context):
        if self._special() or other._special():
            if self._exp == 'n' or other._exp == 'n':
                return Decimal._make(0, 0, 'n')
            if self._exp == other._exp == 'F' and self._sign != other._sign:
                _invalid()
            return self if self._exp == 'F' else other
        exp = min(self._exp, other._exp)
        a = self._digits * 10 ** (self._exp - exp) * (-1 if self._sign else 1)
        b = other._digits * 10 ** (other._exp - exp) * (-1 if other._sign else 1)
        total = a + b
        sign = 1 if total < 0 or (total == 0 and ((self._sign and other._sign) or (context.rounding == ROUND_FLOOR and self._sign != other._sign))) else 0
        return Decimal._make(sign, abs(total), exp)._rounded(context)

    def _mul(self, other, context):
        sign = self._sign ^ other._sign
        if self._special() or other._special():
            if self._exp == 'n' or other._exp == 'n':
                return Decimal._make(0, 0, 'n')
            if self.is_zero() or other.is_zero():
                _invalid()
            return Decimal._make(sign, 0, 'F')
        return Decimal._make(sign, self._digits * other._digits, self._exp + other._exp)._rounded(context)

    def _div(self, other, context):
        sign = self._sign ^ other._sign
        if self._special() or other._special():
            if self._exp == 'n' or other._exp == 'n':
                return Decimal._make(0, 0, 'n')
            if self._exp == other._exp:
                _invalid()
            return Decimal._make(sign, 0, 'F') if self._exp == 'F' else Decimal._make(sign, 0, 0)
        if other._digits == 0:
            if self._digits == 0:
                _invalid(DivisionUndefined)
            raise DivisionByZero([DivisionByZero])
        ideal = self._exp - other._exp
        if self._digits == 0:
            return Decimal._make(sign, 0, ideal)
        shift = _length(other._digits) - _length(self._digits) + context.prec + 1
        exp = ideal - shift
        if shift >= 0:
            q, r = divmod(self._digits * 10 ** shift, other._digits)
        else:
            q, r = divmod(self._digits, other._digits * 10 ** -shift)
        if r:
            if q % 5 == 0:
                q += 1
        else:
            while exp < ideal and q % 10 == 0:
                q //= 10
                exp += 1
        return Decimal._make(sign, q, exp)._rounded(context)

    def _whole(self, other):
        """Truncated quotient and remainder."""
        if self._special() or other._special():
            if self._exp != 'F' and other._exp == 'F':
                return Decimal(0), self
            _invalid()
        if other._digits == 0:
            if self._digits == 0:
                _invalid(DivisionUndefined)
            raise DivisionByZero([DivisionByZero])
        exp = min(self._exp, other._exp)
        q, r = divmod(self._digits * 10 ** (self._exp - exp), other._digits * 10 ** (other._exp - exp))
        return Decimal._make(self._sign ^ other._sign, q, 0), Decimal._make(self._sign, r, exp)

    def __add__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._add(other, getcontext())

    __radd__ = __add__

    def __sub__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._add(other.copy_negate(), getcontext())

    def __rsub__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else other._add(self.copy_negate(), getcontext())

    def __mul__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._mul(other, getcontext())

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._div(other, getcontext())

    def __rtruediv__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else other._div(self, getcontext())

    def __floordiv__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._whole(other)[0]

    def __rfloordiv__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else other._whole(self)[0]

    def __mod__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._whole(other)[1]._rounded(getcontext())

    def __rmod__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else other._whole(self)[1]._rounded(getcontext())

    def __divmod__(self, other):
        other = _convert(other, True)
        return other if other is NotImplemented else self._whole(other)

    def __pow__(self, other, modulo=None):
        other = _convert(other, True)
        if other is NotImplemented:
            return other
        context = getcontext()
        if other._special() or self._special() or other != other.to_integral_value():
            raise NotImplementedError('gilscope does not support Decimal powers that are not whole')
        n = int(other)
        if n == 0:
            if self._digits == 0:
                _invalid()
            return Decimal(1)
        work = Context(context.prec + 2 * _length(abs(n)) + 4, context.rounding)
        exact = Decimal._make(self._sign & n & 1, self._digits ** abs(n), self._exp * abs(n)) if _length(self._digits) * abs(n) < 20000 else None
        if exact is None:
            exact, base, k = Decimal(1), self, abs(n)
            while k:
                if k & 1:
                    exact = exact._mul(base, work)
                base = base._mul(base, work)
                k >>= 1
        return exact._rounded(context) if n > 0 else Decimal(1)._div(exact, context)

    def __rpow__(self, other):
        return _convert(other) ** self

    def sqrt(self, context=None):
        context = context or getcontext()
        if self._special() or self._digits == 0:
            if self._exp == 'F' and self._sign:
                _invalid()
            return self if self._special() else Decimal._make(self._sign, 0, self._exp // 2)
        if self._sign:
            _invalid()
        prec = context.prec + 1
        exp = self._exp
        digits = self._digits
        if exp % 2:
            digits *= 10
            exp -= 1
        ideal = self._exp // 2 if self._exp % 2 == 0 else exp // 2
        shift = max(prec - (_length(digits) + 1) // 2, 0)
        digits *= 100 ** shift
        half = exp // 2 - shift
        root = _math.isqrt(digits)
        if root * root == digits:
            while half < ideal and root % 10 == 0:
                root //= 10
                half += 1
        elif root % 5 == 0:
            root += 1
        return Decimal._make(0, root, half)._rounded(Context(context.prec))

    def __neg__(self):
        return Decimal._make(0 if self.is_zero() else 1 - self._sign, self._digits, self._exp)._rounded(getcontext())

    def __pos__(self):
        return Decimal._make(0 if self.is_zero() else self._sign, self._digits, self._exp)._rounded(getcontext())

    def __abs__(self):
        return self.copy_abs()._rounded(getcontext())

    def __int__(self):
        if self._special():
            raise (OverflowError('cannot convert Infinity to integer') if self._exp == 'F' else ValueError('cannot convert NaN to integer'))
        n = self._digits * 10 ** self._exp if self._exp >= 0 else self._digits // 10 ** -self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        return float(str(self))

    def __bool__(self):
        return self._special() or self._digits != 0

    def __round__(self, n=None):
        if n is None:
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(Decimal._make(0, 1, -n))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def _order(self, other):
        """-1, 0, 1; None: not ordered; NotImplemented: another kind."""
        if isinstance(other, float):
            other = Decimal(other)
        other = _convert(other, True)
        if other is NotImplemented:
            return other
        if self._exp == 'n' or other._exp == 'n':
            return None
        if self._special() or other._special():
            a = 0 if not self._special() else -1 if self._sign else 1
            b = 0 if not other._special() else -1 if other._sign else 1
        else:
            exp = min(self._exp, other._exp)
            a = self._digits * 10 ** (self._exp - exp) * (-1 if self._sign else 1)
            b = other._digits * 10 ** (other._exp - exp) * (-1 if other._sign else 1)
        return (a > b) - (a < b)

    def __eq__(self, other):
        found = self._order(other)
        return found if found is NotImplemented else found == 0

    def __lt__(self, other):
        found = self._order(other)
        return found if found is NotImplemented else found is not None and found < 0

    def __le__(self, other):
        found = self._order(other)
        return found if found is NotImplemented else found is not None and found <= 0

    def __gt__(self, other):
        found = self._order(other)
        return found if found is NotImplemented else found is not None and found > 0

    def __ge__(self, other):
        found = self._order(other)
        return found if found is NotImplemented else found is not None and found >= 0

    def __hash__(self):
        if self._special():
            return 314159 if self._exp == 'F' and not self._sign else -314159 if self._exp == 'F' else 0
        modulus = 2305843009213693951
        power = pow(10, self._exp, modulus) if self._exp >= 0 else pow(pow(10, modulus - 2, modulus), -self._exp, modulus)
        h = self._digits * power % modulus
        h = -h if self._sign else h
        return -2 if h == -1 else h

    def max(self, other, context=None):
        other = _convert(other)
        return self if self >= other else other

    def min(self, other, context=None):
        other = _convert(other)
        return self if self <= other else other

    @property
    def real(self):
        return self

    def __reduce__(self):
        return (Decimal, (str(self),))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _convert(other, quiet=False):
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return Decimal(other)
    if quiet:
        return NotImplemented
    raise TypeError(f'conversion from {type(other).__name__} to Decimal is not supported')


_name_types(Decimal, Context)
