from collections import Counter, deque
from dataclasses import dataclass, field
import heapq
import itertools
import json
import math


@dataclass(order=True)
class P:
    x: int
    y: list = field(default_factory=list, compare=False)


ps = sorted([P(3), P(1, [2])], key=lambda p: -p.x)
d = {**{"a": 1}, "b": [*range(3)], 1.5: (None, ...)}
s = f"{d!r:>40}|{math.pi:.3f}|{2**70:,}|{-7 // 2}|{b'x' * 3!r}"
print(s, json.dumps([1, "é", None]), Counter("abca").most_common(1))
h = [5, 3, 8]
heapq.heapify(h)
print(list(itertools.islice(itertools.count(2, 3), 4)), heapq.heappop(h), deque(h, 2))
match ps:
    case [P(x=1), *rest]:
        print("one")
    case [P(x=n), *_] if n > 2:
        print("more", n)
try:
    [][1]
except (IndexError, KeyError) as e:
    print(type(e).__name__, e.args)
finally:
    print("%5d|%-5s|%x" % (12, "ab", 255), "a,b".split(","), "abc"[::-1], 7 .bit_length())
print(sum(x * y for x, y in zip([1, 2], (3, 4))), {1, 2} | {3}, 10**30 % 97, round(2.5), divmod(-7, 2))
