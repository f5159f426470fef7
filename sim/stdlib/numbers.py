# gilscope: native
"""The tower of numbers, as abstract classes."""
from abc import ABCMeta as _Meta

__all__ = ['Number', 'Complex', 'Real', 'Rational', 'Integral']


class Number(metaclass=_Meta):
    __hash__ = None


class Complex(Number):
    pass


class Real(Complex):
    pass


class Rational(Real):
    @property
    def numerator(self):
        raise NotImplementedError

    @property
    def denominator(self):
        raise NotImplementedError


class Integral(Rational):
    pass


Complex.register(complex)
Real.register(float)
Integral.register(int)
