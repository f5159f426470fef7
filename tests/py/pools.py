"""Pool and ProcessPoolExecutor."""
import multiprocessing as mp
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool


def square(n):
    if n == 13:
        raise ValueError('unlucky')
    return n * n


def add(a, b):
    return a + b


def die(n):
    os._exit(3)


def main():
    with mp.Pool(3) as pool:
        print(pool.map(square, range(10)))
        print(pool.apply(add, (3, 4)), pool.apply_async(add, (5, 6)).get(timeout=5))
        print(pool.starmap(add, [(1, 2), (3, 4)]))
        print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5), chunksize=2)))
        try:
            pool.map(square, [1, 13])
        except ValueError as e:
            print('raised', e)
        pool.close()
        pool.join()
    with ProcessPoolExecutor(2) as ex:
        print(list(ex.map(square, range(8))), list(ex.map(add, range(6), range(6), chunksize=3)))
        print(sorted(f.result() for f in as_completed([ex.submit(square, i) for i in range(4)])))
        f = ex.submit(square, 13)
        try:
            f.result()
        except ValueError as e:
            print('raised', e, type(e.__cause__).__name__)
    with ProcessPoolExecutor(2) as ex:
        try:
            ex.submit(die, 1).result()
        except BrokenProcessPool as e:
            print('broken:', e)


if __name__ == '__main__':
    main()
