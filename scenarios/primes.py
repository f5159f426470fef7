"""Is a number prime? By trial division: deliberately slow, so that CPUs have something to do.

Look for: nothing by itself. The other programs import it: one turn of its loop is the unit of CPU work in all of them.
"""

import math

# The hard ones have no small divisor: the whole loop must run.
NUMBERS = [
    2,
    142702110479723,
    299593572317531,
    3333333333333301,
    3333333333333333,
    3333335652092209,
    4444444444444423,
    4444444444444444,
    4444444488888889,
    5555553133149889,
    5555555555555503,
    5555555555555555,
    6666666666666666,
    6666666666666719,
    6666667141414921,
    7777777536340681,
    7777777777777753,
    7777777777777777,
    9999999999999917,
    9999999999999999,
]


def is_prime(n: int) -> bool:
    if n < 2:
        return False
    if n == 2:
        return True
    if n % 2 == 0:
        return False

    limit = math.isqrt(n)
    for divisor in range(3, limit + 1, 2):
        if n % divisor == 0:
            return False
    return True


if __name__ == '__main__':
    for number in NUMBERS:
        print(f'{number:>16} {"prime" if is_prime(number) else ""}'.rstrip())
