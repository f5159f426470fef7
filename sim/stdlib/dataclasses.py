# gilscope: native
"""Data classes. CPython generates source text for the methods; here they are closures over the field
list, which behave alike, error messages included."""

from _binding import bind


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    pass


MISSING = _Missing()


class _KwOnly:
    pass


KW_ONLY = _KwOnly()


class InitVar:
    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata if metadata is not None else {}
        self.kw_only = kw_only
        self._init_only = False

    def __repr__(self):
        return f'Field(name={self.name!r},type={self.type!r},default={self.default!r})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _is_classvar(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(('ClassVar', 'typing.ClassVar'))
    return getattr(annotation, '_gilscope_form', None) == 'ClassVar'


def _is_initvar(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(('InitVar', 'dataclasses.InitVar'))
    return annotation is InitVar or isinstance(annotation, InitVar)


def _own_fields(cls, kw_only):
    """The fields that the class body itself declares, in order."""
    found = []
    for name, annotation in cls.__dict__.get('__annotations__', {}).items():
        if annotation is KW_ONLY:
            kw_only = True
            continue
        if _is_classvar(annotation):
            continue
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            item = default
            if item.default is not MISSING:
                setattr(cls, name, item.default)
            else:
                delattr(cls, name)
        else:
            item = field(default=default)
        if isinstance(item.default, (list, dict, set)):
            raise ValueError(f'mutable default {type(item.default)} for field {name} is not allowed: use default_factory')
        item.name = name
        item.type = annotation
        item._init_only = _is_initvar(annotation)
        if item.kw_only is MISSING:
            item.kw_only = kw_only
        found.append(item)
    for name, item in cls.__dict__.items():
        if isinstance(item, Field) and name not in cls.__dict__.get('__annotations__', {}):
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return found


def _check_default_order(all_fields):
    seen = False
    for f in all_fields:
        if f.init and not f.kw_only:
            has = f.default is not MISSING or f.default_factory is not MISSING
            if seen and not has:
                raise TypeError(f'non-default argument {f.name!r} follows default argument')
            seen = seen or has


def _make_init(cls, all_fields, frozen):
    positional = [f.name for f in all_fields if f.init and not f.kw_only]
    keyword_only = [f.name for f in all_fields if f.init and f.kw_only]
    defaults = {}
    for f in all_fields:
        if f.init and f.default is not MISSING:
            defaults[f.name] = f.default
        elif f.init and f.default_factory is not MISSING:
            defaults[f.name] = MISSING
    what = f'{cls.__qualname__}.__init__'
    stored = [f for f in all_fields if not f._init_only]
    init_only = [f.name for f in all_fields if f._init_only]
    has_post_init = hasattr(cls, '__post_init__')

    def __init__(self, /, *args, **kwargs):
        bound = bind(what, positional, keyword_only, defaults, args, kwargs)
        for f in stored:
            item = bound.get(f.name, MISSING)
            if item is MISSING:
                if f.default_factory is not MISSING:
                    item = f.default_factory()
                elif f.default is not MISSING:
                    item = f.default
                else:
                    continue
            object.__setattr__(self, f.name, item)
        if has_post_init:
            self.__post_init__(*[bound[name] for name in init_only])
    __init__.__qualname__ = what
    return __init__


def _values(instance, names):
    return tuple([getattr(instance, name) for name in names])


def _make_repr(names):
    def __repr__(self):
        pairs = [f'{name}={getattr(self, name)!r}' for name in names]
        return f'{self.__class__.__qualname__}({", ".join(pairs)})'
    return __repr__


def _make_eq(names):
    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) == _values(other, names)
        return NotImplemented
    return __eq__


def _add_order(cls, names):
    def __lt__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) < _values(other, names)
        return NotImplemented

    def __le__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) <= _values(other, names)
        return NotImplemented

    def __gt__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) > _values(other, names)
        return NotImplemented

    def __ge__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) >= _values(other, names)
        return NotImplemented

    for method in (__lt__, __le__, __gt__, __ge__):
        if method.__name__ in cls.__dict__:
            raise TypeError(f'Cannot overwrite attribute {method.__name__} in class {cls.__name__}. '
                            'Consider using functools.total_ordering')
        setattr(cls, method.__name__, method)


def _make_hash(names):
    def __hash__(self):
        return hash(_values(self, names))
    return __hash__


def _freeze(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f'cannot assign to field {name!r}')
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f'cannot delete field {name!r}')
        super(cls, self).__delattr__(name)

    cls.__setattr__ = __setattr__
    cls.__delattr__ = __delattr__


def _add_hash(cls, names, eq, frozen, unsafe_hash, had_hash):
    if unsafe_hash:
        if had_hash:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        cls.__hash__ = _make_hash(names)
    elif eq and frozen and not had_hash:
        cls.__hash__ = _make_hash(names)
    elif eq and not frozen and not had_hash:
        cls.__hash__ = None


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only):
    if order and not eq:
        raise ValueError('eq must be true if order is true')
    by_name = {}
    any_frozen = False
    for base in cls.__mro__[-1:0:-1]:
        inherited = base.__dict__.get('__dataclass_fields__')
        if inherited is None:
            continue
        by_name.update(inherited)
        base_frozen = base.__dict__['__dataclass_params__']['frozen']
        if base_frozen != frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one' if base_frozen else
                            'cannot inherit frozen dataclass from a non-frozen one')
    for f in _own_fields(cls, kw_only):
        by_name[f.name] = f
    had_hash = cls.__dict__.get('__hash__') is not None
    all_fields = list(by_name.values())
    _check_default_order(all_fields)
    shown = [f for f in all_fields if not f._init_only]
    cls.__dataclass_fields__ = by_name
    cls.__dataclass_params__ = {'init': init, 'repr': repr, 'eq': eq, 'order': order, 'frozen': frozen}
    if init and '__init__' not in cls.__dict__:
        cls.__init__ = _make_init(cls, all_fields, frozen)
    if repr and '__repr__' not in cls.__dict__:
        method = _make_repr([f.name for f in shown if f.repr])
        method.__qualname__ = f'{cls.__qualname__}.__repr__'
        cls.__repr__ = method
    compared = [f.name for f in shown if f.compare]
    if eq and '__eq__' not in cls.__dict__:
        cls.__eq__ = _make_eq(compared)
    if order:
        _add_order(cls, compared)
    if frozen:
        _freeze(cls, [f.name for f in shown])
    hashed = [f.name for f in shown if (f.compare if f.hash is None else f.hash)]
    _add_hash(cls, hashed, eq, frozen, unsafe_hash, had_hash)
    if match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in all_fields if f.init and not f.kw_only])
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def made(c):
        c = _process(c, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)
        return _with_slots(c) if slots else c
    return made if cls is None else made(cls)


def _with_slots(cls):
    """The class made again, with its fields as slots."""
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get('__slots__', ())}
    namespace = dict(cls.__dict__)
    names = tuple([f.name for f in fields(cls)])
    for name in (*names, '__dict__', '__weakref__'):
        namespace.pop(name, None)
    namespace['__slots__'] = tuple([name for name in names if name not in inherited])
    namespace['__qualname__'] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, namespace)


def fields(class_or_instance):
    by_name = getattr(class_or_instance, '__dataclass_fields__', None)
    if by_name is None:
        raise TypeError('must be called with a dataclass type or instance')
    return tuple([f for f in by_name.values() if not f._init_only])


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), '__dataclass_fields__')


def _converted(item, convert):
    if is_dataclass(item) and not isinstance(item, type):
        return convert(item)
    if isinstance(item, tuple) and hasattr(item, '_fields'):
        return type(item)(*[_converted(i, convert) for i in item])
    if isinstance(item, (list, tuple)):
        return type(item)([_converted(i, convert) for i in item])
    if isinstance(item, dict):
        return type(item)([(_converted(k, convert), _converted(v, convert)) for k, v in item.items()])
    return item


def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('asdict() should be called on dataclass instances')

    def convert(item):
        return dict_factory([(f.name, _converted(getattr(item, f.name), convert)) for f in fields(item)])
    return convert(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('astuple() should be called on dataclass instances')

    def convert(item):
        return tuple_factory([_converted(getattr(item, f.name), convert) for f in fields(item)])
    return convert(obj)


def replace(obj, /, **changes):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('replace() should be called on dataclass instances')
    for f in obj.__dataclass_fields__.values():
        if not f.init:
            if f.name in changes:
                raise ValueError(f'field {f.name} is declared with init=False, it cannot be specified with replace()')
        elif f.name not in changes:
            if f._init_only and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    annotations = {}
    body = dict(namespace or {})
    for item in fields:
        if isinstance(item, str):
            annotations[item] = object
        else:
            annotations[item[0]] = item[1]
            if len(item) == 3:
                body[item[0]] = item[2]
    body['__annotations__'] = annotations
    return dataclass(type(cls_name, bases, body), **options)
