"""Two threads that add to the same number, without a lock.

Look for: nothing is lost under 3.11, though no lock guards the number: between load and store of `counter += 1` no thread
switch can happen. Under --python 3.9 or --python 3.13t it can, and additions get lost. A program must not rely on the first.
"""

import sys
from threading import Thread

sys.setswitchinterval(0.00001)
COUNT = 30_000
counter = 0


def add() -> None:
    global counter
    for _ in range(COUNT):
        counter += 1


def main() -> None:
    threads = [Thread(target=add) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(f'{2 * COUNT} additions, {2 * COUNT - counter} lost')


if __name__ == '__main__':
    main()
