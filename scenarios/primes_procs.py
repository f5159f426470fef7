"""The list of numbers, shared out among processes by a queue.

Look for: as many CPUs busy as there are workers, and the end: who got a hard number last works alone while the others have
swallowed their poison pill (the 0). Give the number of processes as argument: gilscope run primes_procs.py -- 2
"""

import sys
from multiprocessing import Process, SimpleQueue, cpu_count, queues
from time import perf_counter
from typing import NamedTuple

from primes import NUMBERS, is_prime


class Result(NamedTuple):
    n: int
    prime: bool
    elapsed: float


Jobs = queues.SimpleQueue[int]
Results = queues.SimpleQueue[Result]


def check(n: int) -> Result:
    begin = perf_counter()
    prime = is_prime(n)
    return Result(n, prime, perf_counter() - begin)


def worker(jobs: Jobs, results: Results) -> None:
    while n := jobs.get():
        results.put(check(n))
    results.put(Result(0, False, 0.0))  # "I am done"


def start_jobs(workers: int, jobs: Jobs, results: Results) -> None:
    for n in NUMBERS:
        jobs.put(n)
    for _ in range(workers):
        Process(target=worker, args=(jobs, results)).start()
        jobs.put(0)


def report(workers: int, results: Results) -> int:
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
    workers = int(sys.argv[1]) if len(sys.argv) > 1 else cpu_count()
    print(f'Checking {len(NUMBERS)} numbers with {workers} processes:')
    begin = perf_counter()
    jobs: Jobs = SimpleQueue()
    results: Results = SimpleQueue()
    start_jobs(workers, jobs, results)
    checked = report(workers, results)
    print(f'{checked} checks in {perf_counter() - begin:.2f}s')


if __name__ == '__main__':
    main()
