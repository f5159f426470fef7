from fractions import Fraction as F
import calendar, pprint, math
a, b = F(3, 4), F('-5/6'); print(a + b, a - b, a * b, a / b, a ** 2, a ** -1, -a, abs(b), a // b, a % b, divmod(a, b), a + 1, 2 * a, 1 / a, a + 0.5, a == 0.75, a > b, F(6, 8) == a, hash(F(2)) == hash(2), hash(F(1, 2)) == hash(0.5))
print(repr(a), str(F(4, 2)), F(0.5), F('1.25'), F('1e-2'), F(10, -4), int(F(-7, 2)), round(F(5, 2)), round(F(7, 3), 2), math.floor(F(-7, 2)), math.ceil(F(7, 2)), float(F(1, 3)), F(math.pi).limit_denominator(100), sum([F(1, 3)] * 3), max(a, b), sorted([a, b, F(0)]), a.numerator, a.as_integer_ratio(), bool(F(0)))
for bad in (lambda: F(1, 0), lambda: F('x'), lambda: F(1.5, 2), lambda: a / 0, lambda: a < 'x'):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(calendar.monthrange(2024, 2), calendar.isleap(2000), calendar.leapdays(2000, 2020), calendar.weekday(2024, 5, 6), calendar.month_name[3], calendar.day_abbr[0], calendar.monthcalendar(2024, 2)[0], calendar.timegm((2001, 9, 9, 1, 46, 40)))
print(calendar.month(2024, 2)); print(list(calendar.Calendar(6).itermonthdays(2024, 2))[:8])
d = {'name': 'x' * 30, 'items': list(range(30)), 'nested': {'a': [1, 2, {'b': ('c',) * 10}], 'z': None}, 'short': 1, 3: 'three'}
pprint.pprint({k: v for k, v in d.items() if k != 3}); pprint.pprint([1, 2]); pprint.pprint({'b': 1, 'a': 2}); pprint.pp({'b': 1, 'a': 2}); print(pprint.pformat(list(range(40)), compact=True)); pprint.pprint(list('abcdefghij' * 3), width=40, indent=4); pprint.pprint({'k': {1, 2, 3}, 't': (1,)}, width=5); pprint.pprint('word ' * 30); pprint.pprint({'long': 'word ' * 20}, width=40); pprint.pprint([[1, [2, [3, [4]]]]], depth=2); pprint.pprint({'x': ['a' * 40, 'b' * 40]}); print(pprint.pformat(set(range(30))))
l = [1]; l.append(l); print(pprint.saferepr(l)[:18], pprint.isrecursive(l))
