"""Two threads, two locks, taken in opposite order.

Look for: the cycle. Each thread holds what the other wants; the program ends here, with exit code 3 and the lines at fault.
"""

from threading import Lock, Thread
from time import sleep

left, right = Lock(), Lock()


def one() -> None:
    with left:
        sleep(0.01)
        with right:
            print('one has both')


def other() -> None:
    with right:
        sleep(0.01)
        with left:
            print('other has both')


def main() -> None:
    threads = [Thread(target=one, name='one'), Thread(target=other, name='other')]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
