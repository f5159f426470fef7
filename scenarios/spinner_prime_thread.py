"""The thread spinner beside a computation that never waits.

Look for: the bar keeps turning, though is_prime never calls anything that drops the GIL. The spinner wakes, waits one switch interval
(5 ms), asks for the GIL, and gets it at the next turn of the loop. Every frame is late by those 5 ms.
"""

import itertools
from threading import Event, Thread

from primes import is_prime

NUMBER = 5000111000222021


def spin(text: str, stop: Event) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, end='', flush=True)
        if stop.wait(0.1):
            break
    print('\r' + ' ' * len(line) + '\r', end='')


def main() -> None:
    stop = Event()
    spinner = Thread(target=spin, args=('computing', stop))
    spinner.start()
    prime = is_prime(NUMBER)
    stop.set()
    spinner.join()
    print(f'{NUMBER} is {"" if prime else "not "}prime')


if __name__ == '__main__':
    main()
