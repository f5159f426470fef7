"""Five calls, three threads: how an executor hands out work.

Look for: threads are started one by one, by submit; calls 3 and 4 wait in the queue until a thread is free; the results come
in the order of the calls, though call 0 is not the first to end.
"""

from concurrent import futures
from time import sleep, strftime


def say(*args: object) -> None:
    print(strftime('[%H:%M:%S]'), *args)


def loiter(n: int) -> int:
    indent = '    ' * n
    say(f'{indent}call {n}: waits {n}s')
    sleep(n)
    say(f'{indent}call {n}: done')
    return n * 10


def main() -> None:
    say('begin')
    executor = futures.ThreadPoolExecutor(max_workers=3)
    results = executor.map(loiter, range(5))
    say('results:', type(results).__name__)
    for i, result in enumerate(results):
        say(f'result {i}: {result}')


if __name__ == '__main__':
    main()
