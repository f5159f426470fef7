# gilscope: native
"""Abstract container classes. Membership is structural where CPython's is: what has the methods is one."""

from abc import ABCMeta, abstractmethod


class _Structural(ABCMeta):
    """isinstance() holds for whatever has all the methods in _needs (and for registered and real subclasses)."""

    def __subclasscheck__(cls, sub):
        if ABCMeta.__subclasscheck__(cls, sub):
            return True
        needs = cls.__dict__.get('_needs')
        return bool(needs) and all([getattr(sub, name, None) is not None for name in needs])

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __getitem__(cls, item):
        return cls


class Hashable(metaclass=_Structural):
    _needs = ('__hash__',)


class Iterable(metaclass=_Structural):
    _needs = ('__iter__',)

    @abstractmethod
    def __iter__(self):
        return iter(())


class Iterator(Iterable):
    _needs = ('__iter__', '__next__')

    @abstractmethod
    def __next__(self):
        raise StopIteration

    def __iter__(self):
        return self


class Reversible(Iterable):
    _needs = ('__iter__', '__reversed__')


class Generator(Iterator):
    _needs = ('__iter__', '__next__', 'send', 'throw', 'close')


class Awaitable(metaclass=_Structural):
    _needs = ('__await__',)


class Coroutine(Awaitable):
    _needs = ('__await__', 'send', 'throw', 'close')


class AsyncIterable(metaclass=_Structural):
    _needs = ('__aiter__',)


class AsyncIterator(AsyncIterable):
    _needs = ('__aiter__', '__anext__')

    def __aiter__(self):
        return self


class AsyncGenerator(AsyncIterator):
    _needs = ('__aiter__', '__anext__', 'asend', 'athrow', 'aclose')


class Sized(metaclass=_Structural):
    _needs = ('__len__',)

    @abstractmethod
    def __len__(self):
        return 0


class Container(metaclass=_Structural):
    _needs = ('__contains__',)

    @abstractmethod
    def __contains__(self, x):
        return False


class Callable(metaclass=_Structural):
    _needs = ('__call__',)


class Collection(Sized, Iterable, Container):
    _needs = ('__len__', '__iter__', '__contains__')


class Sequence(Collection):
    _needs = ()

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError:
            return

    def __contains__(self, item):
        for mine in self:
            if mine is item or mine == item:
                return True
        return False

    def __reversed__(self):
        for i in range(len(self) - 1, -1, -1):
            yield self[i]

    def index(self, item, start=0, stop=None):
        for i in range(start, len(self) if stop is None else stop):
            if self[i] is item or self[i] == item:
                return i
        raise ValueError

    def count(self, item):
        return sum([1 for mine in self if mine is item or mine == item])


class MutableSequence(Sequence):
    _needs = ()

    @abstractmethod
    def __setitem__(self, index, item):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, item):
        raise IndexError

    def append(self, item):
        self.insert(len(self), item)

    def extend(self, items):
        for item in list(items):
            self.append(item)

    def pop(self, index=-1):
        item = self[index]
        del self[index]
        return item

    def remove(self, item):
        del self[self.index(item)]

    def clear(self):
        while len(self):
            self.pop()

    def reverse(self):
        items = [item for item in self][::-1]
        for i, item in enumerate(items):
            self[i] = item

    def __iadd__(self, items):
        self.extend(items)
        return self


class Set(Collection):
    _needs = ()

    def __le__(self, other):
        return all([item in other for item in self])

    def __ge__(self, other):
        return all([item in self for item in other])

    def __eq__(self, other):
        return len(self) == len(other) and self <= other

    def __and__(self, other):
        return self._from_iterable([item for item in other if item in self])

    def __or__(self, other):
        return self._from_iterable([item for item in self] + [item for item in other])

    def __sub__(self, other):
        return self._from_iterable([item for item in self if item not in other])

    def __xor__(self, other):
        return (self - other) | self._from_iterable([item for item in other if item not in self])

    @classmethod
    def _from_iterable(cls, items):
        return cls(items)

    def isdisjoint(self, other):
        return not any([item in self for item in other])


class MutableSet(Set):
    _needs = ()


class MappingView(Sized):
    _needs = ()


class KeysView(MappingView):
    _needs = ()


class ItemsView(MappingView):
    _needs = ()


class ValuesView(MappingView):
    _needs = ()


class Mapping(Collection):
    _needs = ()

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return dict.fromkeys([key for key in self]).keys()

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())


_missing = object()


class MutableMapping(Mapping):
    _needs = ()

    @abstractmethod
    def __setitem__(self, key, item):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=_missing):
        try:
            item = self[key]
        except KeyError:
            if default is _missing:
                raise
            return default
        del self[key]
        return item

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        for key in [key for key in self]:
            del self[key]

    def update(self, other=(), /, **kwargs):
        if hasattr(other, 'keys'):
            other = [(key, other[key]) for key in other.keys()]
        for key, item in other:
            self[key] = item
        for key, item in kwargs.items():
            self[key] = item

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default


for _builtin in (list, tuple, str, range, bytes, bytearray):
    Sequence.register(_builtin)
for _builtin in (list, bytearray):
    MutableSequence.register(_builtin)
for _builtin in (set, frozenset):
    Set.register(_builtin)
MutableSet.register(set)
Mapping.register(dict)
MutableMapping.register(dict)
KeysView.register(type({}.keys()))
ValuesView.register(type({}.values()))
ItemsView.register(type({}.items()))
