# gilscope: native
"""Binding call arguments to named fields, for classes that CPython builds by generating source text
(namedtuple, dataclass). Errors are worded as those of a real function of that signature."""


def _quoted(names):
    names = [repr(n) for n in names]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return names[0] + ' and ' + names[1]
    return ', '.join(names[:-1]) + ', and ' + names[-1]


def _too_many(what, positional, required, given):
    """given and the counts include self, as CPython's messages do."""
    if required == positional:
        takes = str(positional)
    else:
        takes = f'from {required} to {positional}'
    plural = '' if positional == 1 else 's'
    was = 'was' if given == 1 else 'were'
    raise TypeError(f'{what}() takes {takes} positional argument{plural} but {given} {was} given')


def bind(what, positional, keyword_only, defaults, args, kwargs):
    """The value of every parameter, by name. defaults: name -> value; positional excludes self."""
    bound = {}
    if len(args) > len(positional):
        required = 1
        for name in positional:
            if name not in defaults:
                required += 1
        _too_many(what, len(positional) + 1, required, len(args) + 1)
    for name, item in zip(positional, args):
        bound[name] = item
    for name, item in kwargs.items():
        if name in bound:
            raise TypeError(f'{what}() got multiple values for argument {name!r}')
        if name not in positional and name not in keyword_only:
            raise TypeError(f'{what}() got an unexpected keyword argument {name!r}')
        bound[name] = item
    for kind, names in (('positional', positional), ('keyword-only', keyword_only)):
        missing = [n for n in names if n not in bound and n not in defaults]
        if missing:
            plural = '' if len(missing) == 1 else 's'
            raise TypeError(f'{what}() missing {len(missing)} required {kind} argument{plural}: {_quoted(missing)}')
    for name in defaults:
        if name not in bound:
            bound[name] = defaults[name]
    return bound
