"""One long call of a C function, beside a thread that counts.

Look for: a gap. sum(range(...)) never looks at the request to drop the GIL, so the counting thread waits for its whole length,
however short the switch interval is.
"""

import sys
from threading import Thread
from time import perf_counter

sys.setswitchinterval(0.001)


def counter() -> None:
    global longest
    longest = 0.0
    last = perf_counter()
    while running:
        now = perf_counter()
        longest = max(longest, now - last)
        last = now


def main() -> None:
    global running
    running = True
    thread = Thread(target=counter)
    thread.start()
    total = sum(range(2_000_000))
    running = False
    thread.join()
    print(f'sum: {total}; the counting thread stood still for up to {longest * 1000:.0f} ms')


if __name__ == '__main__':
    main()
