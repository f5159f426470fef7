# gilscope: native
"""Constants of characters, Template, and Formatter."""

__all__ = ('ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits', 'printable', 'punctuation',
           'whitespace', 'Formatter', 'Template')

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


def _is_start(c):
    return c == '_' or c in ascii_letters


def _is_inner(c):
    return c == '_' or c in ascii_letters or c in digits


class Template:
    """$name and ${name}; $$ is a dollar sign."""
    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        """Yields (text, name, offset, source): text alone has name None; a bad dollar has source None."""
        text, mark = self.template, self.delimiter
        at = 0
        while True:
            start = text.find(mark, at)
            if start < 0:
                yield text[at:], None, at, ''
                return
            yield text[at:start], None, at, ''
            at = start + len(mark)
            if text[at:at + len(mark)] == mark:
                yield mark, None, start, ''
                at += len(mark)
                continue
            braced = text[at:at + 1] == '{'
            end = first = at + braced
            if end < len(text) and _is_start(text[end]):
                while end < len(text) and _is_inner(text[end]):
                    end += 1
            if end == first or braced and text[end:end + 1] != '}':
                yield mark, None, start, None
                continue
            at = end + braced
            yield None, text[first:end], start, text[start:at]

    def _invalid(self, offset):
        lines = self.template[:offset].splitlines(True)
        if not lines:
            row, col = 1, 1
        else:
            row, col = len(lines), offset - len(''.join(lines[:-1])) + 1 - (lines[-1][-1:] == '\n') * len(lines[-1])
            row += lines[-1][-1:] == '\n'
        raise ValueError(f'Invalid placeholder in string: line {row}, col {col}')

    def substitute(self, mapping={}, /, **kws):
        values = {**mapping, **kws}
        parts = []
        for text, name, offset, source in self._pieces():
            if source is None:
                self._invalid(offset)
            parts.append(text if name is None else str(values[name]))
        return ''.join(parts)

    def safe_substitute(self, mapping={}, /, **kws):
        values = {**mapping, **kws}
        return ''.join([text if name is None else str(values[name]) if name in values else source
                        for text, name, offset, source in self._pieces()])

    def is_valid(self):
        return all([source is not None for *_, source in self._pieces()])

    def get_identifiers(self):
        names = []
        for _, name, _, _ in self._pieces():
            if name is not None and name not in names:
                names.append(name)
        return names


def _parse(text):
    """(literal, field, spec, conversion) for each piece of a format string; field None: literal text alone."""
    literal, at, n = '', 0, len(text)
    while at < n:
        c = text[at]
        at += 1
        if c not in '{}':
            literal += c
            continue
        if text[at:at + 1] == c:
            literal += c
            at += 1
            yield literal, None, None, None
            literal = ''
            continue
        if c == '}':
            raise ValueError("Single '}' encountered in format string")
        if at >= n:
            raise ValueError("Single '{' encountered in format string")
        depth, start, bracket = 1, at, False
        colon = bang = -1
        while at < n:
            d = text[at]
            if colon < 0 and d == '[':
                bracket = True
            elif bracket and d == ']':
                bracket = False
            if d == '{':
                depth += 1
            elif d == '}':
                depth -= 1
                if depth == 0:
                    break
            elif depth == 1 and not bracket and colon < 0:
                if d == ':':
                    colon = at
                elif d == '!' and bang < 0:
                    bang = at
            at += 1
        else:
            raise ValueError("expected '}' before end of string")
        name_end = min([x for x in (bang, colon, at) if x >= 0])
        conversion = text[bang + 1:colon if colon >= 0 else at] if bang >= 0 else None
        yield literal, text[start:name_end], text[colon + 1:at] if colon >= 0 else '', conversion
        literal = ''
        at += 1
    if literal:
        yield literal, None, None, None


class Formatter:
    """str.format(), with methods to override."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2, 0)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used, depth, auto):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        parts = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                parts.append(literal)
            if field is None:
                continue
            if field == '' or field[0] in '.[':
                if auto is False:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                field = str(auto) + field
                auto += 1
            elif field.isdigit():
                if auto:
                    raise ValueError('cannot switch from automatic field numbering to manual field specification')
                auto = False
            value, key = self.get_field(field, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used, depth - 1, auto)
            parts.append(self.format_field(value, spec))
        return ''.join(parts), auto

    def parse(self, format_string):
        return _parse(format_string)

    def get_field(self, field_name, args, kwargs):
        end = min([x for x in (field_name.find('.'), field_name.find('['), len(field_name)) if x >= 0])
        first, rest = field_name[:end], field_name[end:]
        key = int(first) if first.isdigit() else first
        value = self.get_value(key, args, kwargs)
        while rest:
            if rest[0] == '.':
                end = min([x for x in (rest.find('.', 1), rest.find('[', 1), len(rest)) if x >= 0])
                value = getattr(value, rest[1:end])
            else:
                end = rest.index(']') + 1
                inner = rest[1:end - 1]
                value = value[int(inner) if inner.isdigit() else inner]
            rest = rest[end:]
        return value, key

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')
