"""A turning bar, drawn by one thread while another waits.

Look for: two task lanes and one GIL. The drawing thread wakes every 0.1 s, takes the GIL for some microseconds and blocks again;
main sleeps without the GIL for the whole three seconds. Nobody ever waits for anybody.
"""

import itertools
import time
from threading import Event, Thread


def spin(text: str, stop: Event) -> None:
    for char in itertools.cycle(r'\|/-'):
        line = f'\r{char} {text}'
        print(line, end='', flush=True)
        if stop.wait(0.1):
            break
    print('\r' + ' ' * len(line) + '\r', end='')


def slow_answer() -> int:
    time.sleep(3)  # drops the GIL
    return 42


def main() -> None:
    stop = Event()
    spinner = Thread(target=spin, args=('working', stop))
    print(f'spinner: {spinner}')
    spinner.start()
    answer = slow_answer()
    stop.set()
    spinner.join()
    print(f'answer: {answer}')


if __name__ == '__main__':
    main()
