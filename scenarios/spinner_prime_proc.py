"""The process spinner beside a computation that never waits.

Look for: two GILs. The child never has to ask anybody: it draws on time, on another CPU, while the parent computes.
With --cores 1 it is the scheduler that lets it through.
"""

import itertools
from multiprocessing import Event, Process, synchronize

from primes import is_prime

NUMBER = 5000111000222021


def spin(text: str, stop: synchronize.Event) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, end='', flush=True)
        if stop.wait(0.1):
            break
    print('\r' + ' ' * len(line) + '\r', end='')


def main() -> None:
    stop = Event()
    spinner = Process(target=spin, args=('computing', stop))
    spinner.start()
    prime = is_prime(NUMBER)
    stop.set()
    spinner.join()
    print(f'{NUMBER} is {"" if prime else "not "}prime')


if __name__ == '__main__':
    main()
