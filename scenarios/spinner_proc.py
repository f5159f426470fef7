"""A turning bar, drawn by another process.

Look for: a second process with a GIL and a memory of its own. The event is a semaphore in the kernel that both share: set() in the parent
wakes the child, and returns only when the child has said that it is awake.
"""

import itertools
import time
from multiprocessing import Event, Process, synchronize


def spin(text: str, stop: synchronize.Event) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, end='', flush=True)
        if stop.wait(0.1):
            break
    print('\r' + ' ' * len(line) + '\r', end='')


def slow_answer() -> int:
    time.sleep(3)
    return 42


def main() -> None:
    stop = Event()
    spinner = Process(target=spin, args=('working', stop))
    print(f'spinner: {spinner.name}')
    spinner.start()
    answer = slow_answer()
    stop.set()
    spinner.join()
    print(f'answer: {answer}')


if __name__ == '__main__':
    main()
