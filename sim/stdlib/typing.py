# gilscope: native
"""Type hints: names that may be written, subscripted and combined; nothing is checked at run time.
NamedTuple and TypedDict make real classes."""

from collections import namedtuple
from abc import ABCMeta, abstractmethod
import collections.abc as _abc

TYPE_CHECKING = False


def _shown(arg):
    if arg is None or arg is type(None):
        return 'None'
    if arg is Ellipsis:
        return '...'
    if isinstance(arg, type):
        if arg.__module__ == 'builtins':
            return arg.__qualname__
        return f'{arg.__module__}.{arg.__qualname__}'
    if isinstance(arg, list):
        return '[' + ', '.join([_shown(a) for a in arg]) + ']'
    return repr(arg)


class _Form:
    """A special form such as Any, Optional or Callable."""

    def __init__(self, name, origin=None):
        self._name = name
        self._gilscope_form = name
        self.__origin__ = origin

    def __getitem__(self, args):
        if not isinstance(args, tuple):
            args = (args,)
        if self._name == 'Optional':
            return _Alias(self, 'Optional', args)
        if self._name == 'Union' and len(args) == 1:
            return args[0]
        return _Alias(self, self._name, args)

    def __call__(self, *args, **kwargs):
        if self.__origin__ is not None:
            return self.__origin__(*args, **kwargs)
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        return () if self.__origin__ is None else (self.__origin__,)

    def __instancecheck__(self, obj):
        if self.__origin__ is None:
            raise TypeError(f'{self!r} cannot be used with isinstance()')
        return isinstance(obj, self.__origin__)

    def __repr__(self):
        return f'typing.{self._name}'


class _Alias:
    def __init__(self, form, name, args):
        self._form = form
        self._name = name
        self._gilscope_form = name
        self.__args__ = args
        self.__origin__ = getattr(form, '__origin__', None) or form

    def __getitem__(self, args):
        return self

    def __call__(self, *args, **kwargs):
        return self._form(*args, **kwargs)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        return isinstance(other, _Alias) and self._name == other._name and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self._name, self.__args__))

    def __mro_entries__(self, bases):
        return self._form.__mro_entries__(bases)

    def __repr__(self):
        args = self.__args__
        if self._name == 'Callable' and len(args) == 2:
            return f'typing.Callable[{_shown(args[0])}, {_shown(args[1])}]'
        return f'typing.{self._name}[{", ".join([_shown(a) for a in args])}]'


Any = _Form('Any')
Union = _Form('Union')
Optional = _Form('Optional')
Literal = _Form('Literal')
ClassVar = _Form('ClassVar')
Final = _Form('Final')
Annotated = _Form('Annotated')
Concatenate = _Form('Concatenate')
TypeGuard = _Form('TypeGuard')
TypeAlias = _Form('TypeAlias')
NoReturn = _Form('NoReturn')
Never = _Form('Never')
Self = _Form('Self')
LiteralString = _Form('LiteralString')
Required = _Form('Required')
NotRequired = _Form('NotRequired')
Unpack = _Form('Unpack')
AnyStr = _Form('AnyStr')
List = _Form('List', list)
Dict = _Form('Dict', dict)
Set = _Form('Set', set)
FrozenSet = _Form('FrozenSet', frozenset)
Tuple = _Form('Tuple', tuple)
Type = _Form('Type', type)
Text = str
Callable = _Form('Callable', _abc.Callable)
Iterable = _Form('Iterable', _abc.Iterable)
Iterator = _Form('Iterator', _abc.Iterator)
Generator = _Form('Generator', _abc.Generator)
Awaitable = _Form('Awaitable', _abc.Awaitable)
Coroutine = _Form('Coroutine', _abc.Coroutine)
AsyncIterable = _Form('AsyncIterable', _abc.AsyncIterable)
AsyncIterator = _Form('AsyncIterator', _abc.AsyncIterator)
AsyncGenerator = _Form('AsyncGenerator', _abc.AsyncGenerator)
Sequence = _Form('Sequence', _abc.Sequence)
MutableSequence = _Form('MutableSequence', _abc.MutableSequence)
Mapping = _Form('Mapping', _abc.Mapping)
MutableMapping = _Form('MutableMapping', _abc.MutableMapping)
AbstractSet = _Form('AbstractSet', _abc.Set)
MutableSet = _Form('MutableSet', _abc.MutableSet)
Collection = _Form('Collection', _abc.Collection)
Container = _Form('Container', _abc.Container)
Sized = _Form('Sized', _abc.Sized)
Hashable = _Form('Hashable', _abc.Hashable)
Reversible = _Form('Reversible', _abc.Reversible)
ContextManager = _Form('ContextManager')
AsyncContextManager = _Form('AsyncContextManager')
DefaultDict = _Form('DefaultDict', dict)
OrderedDict = _Form('OrderedDict', dict)
Counter = _Form('Counter', dict)
Deque = _Form('Deque', list)
IO = _Form('IO')
TextIO = _Form('TextIO')
Pattern = _Form('Pattern')


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__constraints__ = constraints
        self._mark = '+' if covariant else '-' if contravariant else '~'

    def __or__(self, other):
        return Union[self, other]

    def __repr__(self):
        return self._mark + self.__name__


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        return iter((self,))


class Generic:
    def __class_getitem__(cls, args):
        return cls


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if cls.__dict__.get('_runtime_protocol'):
            return all([hasattr(instance, name) for name in _protocol_names(cls)])
        if cls.__dict__.get('_is_protocol') and cls is not Protocol:
            raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        return super().__instancecheck__(instance)

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        namespace['_is_protocol'] = any([getattr(b, '__name__', '') == 'Protocol' for b in bases])
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        return cls

    def __call__(cls, /, *args, **kwargs):
        if cls.__dict__.get('_is_protocol'):
            raise TypeError('Protocols cannot be instantiated')
        return super().__call__(*args, **kwargs)


def _protocol_names(cls):
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get('_is_protocol'):
            names.update([n for n in base.__dict__ if not n.startswith('_') or n in ('__len__', '__iter__', '__call__')])
            names.update(base.__dict__.get('__annotations__', {}))
    return names


class Protocol(metaclass=_ProtocolMeta):
    def __class_getitem__(cls, args):
        return cls


def runtime_checkable(cls):
    cls._runtime_protocol = True
    return cls


class SupportsInt(Protocol):
    def __int__(self):
        pass


class SupportsFloat(Protocol):
    def __float__(self):
        pass


class _NamedTupleMeta(type):
    """A class statement over NamedTuple makes a namedtuple with the body's methods."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if namespace.get('_root'):
            return super().__new__(mcls, name, bases, namespace)
        annotations = namespace.get('__annotations__', {})
        defaults = []
        for field in annotations:
            if field in namespace:
                defaults.append(namespace[field])
            elif defaults:
                raise TypeError(f'Non-default namedtuple field {field} cannot follow default field')
        result = namedtuple(name, list(annotations), defaults=defaults, module=namespace.get('__module__'))
        for key, item in namespace.items():
            if key in ('__new__', '__init__', '__slots__', '_fields', '_make', '_replace', '_asdict'):
                raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
            if key not in annotations and key not in ('__module__', '__annotations__', '__doc__', '__classcell__'):
                setattr(result, key, item)
        result.__annotations__ = annotations
        result.__qualname__ = namespace.get('__qualname__', name)
        if '__doc__' in namespace:
            result.__doc__ = namespace['__doc__']
        return result

    def __call__(cls, typename, fields=None, /, **kwargs):
        if fields is None:
            fields = list(kwargs.items())
        result = namedtuple(typename, [name for name, _ in fields])
        result.__annotations__ = dict(fields)
        return result


class NamedTuple(metaclass=_NamedTupleMeta):
    _root = True


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, /, total=True):
        if namespace.get('_root'):
            return super().__new__(mcls, name, bases, namespace)
        annotations = {}
        for base in bases:
            annotations.update(getattr(base, '__annotations__', {}))
        annotations.update(namespace.get('__annotations__', {}))
        result = type.__new__(mcls, name, (dict,), {'__module__': namespace.get('__module__'), '__doc__': namespace.get('__doc__')})
        result.__annotations__ = annotations
        result.__total__ = total
        return result

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)


class TypedDict(metaclass=_TypedDictMeta):
    _root = True


def NewType(name, tp):
    def new_type(x):
        return x
    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(f):
    return f


def no_type_check(arg):
    return arg


def reveal_type(obj):
    return obj


def assert_never(arg):
    raise AssertionError(f'Expected code to be unreachable, but got: {arg!r}')


def assert_type(val, typ):
    return val


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            hints.update(base.__dict__.get('__annotations__', {}))
    else:
        hints.update(getattr(obj, '__annotations__', {}))
    return hints


def get_origin(tp):
    return getattr(tp, '__origin__', None)


def get_args(tp):
    return getattr(tp, '__args__', ())
