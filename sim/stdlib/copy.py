# gilscope: native
"""Shallow and deep copies."""


class Error(Exception):
    pass


error = Error


def _shared(x):
    """Things that are their own copies."""
    return (x is None or isinstance(x, (int, float, complex, str, bytes, type, range))
            or x is Ellipsis or x is NotImplemented or callable(x) and not hasattr(x, '__dict__'))


def _blank(x):
    cls = type(x)
    if isinstance(x, BaseException):
        return cls.__new__(cls, *x.args)
    for base in (list, dict, set, tuple):
        if isinstance(x, base):
            return base.__new__(cls)
    return object.__new__(cls)


def copy(x):
    own = getattr(type(x), '__copy__', None)
    if own is not None:
        return own(x)
    if type(x) in (list, dict, set, bytearray):
        return x.copy()
    if _shared(x) or type(x) in (tuple, frozenset) or type(x).__name__ in ('function', 'builtin_function_or_method', 'module'):
        return x
    result = _blank(x)
    if isinstance(x, list):
        result.extend(x)
    elif isinstance(x, (dict, set)):
        result.update(x)
    result.__dict__.update(x.__dict__)
    return result


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    known = memo.get(id(x))
    if known is not None:
        return known
    own = getattr(type(x), '__deepcopy__', None)
    if own is not None:
        result = own(x, memo)
        memo[id(x)] = result
        return result
    if _shared(x) or type(x).__name__ in ('function', 'builtin_function_or_method', 'module'):
        return x
    if isinstance(x, tuple):
        items = [deepcopy(item, memo) for item in x]
        if all([a is b for a, b in zip(items, x)]):
            return x
        return type(x)(*items) if hasattr(x, '_fields') else type(x)(items)
    if isinstance(x, frozenset):
        return type(x)([deepcopy(item, memo) for item in x])
    if isinstance(x, bytearray):
        return x.copy()
    result = _blank(x)
    memo[id(x)] = result
    if isinstance(x, list):
        for item in x:
            result.append(deepcopy(item, memo))
    elif isinstance(x, dict):
        for key, item in x.items():
            dict.__setitem__(result, deepcopy(key, memo), deepcopy(item, memo))
    elif isinstance(x, set):
        for item in x:
            result.add(deepcopy(item, memo))
    if hasattr(x, '__dict__'):
        for name, item in x.__dict__.items():
            result.__dict__[name] = deepcopy(item, memo)
    return result
