"""The list of numbers, shared out among threads by a queue.

Look for: the GIL lane. Many threads, and one runs at a time: they hand the GIL round every 5 ms and get nothing done faster. Then try
--gil off, and the same program is as fast as primes_procs.py.
"""

import os
import sys
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import NamedTuple

from primes import NUMBERS, is_prime


class Result(NamedTuple):
    n: int
    prime: bool
    elapsed: float


def check(n: int) -> Result:
    begin = perf_counter()
    prime = is_prime(n)
    return Result(n, prime, perf_counter() - begin)


def worker(jobs: SimpleQueue, results: SimpleQueue) -> None:
    while n := jobs.get():
        results.put(check(n))
    results.put(Result(0, False, 0.0))


def start_jobs(workers: int, jobs: SimpleQueue, results: SimpleQueue) -> None:
    for n in NUMBERS:
        jobs.put(n)
    for _ in range(workers):
        jobs.put(0)
        Thread(target=worker, args=(jobs, results)).start()


def report(workers: int, results: SimpleQueue) -> int:
    checked = finished = 0
    while finished < workers:
        n, prime, elapsed = results.get()
        if n == 0:
            finished += 1
        else:
            checked += 1
            label = 'P' if prime else ' '
            print(f'{n:16}  {label} {elapsed:9.6f}s')
    return checked


def main() -> None:
    workers = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count()
    print(f'Checking {len(NUMBERS)} numbers with {workers} threads:')
    begin = perf_counter()
    jobs: SimpleQueue = SimpleQueue()
    results: SimpleQueue = SimpleQueue()
    start_jobs(workers, jobs, results)
    checked = report(workers, results)
    print(f'{checked} checks in {perf_counter() - begin:.2f}s')


if __name__ == '__main__':
    main()
