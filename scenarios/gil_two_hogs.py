"""Two threads that only compute.

Look for: strict turns on the GIL lane. Who waits asks for the GIL after a whole switch interval; who holds it lets go at the next turn of its loop, and
then has to wait until the other has really taken it.
"""

from threading import Thread

COUNT = 3_000_000


def count(n: int) -> None:
    while n > 0:
        n -= 1


def main() -> None:
    threads = [Thread(target=count, args=(COUNT,)) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print('both have counted to', COUNT)


if __name__ == '__main__':
    main()
