"""A thread that naps for 1 ms again and again, beside one that only computes.

Look for: the naps end on time, but then the sleeper must wait a whole switch interval for the GIL: 1 ms becomes 6 ms.
"""

from threading import Thread
from time import perf_counter, sleep

NAPS = 20


def hog() -> None:
    while running:
        pass


def main() -> None:
    global running
    running = True
    thread = Thread(target=hog)
    thread.start()
    late = []
    for _ in range(NAPS):
        begin = perf_counter()
        sleep(0.001)
        late.append(perf_counter() - begin - 0.001)
    running = False
    thread.join()
    late.sort()
    print(f'{NAPS} naps of 1 ms, typically late by {late[NAPS // 2] * 1000:.1f} ms, at most by {late[-1] * 1000:.1f} ms')


if __name__ == '__main__':
    main()
