# gilscope: native
"""Looking at live objects: what kind they are, their members, the signature of functions."""
import enum as _enum
import sys as _sys
import types as _types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR = 1, 2, 4, 8, 16, 32, 128, 512
GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = 'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED'
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = 'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED'


async def _agen():
    yield


_AsyncGenerator = type(_agen())
_Native = type(len)


def ismodule(object):
    return isinstance(object, _types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, _types.FunctionType)


def ismethod(object):
    return isinstance(object, _types.MethodType)


def isbuiltin(object):
    return isinstance(object, _Native)


def isroutine(object):
    return isfunction(object) or ismethod(object) or isbuiltin(object)


def isgenerator(object):
    return isinstance(object, _types.GeneratorType)


def iscoroutine(object):
    return isinstance(object, _types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, _AsyncGenerator)


def iscode(object):
    return isinstance(object, _types.CodeType)


def isframe(object):
    return type(object).__name__ == 'frame'


def istraceback(object):
    return type(object).__name__ == 'traceback'


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), '__await__')


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, '__abstractmethods__', None))


def isdatadescriptor(object):
    return not isclass(object) and (hasattr(type(object), '__set__') or hasattr(type(object), '__delete__'))


def ismethoddescriptor(object):
    return not isclass(object) and not ismethod(object) and not isfunction(object) and hasattr(type(object), '__get__') and not isdatadescriptor(object)


def _flag(object, flag):
    while True:
        if ismethod(object):
            object = object.__func__
        elif type(object).__name__ == 'partial' and hasattr(object, 'func'):
            object = object.func
        else:
            break
    return isfunction(object) and bool(object.__code__.co_flags & flag)


def isgeneratorfunction(object):
    return _flag(object, CO_GENERATOR)


def iscoroutinefunction(object):
    return _flag(object, CO_COROUTINE)


def isasyncgenfunction(object):
    return _flag(object, CO_ASYNC_GENERATOR)


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_SUSPENDED if generator.gi_suspended else GEN_CREATED


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    return CORO_SUSPENDED if coroutine.cr_suspended else CORO_CREATED


def getmro(cls):
    return cls.__mro__


def getmembers(object, predicate=None):
    found = []
    for name in sorted(dir(object)):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def cleandoc(doc):
    lines = doc.expandtabs().split('\n')
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()], default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getdoc(object):
    doc = getattr(object, '__doc__', None)
    if doc is None and isclass(object):
        for base in object.__mro__[1:]:
            if base.__doc__ is not None and base is not type.__mro__[-1]:
                doc = base.__doc__
                break
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object):
    if ismodule(object):
        return object
    return _sys.modules.get(getattr(object, '__module__', None))


def unwrap(func, *, stop=None):
    seen = {id(func)}
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f'wrapper loop when unwrapping {func!r}')
        seen.add(id(func))
    return func


def currentframe():
    return _sys._getframe()


def getsource(object):
    raise NotImplementedError('gilscope does not support inspect.getsource()')


def stack(context=1):
    raise NotImplementedError('gilscope does not support inspect.stack()')


class _empty:
    """Marks what is not there."""


_empty.__module__ = 'inspect'


class _ParameterKind(_enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name

    @property
    def description(self):
        return self.name.lower().replace('_', ' ').replace('var ', 'variadic ').replace('positional or', 'positional or')


def formatannotation(annotation):
    if isinstance(annotation, type) and not hasattr(annotation, '__origin__'):
        if annotation.__module__ in ('builtins', '__main__') or annotation.__module__ is None:
            return annotation.__qualname__ if annotation.__module__ == 'builtins' else f'{annotation.__module__}.{annotation.__qualname__}'
        return f'{annotation.__module__}.{annotation.__qualname__}'
    return repr(annotation).replace('typing.', '')


class Parameter:
    POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
    KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
    VAR_KEYWORD = _ParameterKind.VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = _ParameterKind(kind)
        self.default = default
        self.annotation = annotation

    def replace(self, *, name=None, kind=None, default=..., annotation=...):
        return Parameter(name or self.name, self.kind if kind is None else kind, default=self.default if default is ... else default,
                         annotation=self.annotation if annotation is ... else annotation)

    def __str__(self):
        text = self.name
        if self.kind == 2:
            text = '*' + text
        elif self.kind == 4:
            text = '**' + text
        if self.annotation is not _empty:
            text += ': ' + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (' = ' if self.annotation is not _empty else '=') + repr(self.default)
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self.name, self.kind, self.default, self.annotation) == (other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, int(self.kind)))


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        out = []
        for name, p in self.signature.parameters.items():
            if p.kind >= 3 or name not in self.arguments:
                break
            if p.kind == 2:
                out.extend(self.arguments[name])
            else:
                out.append(self.arguments[name])
        return tuple(out)

    @property
    def kwargs(self):
        out = {}
        skipped = False
        for name, p in self.signature.parameters.items():
            if name not in self.arguments:
                skipped = True
            elif p.kind == 4:
                out.update(self.arguments[name])
            elif p.kind == 3 or skipped and p.kind == 1:
                out[name] = self.arguments[name]
        return out

    def apply_defaults(self):
        full = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif p.default is not _empty:
                full[name] = p.default
            elif p.kind == 2:
                full[name] = ()
            elif p.kind == 4:
                full[name] = {}
        self.arguments = full

    def __repr__(self):
        return f'<BoundArguments ({", ".join([f"{k}={v!r}" for k, v in self.arguments.items()])})>'


class Signature:
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = _types.MappingProxyType({p.name: p for p in parameters or ()})
        self.return_annotation = return_annotation

    def replace(self, *, parameters=None, return_annotation=...):
        return Signature(list(self.parameters.values()) if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is ... else return_annotation)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        kwargs = dict(kwargs)
        for name, p in self.parameters.items():
            if p.kind == 2:
                arguments[name] = tuple(args)
                args = []
                if not arguments[name]:
                    del arguments[name]
            elif p.kind == 4:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif p.kind <= 1 and args:
                if p.kind == 1 and name in kwargs:
                    raise TypeError(f'multiple values for argument {name!r}')
                arguments[name] = args.pop(0)
            elif p.kind != 0 and name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif p.default is _empty and not partial:
                raise TypeError(f'missing a required argument: {name!r}')
        if args:
            raise TypeError('too many positional arguments')
        if kwargs:
            raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def __str__(self):
        parts = []
        last_only = False
        star = False
        for p in self.parameters.values():
            if last_only and p.kind != 0:
                parts.append('/')
            last_only = p.kind == 0
            if p.kind == 2:
                star = True
            elif p.kind == 3 and not star:
                parts.append('*')
                star = True
            parts.append(str(p))
        if last_only:
            parts.append('/')
        text = f'({", ".join(parts)})'
        if self.return_annotation is not _empty:
            text += ' -> ' + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return f'<Signature {self}>'

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self.parameters.values()) == list(other.parameters.values()) and self.return_annotation == other.return_annotation

    __hash__ = None


def _of_function(func):
    code = func.__code__
    names = code.co_varnames
    positional, keyword_only = code.co_argcount, code.co_kwonlyargcount
    defaults, keyword_defaults = func.__defaults__ or (), func.__kwdefaults__ or {}
    annotations = func.__annotations__
    out = []
    for i in range(positional):
        kind = 0 if i < code.co_posonlyargcount else 1
        at = i - (positional - len(defaults))
        out.append(Parameter(names[i], kind, default=defaults[at] if at >= 0 else _empty, annotation=annotations.get(names[i], _empty)))
    at = positional + keyword_only
    if code.co_flags & CO_VARARGS:
        out.append(Parameter(names[at], 2, annotation=annotations.get(names[at], _empty)))
        at += 1
    for name in names[positional:positional + keyword_only]:
        out.append(Parameter(name, 3, default=keyword_defaults.get(name, _empty), annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        out.append(Parameter(names[at], 4, annotation=annotations.get(names[at], _empty)))
    return Signature(out, return_annotation=annotations.get('return', _empty))


def _without_first(sig):
    parameters = list(sig.parameters.values())
    if parameters and parameters[0].kind <= 1:
        parameters = parameters[1:]
    return sig.replace(parameters=parameters)


def signature(obj, *, follow_wrapped=True):
    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if follow_wrapped:
        obj = unwrap(obj)
    if ismethod(obj):
        return _without_first(signature(obj.__func__))
    if isfunction(obj):
        return _of_function(obj)
    if type(obj).__name__ == 'partial':
        return _of_partial(obj)
    if isclass(obj):
        for name in ('__init__', '__new__'):
            method = getattr(obj, name, None)
            if isfunction(method):
                return _without_first(_of_function(method))
        if hasattr(obj, '__dataclass_fields__') or hasattr(obj, '_fields'):
            raise NotImplementedError('gilscope does not support the signature of classes whose __init__ is generated')
        return Signature()
    call = getattr(type(obj), '__call__', None)
    if isfunction(call):
        return _without_first(_of_function(call))
    raise ValueError(f'no signature found for builtin {obj!r}')


def _of_partial(obj):
    sig = signature(obj.func)
    bound = sig.bind_partial(*obj.args, **obj.keywords)
    out = []
    keyword_only = False
    for name, p in sig.parameters.items():
        if p.kind <= 1 and name in bound.arguments and name not in obj.keywords:
            continue
        if name in obj.keywords:
            keyword_only = True
            p = p.replace(default=obj.keywords[name], kind=3)
        elif keyword_only and p.kind == 1:
            p = p.replace(kind=3)
        out.append(p)
    return sig.replace(parameters=out)


def getfullargspec(func):
    from collections import namedtuple
    spec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')
    parameters = signature(func, follow_wrapped=False).parameters.values()
    names = {kind: [p.name for p in parameters if p.kind == kind] for kind in range(5)}
    return spec(names[0] + names[1], names[2][0] if names[2] else None, names[4][0] if names[4] else None,
                tuple([p.default for p in parameters if p.kind <= 1 and p.default is not _empty]) or None, names[3],
                {p.name: p.default for p in parameters if p.kind == 3 and p.default is not _empty} or None,
                {p.name: p.annotation for p in parameters if p.annotation is not _empty})


def getcallargs(func, /, *args, **kwargs):
    bound = signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def getattr_static(obj, attr, default=_empty):
    for cls in type(obj).__mro__:
        if attr in cls.__dict__:
            return cls.__dict__[attr]
    found = getattr(obj, '__dict__', {}).get(attr, default)
    if found is _empty:
        raise AttributeError(attr)
    return found
