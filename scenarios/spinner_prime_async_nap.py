"""The coroutine spinner beside a computation that naps: asyncio.sleep(0) every 50,000th division.

Look for: steps of some milliseconds instead of one long step: spin is driven in between. The whole takes longer than without naps, and
not because of the naps (each is one turn of the loop): it is the test in every turn of the inner loop that costs.
"""

import asyncio
import itertools
import math

NUMBER = 5000111000222021


async def spin(text: str) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, flush=True, end='')
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            break
    print('\r' + ' ' * len(line) + '\r', end='')


async def is_prime(n: int) -> bool:
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
        if divisor % 100_000 == 1:
            await asyncio.sleep(0)
    return True


async def supervise() -> bool:
    spinner = asyncio.create_task(spin('computing'))
    prime = await is_prime(NUMBER)
    spinner.cancel()
    return prime


def main() -> None:
    prime = asyncio.run(supervise())
    print(f'{NUMBER} is {"" if prime else "not "}prime')


if __name__ == '__main__':
    main()
