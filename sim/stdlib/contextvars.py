# gilscope: native
"""Context variables: what CPython has in C (Python/context.c). A Context's variables are a dict that is never changed once
made: setting a variable makes the next one, so that a copy is one pointer, as CPython's trie gives it.
Each thread has a current context (its own, empty at first, made when something is set)."""
from _gilscope import context_get as _context_get, context_set as _context_set

__all__ = ('Context', 'ContextVar', 'Token', 'copy_context')

_absent = object()


class Context:
    """A mapping of ContextVars to their values."""

    def __init__(self):
        self._vars = {}
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f'cannot enter context: {self!r} is already entered')
        previous = _context_get()
        self._entered = True
        _context_set(self)
        try:
            return callable(*args, **kwargs)
        finally:
            self._entered = False
            _context_set(previous)

    def copy(self):
        new = Context()
        new._vars = self._vars
        return new

    def __getitem__(self, var):
        _check_key(var)
        return self._vars[var]

    def __contains__(self, var):
        _check_key(var)
        return var in self._vars

    def get(self, var, default=None, /):
        _check_key(var)
        return self._vars.get(var, default)

    def __iter__(self):
        return iter(self._vars)

    def __len__(self):
        return len(self._vars)

    def keys(self):
        return self._vars.keys()

    def values(self):
        return self._vars.values()

    def items(self):
        return self._vars.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._vars == other._vars

    __hash__ = None

    def __repr__(self):
        return f'<_contextvars.Context object at {id(self):#x}>'


def _check_key(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f'a ContextVar key was expected, got {var!r}')


def _here():
    context = _context_get()
    if context is None:
        context = Context()
        context._entered = True
        _context_set(context)
    return context


class ContextVar:
    def __init__(self, name, /, *, default=_absent):
        if not isinstance(name, str):
            raise TypeError('context variable name must be a str')
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_absent, /):
        context = _context_get()
        if context is not None and self in context._vars:
            return context._vars[self]
        if default is not _absent:
            return default
        if self._default is not _absent:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        context = _here()
        token = Token.__new__(Token)
        token._var = self
        token._context = context
        token._old = context._vars.get(self, Token.MISSING)
        token._used = False
        context._vars = {**context._vars, self: value}
        return token

    def reset(self, token, /):
        if not isinstance(token, Token):
            raise TypeError(f'expected an instance of Token, got {token!r}')
        if token._used:
            raise RuntimeError(f'{token!r} has already been used once')
        if token._var is not self:
            raise ValueError(f'{token!r} was created by a different ContextVar')
        context = _here()
        if token._context is not context:
            raise ValueError(f'{token!r} was created in a different Context')
        token._used = True
        if token._old is Token.MISSING:
            left = {**context._vars}
            left.pop(self, None)
            context._vars = left
        else:
            context._vars = {**context._vars, self: token._old}

    def __class_getitem__(cls, item):
        return cls

    def __repr__(self):
        default = '' if self._default is _absent else f' default={self._default!r}'
        return f'<ContextVar name={self._name!r}{default} at {id(self):#x}>'


class _Missing:
    def __repr__(self):
        return '<Token.MISSING>'


class Token:
    MISSING = _Missing()

    def __init__(self, *args, **kwargs):
        raise RuntimeError('Tokens can only be created by ContextVars')

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old

    def __enter__(self):  # Python 3.14
        return self

    def __exit__(self, *args):
        self._var.reset(self)

    def __repr__(self):
        return f'<Token{" used" if self._used else ""} var={self._var!r} at {id(self):#x}>'


def copy_context():
    context = _context_get()
    new = Context()
    if context is not None:
        new._vars = context._vars
    return new
