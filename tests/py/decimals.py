from decimal import *
import decimal, math
D = Decimal
print(D('0.1') + D('0.2'), D('0.1') + D('0.2') == D('0.3'), D(1) / D(3), D(2) / 3, D(10) / 4, D('1.10') * D('2.0'), D('-7') // 2, D('-7') % 3, divmod(D('7.5'), 2), D(2) ** 10, D(2) ** -2, D('1.1') ** 20, D(2).sqrt(), D('0.25').sqrt(), D(100).sqrt())
print(repr(D('1.50')), D(0.1), D(3.5), D('1E+5'), D('1e-10'), D('123456789012345678901234567890') + 1, D('-0'), D('Infinity'), D('NaN'), D('1.20').normalize(), D('100').normalize(), D('0.000001'), D('0.0000001'), D((1, (1, 2, 3), -2)))
print(D('2.675').quantize(D('0.01')), D('2.665').quantize(D('.01'), rounding=ROUND_HALF_UP), D('7.325').quantize(D('.01'), ROUND_DOWN), D('-1.5').quantize(D('1'), ROUND_CEILING), D('1.23456').quantize(D('1e-3')), round(D('2.5')), round(D('2.345'), 2), D('2.5').to_integral_value(), int(D('-3.9')), math.floor(D('-1.5')), math.ceil(D('1.2')), float(D('1.25')), D('3.7') > 3, D('1.0') == 1, D('0.5') == 0.5, hash(D('1.0')) == hash(1), max(D(1), D(2)), sum([D('0.1')] * 3), abs(D('-2')), -D('1.5'), sorted([D(3), D('1.5')]))
print(f"{D('1234567.891'):,.2f} {D('1.5'):>8} {D('2.5'):.0f} {D('0.256'):.1%} {D('1234.5'):e} {D('12345'):.3g} {D('1.5'):+08.2f} {D(5):05d}" if 0 else f"{D('1234567.891'):,.2f} {D('1.5'):>8} {D('2.5'):.0f} {D('0.256'):.1%} {D('1234.5'):e} {D('12345'):.3g} {D('1.5'):+08.2f} {D('1.50')} {D('12.345'):10.1f}| {D('-3'):^7}|")
getcontext().prec = 6; print(D(1) / D(7), getcontext().prec, D('123456789') + 0, +D('1.23456789'))
with localcontext() as ctx:
    ctx.prec = 3; ctx.rounding = ROUND_UP; print(D(1) / 3, D(2).sqrt())
print(D(1) / 3); getcontext().prec = 28
for bad in (lambda: D(1) / 0, lambda: D('x'), lambda: D(0) / 0, lambda: D(1) + 1.5, lambda: D('Infinity') - D('Infinity'), lambda: D(-1).sqrt(), lambda: D([1]), lambda: D('1e30').quantize(D('0.01')), lambda: int(D('NaN')), lambda: D('1') < 'x'):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(D('1.23').as_tuple(), D('1.25').as_integer_ratio(), D('1.2').is_signed(), D('NaN') == D('NaN'), D('12.3').adjusted(), D('1.5').compare(D(2)), issubclass(DivisionByZero, ZeroDivisionError), isinstance(D(1), Decimal), bool(D('0.0')), D('5').max(3), 3 - D('1.5'), 1 / D(8), 2 * D('1.5'), 7 % D(4), D('3') in [3])
balance = D('100.00')
for x in ('19.99', '5.01', '0.10'): balance -= D(x)
print(balance, (balance * D('1.0825')).quantize(D('.01')))
from decimal import Decimal; import datetime, re
print(Decimal.__name__, Decimal, type(Decimal(1)).__qualname__, datetime.datetime.__name__, re.match('a', 'a').__class__, datetime.datetime)
try: Decimal(1).foo
except AttributeError as e: print(e)
class D(Decimal): pass
print(D.__name__, D, repr(D('1')))
