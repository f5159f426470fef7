# Floats and complex numbers: text, arithmetic, rounding, errors.
def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

for x in (0.0, -0.0, 1.0, 0.1, 1/3, 1e15, 1e16, 123456789.125, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5, -3.5, float("inf"), float("-inf")):
    print(x, repr(x), -x, abs(x), bool(x), x.is_integer(), hash(x), f"{x:.3f} {x:10.2e} {x:g} {x!r:>12}")
    for y in (2.0, -0.5, 3, 1e300):
        print(x + y, x - y, x * y, attempt(lambda: x / y), attempt(lambda: x // y), attempt(lambda: x % y), x < y, x == y)
print(float("nan") == float("nan"), float("nan") != float("nan"), float("nan") < 1, float("NaN"), float("+Infinity"), float(" -1e3 "), float("1_000.5"))
print(attempt(float, "x"), attempt(float, ""), attempt(float, "1e"), attempt(float, "1__0"), attempt(float, None), attempt(float, []), float(".5"), float("5."), float("1E+2"))
print(attempt(lambda: 1.0 / 0), attempt(lambda: 1.0 // 0), attempt(lambda: 1.0 % 0), attempt(lambda: 0.0 ** -1), attempt(lambda: 10.0 ** 400), attempt(divmod, 1.0, 0))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2.0 ** 10, 2 ** 0.5, (-8) ** (1/3), 4.0 ** -1)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(0.5), round(1e20), round(1.25, 1), attempt(round, float("nan")))
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (3.0).hex(), (0.1).hex(), float.fromhex("0x1.8p3"), float.fromhex("-0x.8"), int(1e25))
print(0.1 + 0.2, 1e22, 1e23, 100.0, 1e100, 3.0e-10, 0.00001234, 12345678901234567890.0)
print(f"{3.14159:.2f} {3.14159:8.3f}| {3.14159:<8.1f}| {3.14159:^9.2f}| {1234567.891:,.2f} {0.256:.1%} {1e10:g} {123456:g} {1234567:g} {0.0001:g}")
print("%5.1f|%-8.3e|%g|%+.2f|%06.2f|%s|%r" % (3.14159, 31415.9, 0.0001, 2.5, 3.14159, 1.0, 0.1))
z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate(), z * z, z / (1 - 1j), z ** 2, -z, z == 3 + 4j, complex("1+2j"), complex(1, -0.0), 1j, complex(2))
print(attempt(lambda: z < z), attempt(lambda: z // 2), attempt(complex, "abc"), attempt(lambda: z / 0), hash(3 + 0j) == hash(3), f"{z:.2f}")
print(min(2.5, 1), max(1, 2.5), sum([0.1] * 10), sorted([2.5, -1, 3, 0.5]), 3 == 3.0, 3 < 3.5, 10**16 + 1 == 1e16)
