# Integers: arithmetic past 64 bits, methods, parsing, errors.
def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

for a in (0, 1, -1, 7, -7, 2**62, -2**62, 2**63 - 1, -2**63, 2**64, 10**30, -10**30):
    print(a, -a, ~a, abs(a), a.bit_length(), a.bit_count(), hash(a), bool(a), float(a))
    for b in (1, -1, 3, -3, 10**9, 2**63, -2**64):
        print(a + b, a - b, a * b, a // b, a % b, divmod(a, b), a & b, a | b, a ^ b, a < b, a == b, a >= b)
for n in (0, 1, 2, 63, 64, 65, 100, 200):
    print(1 << n, -1 << n, 10**25 >> n, -10**25 >> n, 3**n)
print(2**-2, (-2)**-3, 0**0, 7**0, pow(3, 200, 1000007), pow(3, -1, 7), pow(-5, 3, 7), pow(5, 3, -7))
print(attempt(pow, 0, -1), attempt(pow, 2, -1, 4), attempt(pow, 2, 3, 0))
print(attempt(lambda: 1 // 0), attempt(lambda: 1 % 0), attempt(lambda: 1 / 0), attempt(divmod, 1, 0))
print(attempt(lambda: 1 << -1), attempt(lambda: 1 >> -1), attempt(float, 10**400), attempt(lambda: 10**400 / 3))
print(10**400 // 10**399, 10**400 / 10**399, 7 / 2, -7 / 2, 2**70 / 3, 1 / 3, 10**20 / 10**-0)
for text in ("12", " -12 ", "+5", "0x1f", "1_000", "1__0", "_1", "1_", "", " ", "ten", "3.5", "0b101", "0o17", "00", "007"):
    print(repr(text), attempt(int, text), attempt(int, text, 0), attempt(int, text, 16))
print(int("zz", 36), int("-ff", 16), int("0xff", 16), int("777", 8), int(b"42"), int(3.99), int(-3.99), int(True), int())
print(attempt(int, "5", 1), attempt(int, "5", 37), attempt(int, 5, 10), attempt(int, None), attempt(int, []), attempt(int, float("nan")), attempt(int, float("inf")))
print((255).to_bytes(2, "big"), (255).to_bytes(2, "little"), (-2).to_bytes(3, "big", signed=True), (10**20).to_bytes(9, "little"))
print(attempt((256).to_bytes, 1, "big"), attempt((-1).to_bytes, 1, "big"), (0).to_bytes(0, "big"), (128).to_bytes(length=1))
print(int.from_bytes(b"\x01\x02", "big"), int.from_bytes(b"\x01\x02", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes([1, 0, 0, 0, 0, 0, 0, 0, 0], "big"))
print((12).as_integer_ratio(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate())
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(7), round(10**25 + 5, -1))
print(1 == 1.0, hash(1) == hash(1.0) == hash(True), 2**53 == float(2**53), 2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53), 10**30 < 1e30, 10**30 == 1e30)
print(True + True, True * 3, True & False, True | 2, True ^ True, ~True, -True, bool(-5), bool(0.0), bool(""), bool("0"))
print(bin(10), bin(-10), oct(64), hex(255), hex(-255), hex(2**70), f"{10**20:,} {10**20:_x} {255:#x} {255:#010b} {-5:05d} {5:+d} {5: d}")
print(sum(range(1000)), sum([10**20] * 3), max(3, 10**20, 2), min(-10**20, 4), sorted([10**20, -1, 5, -10**21]))
x = 5
x += 2; x -= 1; x *= 10; x //= 7; x **= 3; x %= 100; x <<= 3; x >>= 1; x |= 1; x &= 0xff; x ^= 3
print(x)
f = 1
for i in range(1, 60):
    f *= i
print(f, f.bit_length(), len(str(f)))
a, b = 0, 1
for _ in range(300):
    a, b = b, a + b
print(a)
print(attempt(lambda: str(10**5000)), attempt(int, "9" * 5000))
print(attempt(lambda: 1 + "a"), attempt(lambda: 1 < "a"), attempt(lambda: "a" - 1), attempt(lambda: [] + 1), attempt(lambda: None + 1), attempt(lambda: 3 @ 4))
