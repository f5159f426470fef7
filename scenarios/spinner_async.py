"""A turning bar, drawn by a coroutine.

Look for: one task, one loop lane. The operating system sees a single thread that sleeps in select; inside it the loop drives spin
and slow_answer by turns. cancel() does not stop spin at once: CancelledError arrives at its await, one turn of the loop later.
"""

import asyncio
import itertools


async def spin(text: str) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, flush=True, end='')
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            break
    print('\r' + ' ' * len(line) + '\r', end='')


async def slow_answer() -> int:
    await asyncio.sleep(3)  # gives control back to the loop
    return 42


async def supervise() -> int:
    spinner = asyncio.create_task(spin('working'))
    print(f'spinner: {spinner.get_name()}')
    answer = await slow_answer()
    spinner.cancel()
    return answer


def main() -> None:
    answer = asyncio.run(supervise())
    print(f'answer: {answer}')


if __name__ == '__main__':
    main()
