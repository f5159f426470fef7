# gilscope: native
"""Enumerations: the members of a class are its values, made once."""


class auto:
    """A value to be chosen by the class: one more than the largest before it."""
    def __init__(self, value=None):
        self.value = value


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class property(property):
    """Like the builtin one; a class may have it beside a member of that name."""


def _is_dunder(name):
    return len(name) > 4 and name[:2] == '__' and name[-2:] == '__'


def _is_sunder(name):
    return len(name) > 2 and name[0] == '_' and name[-1] == '_' and name[1] != '_'


def _is_descriptor(item):
    return hasattr(item, '__get__') or hasattr(item, '__set__') or hasattr(item, '__delete__')


class _Body(dict):
    """The namespace of an Enum's class body: tells members from the rest, in order."""

    def __init__(self):
        dict.__init__(self)
        self._member_names = []
        self._last_values = []
        self._generate = None
        self._ignore = []

    def _next(self, name):
        generate = self._generate
        if generate is None:
            generate = _count_up
        return generate(name, 1, len(self._member_names), self._last_values[:])

    def __setitem__(self, key, item):
        if key == '_generate_next_value_':
            self._generate = item.__func__ if isinstance(item, staticmethod) else item
        elif key == '_ignore_':
            self._ignore = item.replace(',', ' ').split() if isinstance(item, str) else list(item)
        elif _is_dunder(key) or _is_sunder(key) or key in self._ignore or key.startswith('_Enum__'):
            pass
        elif isinstance(item, nonmember):
            item = item.value
        elif isinstance(item, member) or not (_is_descriptor(item) or isinstance(item, type)):
            if key in self._member_names:
                raise TypeError(f'{key!r} already defined as {dict.__getitem__(self, key)!r}')
            if isinstance(item, member):
                item = item.value
            if isinstance(item, auto):
                item = self._next(key) if item.value is None else item.value
            elif isinstance(item, tuple):
                item = tuple([self._next(key) if isinstance(i, auto) and i.value is None else i for i in item])
            self._member_names.append(key)
            self._last_values.append(item)
        dict.__setitem__(self, key, item)

    def update(self, other):
        for key, item in other.items():
            self[key] = item


def _count_up(name, start, count, last_values):
    numbers = [v for v in last_values if isinstance(v, int)]
    return max(numbers) + 1 if numbers else start


def _data_type(bases):
    """The builtin type whose values the members are (int in IntEnum), or None."""
    for base in bases:
        for cls in base.__mro__:
            if cls is object or isinstance(cls, EnumType):
                continue
            if '__new__' in cls.__dict__ or cls in (int, str, float, bytes, tuple, complex):
                return cls
    return None


class EnumType(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kwds):
        body = _Body()
        for base in bases:
            generate = getattr(base, '_generate_next_value_', None)
            if generate is not None:
                body._generate = generate
                break
        return body

    def __new__(mcls, name, bases, body, *, boundary=None, **kwds):
        names = getattr(body, '_member_names', [])
        values = {n: dict.__getitem__(body, n) for n in names}
        namespace = {key: item for key, item in body.items() if key not in values and key != '_ignore_'}
        for base in bases:
            if isinstance(base, EnumType) and base._member_map_:
                raise TypeError(f'<enum {name!r}> cannot extend {base!r}')
        if '_generate_next_value_' in namespace and not isinstance(namespace['_generate_next_value_'], staticmethod):
            namespace['_generate_next_value_'] = staticmethod(namespace['_generate_next_value_'])
        namespace['_member_map_'] = {}
        namespace['_member_names_'] = []
        namespace['_value2member_'] = []
        data = _data_type(bases)
        make = namespace.pop('__new__', None)
        cls = super().__new__(mcls, name, bases, namespace, **kwds)
        cls._member_type_ = data if data is not None else object
        if make is not None:
            cls._make_member_ = staticmethod(make)
        for key, item in values.items():
            _add_member(cls, key, item, data)
        return cls

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        if names is None and (cls._member_map_ or '_missing_' in cls.__dict__):
            return cls._lookup_(value)
        if names is None:
            return cls._lookup_(value)
        return cls._create_(value, names, type, start)

    def _create_(cls, name, names, mixin, start):
        bases = (cls,) if mixin is None else (mixin, cls)
        body = EnumType.__prepare__(name, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if hasattr(names, 'items'):
            names = list(names.items())
        last = []
        for i, item in enumerate(names):
            if isinstance(item, str):
                value = cls._generate_next_value_(item, start, i, last[:])
                last.append(value)
                body[item] = value
            else:
                body[item[0]] = item[1]
        return cls.__class__(name, bases, body)

    def _lookup_(cls, value):
        if type(value) is cls:
            return value
        for known, found in cls._value2member_:
            if known == value:
                return found
        error = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            error = e
            result = None
        if isinstance(result, cls):
            return result
        problem = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        if error is None and result is None:
            raise problem
        if error is None:
            error = TypeError(f'error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member')
        if not isinstance(error, ValueError):
            error.__context__ = problem
        raise error

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_][::-1])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __contains__(cls, item):
        if isinstance(item, cls):
            return item._name_ in cls._member_map_ or isinstance(item, Flag)
        import sys
        if sys.version_info < (3, 12) and not isinstance(item, Enum):
            raise TypeError(f"unsupported operand type(s) for 'in': '{type(item).__qualname__}' and "
                            f"'{cls.__class__.__qualname__}'")
        return any([known == item for known, found in cls._value2member_])

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __dir__(cls):
        return sorted(list(cls._member_map_) + ['__class__', '__doc__', '__members__', '__module__'])

    def __repr__(cls):
        if issubclass(cls, Flag):
            return f'<flag {cls.__name__!r}>'
        return f'<enum {cls.__name__!r}>'


EnumMeta = EnumType


def _add_member(cls, name, value, data):
    args = value if isinstance(value, tuple) else (value,)
    if data is tuple:
        args = (args,)
    make = getattr(cls, '_make_member_', None)
    if make is not None:
        item = make(cls, *args)
    elif data is None:
        item = object.__new__(cls)
    else:
        item = data.__new__(cls, *args)
    if '_value_' not in item.__dict__:
        item._value_ = value if data is None or make is not None else data(*args)
    for known in cls._member_map_.values():
        if known._value_ == item._value_ and type(known._value_) is type(item._value_):
            cls._member_map_[name] = known
            type.__setattr__(cls, name, known)
            return
    item._name_ = name
    item._sort_order_ = len(cls._member_names_)
    item.__objclass__ = cls
    if cls.__init__ is not object.__init__ and '__init__' in _program_methods(cls):
        item.__init__(*args)
    cls._member_map_[name] = item
    if not _is_composite(cls, item):
        cls._member_names_.append(name)
    cls._value2member_.append((item._value_, item))
    type.__setattr__(cls, name, item)


def _program_methods(cls):
    found = set()
    for base in cls.__mro__:
        if isinstance(base, EnumType):
            found.update(base.__dict__)
    return found


def _is_composite(cls, item):
    """Flags: only members of a single bit are listed."""
    if not _flag_defined or not issubclass(cls, Flag):
        return False
    value = item._value_
    return not isinstance(value, int) or value <= 0 or value & (value - 1) != 0


_flag_defined = False


class Enum(metaclass=EnumType):
    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return _count_up(name, start, count, last_values)

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        shown = self._value_
        return f'<{self.__class__.__name__}.{self._name_}: {shown!r}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, protocol):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    """Only repr() is an enum's; str() and format() are the data type's."""


class IntEnum(int, ReprEnum):
    __repr__ = Enum.__repr__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    def __hash__(self):
        return int.__hash__(self)


class StrEnum(str, ReprEnum):
    __repr__ = Enum.__repr__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self)

    def __format__(self, spec):
        return str.__format__(self, spec)

    def __hash__(self):
        return str.__hash__(self)


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 1 << max(last_values).bit_length()

    @classmethod
    def _all_bits_(cls):
        bits = 0
        for item in cls._member_map_.values():
            bits |= item._value_
        return bits

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            return None
        known = cls._all_bits_()
        if value < 0:
            value = known & value
            for existing, found in cls._value2member_:
                if existing == value:
                    return found
        elif value & ~known:
            if not issubclass(cls, int):
                raise ValueError(f'{cls!r} invalid value {value!r}\n    given {_bits(value, known)}\n  allowed {_bits(known, known)}')
        item = int.__new__(cls, value) if issubclass(cls, int) else object.__new__(cls)
        item._value_ = value
        item._name_ = '|'.join([m._name_ for m in cls if m._value_ & value]) or None
        cls._value2member_.append((value, item))
        return item

    def _members_(self):
        return [m for m in self.__class__ if m._value_ & self._value_]

    def __iter__(self):
        return iter(self._members_())

    def __len__(self):
        return bin(self._value_).count('1')

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and "
                            f"{self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __bool__(self):
        return bool(self._value_)

    def _other_bits_(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if issubclass(self.__class__, int) and isinstance(other, int):
            return other
        return None

    def __or__(self, other):
        bits = self._other_bits_(other)
        return NotImplemented if bits is None else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._other_bits_(other)
        return NotImplemented if bits is None else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._other_bits_(other)
        return NotImplemented if bits is None else self.__class__(self._value_ ^ bits)

    def __invert__(self):
        return self.__class__(self.__class__._all_bits_() & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __repr__(self):
        if self._name_ is None:
            return f'<{self.__class__.__name__}: {self._value_!r}>'
        return f'<{self.__class__.__name__}.{self._name_}: {self._value_!r}>'

    def __str__(self):
        if self._name_ is None:
            return f'{self.__class__.__name__}({self._value_!r})'
        return f'{self.__class__.__name__}.{self._name_}'


def _bits(value, known):
    width = max(value.bit_length(), known.bit_length())
    return '0b0 ' + f'{value:0{width}b}'


_flag_defined = True


class IntFlag(int, ReprEnum, Flag):
    __repr__ = Flag.__repr__
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    def __hash__(self):
        return int.__hash__(self)


def unique(enumeration):
    twins = [f'{alias} -> {item.name}' for alias, item in enumeration.__members__.items() if alias != item.name]
    if twins:
        raise ValueError(f'duplicate values found in {enumeration!r}: {", ".join(twins)}')
    return enumeration
