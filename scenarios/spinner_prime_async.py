"""The coroutine spinner beside a computation that never awaits: frozen.

Look for: one long step on the loop lane. Between two awaits nobody can interrupt a coroutine, so spin has no chance: no frame is drawn.
"""

import asyncio
import itertools

from primes import is_prime

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


async def check() -> bool:
    return is_prime(NUMBER)


async def supervise() -> bool:
    spinner = asyncio.create_task(spin('computing'))
    prime = await check()
    spinner.cancel()
    return prime


def main() -> None:
    prime = asyncio.run(supervise())
    print(f'{NUMBER} is {"" if prime else "not "}prime')


if __name__ == '__main__':
    main()
