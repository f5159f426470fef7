"""The coroutine spinner with one mistake: a blocking call.

Look for: an empty loop lane. time.sleep blocks the only thread there is, so spin is created but never driven: not one frame is drawn.
It is cancelled before its first step, and not even its first line runs.
"""

import asyncio
import itertools
import time


async def spin(text: str) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, flush=True, end='')
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            break
    print('this line is never reached')


async def slow_answer() -> int:
    time.sleep(3)  # the mistake: should be await asyncio.sleep(3)
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
