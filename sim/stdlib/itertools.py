# gilscope: native
"""Iterator building blocks, as generators: each step of one is a step of the program's own time."""


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(iterable):
    saved = []
    for item in iterable:
        saved.append(item)
        yield item
    while saved:
        for item in saved:
            yield item


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


class chain:
    def __init__(self, *iterables):
        self._items = _chained(iterables)

    @classmethod
    def from_iterable(cls, iterable):
        self = cls()
        self._items = _chained(iterable)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)


def _chained(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


def _add(a, b):
    return a + b


def accumulate(iterable, func=None, *, initial=None):
    if func is None:
        func = _add
    iterator = iter(iterable)
    total = initial
    if initial is None:
        for total in iterator:
            break
        else:
            return
    yield total
    for item in iterator:
        total = func(total, item)
        yield total


def batched(iterable, n):
    if n < 1:
        raise ValueError('n must be at least one')
    batch = []
    for item in iterable:
        batch.append(item)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def compress(data, selectors):
    for item, selected in zip(data, selectors):
        if selected:
            yield item


def dropwhile(predicate, iterable):
    iterator = iter(iterable)
    for item in iterator:
        if not predicate(item):
            yield item
            break
    for item in iterator:
        yield item


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def _slice_bound(value, what):
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise ValueError(f'{what} for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    return value


def islice(iterable, *args):
    if not 1 <= len(args) <= 3:
        raise TypeError(f'islice expected at least 2 arguments, got {len(args) + 1}')
    if len(args) == 1:
        start, stop, step = 0, _slice_bound(args[0], 'Stop argument'), 1
    else:
        start = _slice_bound(args[0], 'Indices') or 0
        stop = _slice_bound(args[1], 'Indices')
        step = args[2] if len(args) == 3 and args[2] is not None else 1
        if step < 1:
            raise ValueError('Step for islice() must be a positive integer or None.')
    return _sliced(iter(iterable), start, stop, step)


def _sliced(iterator, start, stop, step):
    wanted = start
    at = 0
    while stop is None or wanted < stop:
        for item in iterator:
            at += 1
            if at > wanted:
                yield item
                wanted += step
                break
        else:
            return
    if stop is not None:
        while at < max(start, stop):
            for item in iterator:
                at += 1
                break
            else:
                return


def pairwise(iterable):
    iterator = iter(iterable)
    for before in iterator:
        break
    else:
        return
    for item in iterator:
        yield before, item
        before = item


def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(i) for i in iterables]
    alive = len(iterators)
    while alive:
        row = []
        for at, iterator in enumerate(iterators):
            item = fillvalue
            if iterator is not None:
                for item in iterator:
                    break
                else:
                    iterators[at] = None
                    alive -= 1
                    if not alive:
                        return
            row.append(item)
        yield tuple(row)


def product(*iterables, repeat=1):
    pools = [tuple(i) for i in iterables] * repeat
    at = [0] * len(pools)
    if not all(pools):
        return
    while True:
        yield tuple([pool[i] for pool, i in zip(pools, at)])
        for place in range(len(pools) - 1, -1, -1):
            at[place] += 1
            if at[place] < len(pools[place]):
                break
            at[place] = 0
        else:
            return


def permutations(iterable, r=None):
    pool = tuple(iterable)
    n = len(pool)
    if r is None:
        r = n
    if r > n:
        return
    chosen = []
    used = [False] * n
    start = 0
    while True:
        if len(chosen) == r:
            yield tuple([pool[i] for i in chosen])
            start = n
        for i in range(start, n):
            if not used[i]:
                used[i] = True
                chosen.append(i)
                start = 0
                break
        else:
            if not chosen:
                return
            last = chosen.pop()
            used[last] = False
            start = last + 1


def _combined(pool, at, r, again):
    n = len(pool)
    while True:
        yield tuple([pool[i] for i in at])
        for place in range(r - 1, -1, -1):
            if at[place] != (n - 1 if again else place + n - r):
                break
        else:
            return
        at[place] += 1
        for later in range(place + 1, r):
            at[later] = at[place] if again else at[later - 1] + 1


def combinations(iterable, r):
    pool = tuple(iterable)
    if r > len(pool):
        return iter(())
    return _combined(pool, list(range(r)), r, False)


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    if not pool and r:
        return iter(())
    return _combined(pool, [0] * r, r, True)


class groupby:
    """Runs of equal keys; a group ends when the next one is asked for."""

    def __init__(self, iterable, key=None):
        self._iterator = iter(iterable)
        self._key = key
        self._started = self._ended = False
        self._item = self._current = self._target = self._group = None

    def _advance(self):
        for self._item in self._iterator:
            self._current = self._item if self._key is None else self._key(self._item)
            return
        self._ended = True

    def __iter__(self):
        return self

    def __next__(self):
        self._group = group = object()
        if not self._started:
            self._started = True
            self._advance()
        else:
            while not self._ended and self._current == self._target:
                self._advance()
        if self._ended:
            raise StopIteration
        self._target = self._current
        return self._current, self._members(self._target, group)

    def _members(self, target, group):
        while self._group is group and not self._ended and self._current == target:
            yield self._item
            if self._group is group:
                self._advance()


def _tee_reader(iterator, shared, mine):
    while True:
        if not mine:
            for item in iterator:
                break
            else:
                return
            for queue in shared:
                queue.append(item)
        yield mine.pop(0)


def tee(iterable, n=2):
    iterator = iter(iterable)
    shared = [[] for _ in range(n)]
    return tuple([_tee_reader(iterator, shared, queue) for queue in shared])
