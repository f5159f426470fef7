# gilscope: native
"""JSON texts: dumps and loads, with their options. (C and Python in CPython.)"""

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

_ESCAPES = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f'}
_UNESCAPES = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_INFINITY = float('inf')


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        super().__init__(f'{msg}: line {lineno} column {colno} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return type(self), (self.msg, self.doc, self.pos)


def _quoted(text, ascii_only):
    parts = []
    for c in text:
        if c in _ESCAPES:
            parts.append(_ESCAPES[c])
        elif c < ' ' or ascii_only and c > '~':
            code = ord(c)
            if code > 0xffff:
                code -= 0x10000
                parts.append(f'\\u{0xd800 | code >> 10:04x}\\u{0xdc00 | code & 0x3ff:04x}')
            else:
                parts.append(f'\\u{code:04x}')
        else:
            parts.append(c)
    return '"' + ''.join(parts) + '"'


class JSONEncoder:
    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f'Object of type {type(o).__name__} is not JSON serializable')

    def encode(self, o):
        return ''.join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        parts = []
        self._value(o, parts, indent, '\n', set())
        return iter(parts)

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o == _INFINITY:
            text = 'Infinity'
        elif o == -_INFINITY:
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            words = 'Out of range float values are not JSON compliant'
            raise ValueError(f'{words}: {o!r}' if _newer() else words)
        return text

    def _simple(self, o):
        if isinstance(o, str):
            return _quoted(o, self.ensure_ascii)
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return self._float(o)
        return None

    def _key(self, key):
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (int, float)):
            return self._simple(key)
        if self.skipkeys:
            return None
        raise TypeError(f'keys must be str, int, float, bool or None, not {type(key).__name__}')

    def _value(self, o, parts, indent, newline, inside):
        text = self._simple(o)
        if text is not None:
            parts.append(text)
            return
        if id(o) in inside and self.check_circular:
            raise ValueError('Circular reference detected')
        inside.add(id(o))
        if isinstance(o, (list, tuple)):
            self._list(o, parts, indent, newline, inside)
        elif isinstance(o, dict):
            self._dict(o, parts, indent, newline, inside)
        else:
            self._value(self.default(o), parts, indent, newline, inside)
        inside.discard(id(o))

    def _list(self, o, parts, indent, newline, inside):
        if not o:
            parts.append('[]')
            return
        deeper = newline if indent is None else newline + indent
        separator = '['
        for item in o:
            parts.append(separator if indent is None else separator + deeper)
            self._value(item, parts, indent, deeper, inside)
            separator = self.item_separator
        parts.append(']' if indent is None else newline + ']')

    def _dict(self, o, parts, indent, newline, inside):
        if not o:
            parts.append('{}')
            return
        deeper = newline if indent is None else newline + indent
        separator = '{'
        items = sorted(o.items()) if self.sort_keys else o.items()
        for key, item in items:
            key = self._key(key)
            if key is None:
                continue
            parts.append(separator if indent is None else separator + deeper)
            parts.append(_quoted(key, self.ensure_ascii) + self.key_separator)
            self._value(item, parts, indent, deeper, inside)
            separator = self.item_separator
        if separator == '{':
            parts.append('{}')
        else:
            parts.append('}' if indent is None else newline + '}')


def _newer():
    import _gilscope
    return _gilscope.minor >= 12


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
          default=None, sort_keys=False, **kw):
    return (cls or JSONEncoder)(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
                                indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


# -- reading --

_BLANKS = ' \t\n\r'


def _skip(s, at):
    n = len(s)
    while at < n and s[at] in _BLANKS:
        at += 1
    return at


def _string(s, at, strict):
    """The text from after its opening quote, and where it ends."""
    begin = at - 1
    parts = []
    while True:
        start = at
        while at < len(s) and s[at] != '"' and s[at] != '\\' and s[at] >= ' ':
            at += 1
        parts.append(s[start:at])
        if at >= len(s):
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        c = s[at]
        at += 1
        if c == '"':
            return ''.join(parts), at
        if c != '\\':
            if strict:
                raise JSONDecodeError('Invalid control character at', s, at - 1)
            parts.append(c)
            continue
        if at >= len(s):
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        c = s[at]
        at += 1
        if c != 'u':
            if c not in _UNESCAPES:
                raise JSONDecodeError('Invalid \\escape', s, at - 2)
            parts.append(_UNESCAPES[c])
            continue
        code = _hex4(s, at)
        at += 4
        if 0xd800 <= code < 0xdc00 and s[at:at + 2] == '\\u':
            low = _hex4(s, at + 2)
            if 0xdc00 <= low < 0xe000:
                code = 0x10000 + (code - 0xd800 << 10 | low - 0xdc00)
                at += 6
        parts.append(chr(code))


def _hex4(s, at):
    digits = s[at:at + 4]
    if len(digits) == 4 and all([c in '0123456789abcdefABCDEF' for c in digits]):
        return int(digits, 16)
    raise JSONDecodeError('Invalid \\uXXXX escape', s, at - 1)


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or {'NaN': float('nan'), 'Infinity': _INFINITY, '-Infinity': -_INFINITY}.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value, at = self.raw_decode(s, _skip(s, 0))
        at = _skip(s, at)
        if at != len(s):
            raise JSONDecodeError('Extra data', s, at)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _value(self, s, at):
        c = s[at:at + 1]
        if c == '"':
            return _string(s, at + 1, self.strict)
        if c == '{':
            return self._object(s, at + 1)
        if c == '[':
            return self._array(s, at + 1)
        for word, value in (('null', None), ('true', True), ('false', False)):
            if s.startswith(word, at):
                return value, at + len(word)
        number = self._number(s, at)
        if number is not None:
            return number
        for word in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(word, at):
                return self.parse_constant(word), at + len(word)
        raise JSONDecodeError('Expecting value', s, at)

    def _number(self, s, at):
        end = at + (s[at:at + 1] == '-')
        first = end
        while end < len(s) and '0' <= s[end] <= '9':
            end += 1
        if end == first:
            return None
        if s[first] == '0':
            end = first + 1
        whole = end
        if s[end:end + 1] == '.' and '0' <= s[end + 1:end + 2] <= '9':
            end += 1
            while end < len(s) and '0' <= s[end] <= '9':
                end += 1
        if s[end:end + 1] in ('e', 'E'):
            more = end + 1 + (s[end + 1:end + 2] in ('+', '-'))
            if more < len(s) and '0' <= s[more] <= '9':
                while more < len(s) and '0' <= s[more] <= '9':
                    more += 1
                end = more
        text = s[at:end]
        return (self.parse_int(text) if end == whole else self.parse_float(text)), end

    def _array(self, s, at):
        items = []
        at = _skip(s, at)
        if s[at:at + 1] == ']':
            return items, at + 1
        while True:
            item, at = self._value(s, at)
            items.append(item)
            at = _skip(s, at)
            c = s[at:at + 1]
            if c == ']':
                return items, at + 1
            if c != ',':
                raise JSONDecodeError("Expecting ',' delimiter", s, at)
            at = _skip(s, at + 1)

    def _object(self, s, at):
        pairs = []
        at = _skip(s, at)
        if s[at:at + 1] == '}':
            at += 1
        else:
            while True:
                if s[at:at + 1] != '"':
                    raise JSONDecodeError('Expecting property name enclosed in double quotes', s, at)
                key, at = _string(s, at + 1, self.strict)
                at = _skip(s, at)
                if s[at:at + 1] != ':':
                    raise JSONDecodeError("Expecting ':' delimiter", s, at)
                value, at = self._value(s, _skip(s, at + 1))
                pairs.append((key, value))
                at = _skip(s, at)
                c = s[at:at + 1]
                at += 1
                if c == '}':
                    break
                if c != ',':
                    raise JSONDecodeError("Expecting ',' delimiter", s, at - 1)
                at = _skip(s, at)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), at
        result = dict(pairs)
        return (result if self.object_hook is None else self.object_hook(result)), at


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = s.decode('utf-8')
    else:
        raise TypeError(f'the JSON object must be str, bytes or bytearray, not {type(s).__name__}')
    return (cls or JSONDecoder)(object_hook=object_hook, parse_float=parse_float, parse_int=parse_int, parse_constant=parse_constant,
                                object_pairs_hook=object_pairs_hook, **kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
