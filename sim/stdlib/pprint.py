# gilscope: native
"""Objects as text over several lines."""
import collections as _collections
import sys as _sys

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter', 'pp']


class _Key:
    """Orders what has no order of its own: by type name, then by id."""

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._indent = int(indent)
        self._width = int(width)
        self._depth = depth
        self._stream = stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscores = underscore_numbers

    def pprint(self, object):
        print(self.pformat(object), file=self._stream if self._stream is not None else _sys.stdout)

    def pformat(self, object):
        out = []
        self._format(object, out, 0, 0, [], 0)
        return ''.join(out)

    def format(self, object, context, maxlevels, level):
        return self._short(object, context, level), True, False

    def _pairs(self, d):
        return sorted(d.items(), key=lambda item: _Key(item[0])) if self._sort_dicts else list(d.items())

    def _short(self, obj, context, level):
        """On one line."""
        if isinstance(obj, int) and type(obj) is int and self._underscores:
            return f'{obj:_d}'
        kind = type(obj)
        own = kind.__repr__
        if kind in (dict, list, tuple, set, frozenset) or own in (dict.__repr__, list.__repr__, tuple.__repr__):
            if id(obj) in context:
                return f'<Recursion on {kind.__name__} with id={id(obj)}>'
            if self._depth is not None and level >= self._depth and obj:
                return {dict: '{...}', list: '[...]', tuple: '(...)'}.get(kind, repr(obj))
            context.append(id(obj))
            if isinstance(obj, dict):
                text = '{' + ', '.join([f'{self._short(k, context, level + 1)}: {self._short(v, context, level + 1)}' for k, v in self._pairs(obj)]) + '}'
            elif isinstance(obj, list):
                text = '[' + ', '.join([self._short(x, context, level + 1) for x in obj]) + ']'
            elif isinstance(obj, tuple):
                text = '(' + ', '.join([self._short(x, context, level + 1) for x in obj]) + (',)' if len(obj) == 1 else ')')
            else:
                text = repr(obj)
            context.pop()
            return text
        return repr(obj)

    def _format(self, obj, out, indent, allowance, context, level):
        text = self._short(obj, context, level)
        room = self._width - indent - allowance
        if len(text) <= room or id(obj) in context:
            out.append(text)
            return
        kind = type(obj)
        context.append(id(obj))
        if isinstance(obj, dict) and kind.__repr__ is dict.__repr__:
            self._dict(obj, out, indent, allowance, context, level + 1)
        elif isinstance(obj, list) and kind.__repr__ is list.__repr__:
            out.append('[')
            self._items(obj, out, indent, allowance + 1, context, level + 1)
            out.append(']')
        elif isinstance(obj, tuple) and kind.__repr__ is tuple.__repr__:
            out.append('(')
            end = ',)' if len(obj) == 1 else ')'
            self._items(obj, out, indent, allowance + len(end), context, level + 1)
            out.append(end)
        elif kind in (set, frozenset) and obj:
            start, end = ('{', '}') if kind is set else ('frozenset({', '})')
            out.append(start)
            self._items(sorted(obj, key=_Key), out, indent + (0 if kind is set else len('frozenset(')), allowance + len(end), context, level + 1)
            out.append(end)
        elif kind is _collections.OrderedDict or kind is _collections.defaultdict:
            name = kind.__name__
            if kind is _collections.defaultdict:
                out.append(f'{name}({obj.default_factory!r},\n' + ' ' * (indent + len(name) + 1))
                self._dict(obj, out, indent + len(name) + 1, allowance + 1, context, level + 1)
                out.append(')')
            else:
                out.append(text)
        elif kind is str:
            self._str(obj, out, indent, allowance, level + 1)
        else:
            out.append(text)
        context.pop()

    def _dict(self, obj, out, indent, allowance, context, level):
        out.append('{')
        if self._indent > 1:
            out.append((self._indent - 1) * ' ')
        indent += self._indent
        pairs = self._pairs(obj)
        for i, (key, value) in enumerate(pairs):
            last = i == len(pairs) - 1
            text = self._short(key, context, level)
            out.append(text + ': ')
            self._format(value, out, indent + len(text) + 2, allowance + 1 if last else 1, context, level)
            if not last:
                out.append(',\n' + ' ' * indent)
        out.append('}')

    def _items(self, items, out, indent, allowance, context, level):
        indent += self._indent
        if self._indent > 1:
            out.append((self._indent - 1) * ' ')
        width = room = self._width - indent + 1
        items = list(items)
        begun = False
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._short(item, context, level)
                w = len(text) + 2
                if width < w:
                    width = room
                    if begun:
                        out.append(',\n' + ' ' * indent)
                        begun = False
                if width >= w:
                    width -= w
                    out.append((', ' if begun else '') + text)
                    begun = True
                    continue
            if begun:
                out.append(',\n' + ' ' * indent)
            begun = True
            self._format(item, out, indent, allowance if last else 1, context, level)

    def _str(self, s, out, indent, allowance, level):
        """A long text as pieces of whole words."""
        chunks = []
        lines = s.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = self._width - indent
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                room -= allowance
            if len(text) <= room:
                chunks.append(text)
                continue
            words = _words(line)
            current = ''
            for j, word in enumerate(words):
                wanted = current + word
                space = room
                if j == len(words) - 1 and i == len(lines) - 1:
                    space -= allowance
                if len(repr(wanted)) > space:
                    if current:
                        chunks.append(repr(current))
                    current = word
                else:
                    current = wanted
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(chunks[0])
            return
        if level == 1:
            out.append('(')
        out.append(('\n' + ' ' * indent).join(chunks))
        if level == 1:
            out.append(')')


def _words(line):
    """Each word with the white space behind it."""
    words = []
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and not line[end].isspace():
            end += 1
        while end < len(line) and line[end].isspace():
            end += 1
        words.append(line[at:end])
        at = end
    return words


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pformat(object)


def saferepr(object):
    return PrettyPrinter()._short(object, [], 0)


def isreadable(object):
    return '<' not in saferepr(object)


def isrecursive(object):
    return '<Recursion on' in saferepr(object)
