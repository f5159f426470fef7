"""The list of numbers, one after the other.

Look for: one task that owns one CPU; the other CPUs idle. The baseline of primes_procs.py and primes_threads.py.
"""

from time import perf_counter
from typing import NamedTuple

from primes import NUMBERS, is_prime


class Result(NamedTuple):
    prime: bool
    elapsed: float


def check(n: int) -> Result:
    begin = perf_counter()
    prime = is_prime(n)
    return Result(prime, perf_counter() - begin)


def main() -> None:
    print(f'Checking {len(NUMBERS)} numbers one by one:')
    begin = perf_counter()
    for n in NUMBERS:
        prime, elapsed = check(n)
        label = 'P' if prime else ' '
        print(f'{n:16}  {label} {elapsed:9.6f}s')
    print(f'Total time: {perf_counter() - begin:.2f}s')


if __name__ == '__main__':
    main()
