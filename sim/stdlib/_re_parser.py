# gilscope: native
"""Regular expressions as trees of tuples, the kind first."""
from _c_re import lower as _lower

_A, _I, _L, _M, _S, _X, _U = 256, 2, 4, 8, 16, 64, 32
_LETTERS = {'a': _A, 'i': _I, 'L': _L, 'm': _M, 's': _S, 'x': _X, 'u': _U}


class error(Exception):
    """What is wrong with a pattern, and where."""

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f'{msg} at position {pos}'
            if newline in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


error.__module__ = 're'


_CATEGORIES = {'d': (0, 0), 'D': (0, 1), 's': (1, 0), 'S': (1, 1), 'w': (2, 0), 'W': (2, 1)}
_ESCAPES = {'n': 10, 't': 9, 'r': 13, 'f': 12, 'v': 11, 'a': 7}
_ENDLESS = -1


class _Parser:
    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.text = pattern if isinstance(pattern, str) else pattern.decode('latin-1')
        self.at = 0
        self.flags = flags
        self.groups = 1
        self.names = {}
        self.open = set()

    def fail(self, message, at=None):
        raise error(message, self.pattern, self.at if at is None else at)

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else ''

    def take(self, piece):
        if self.text.startswith(piece, self.at):
            self.at += len(piece)
            return True
        return False

    def until(self, end, what):
        stop = self.text.find(end, self.at)
        name = self.text[self.at:stop if stop >= 0 else len(self.text)]
        if not name:
            self.fail(f'missing {what}')
        if stop < 0:
            self.fail(f'missing {end}, unterminated name')
        self.at = stop + 1
        return name

    def alternatives(self, flags):
        branches = [self.sequence(flags)]
        while self.take('|'):
            branches.append(self.sequence(flags))
        return branches[0] if len(branches) == 1 else ('or', branches)

    def sequence(self, flags):
        items = []
        while self.at < len(self.text) and self.peek() not in '|)':
            if flags & _X:
                ch = self.peek()
                if ch.isspace():
                    self.at += 1
                    continue
                if ch == '#':
                    end = self.text.find('\n', self.at)
                    self.at = len(self.text) if end < 0 else end + 1
                    continue
            start = self.at
            item = self.atom(flags)
            if item is None:
                flags |= self.flags & (_I | _M | _S | _X | _A)
                continue
            items.append(self.repeated(item, start, flags))
        return ('seq', items)

    def repeated(self, item, start, flags):
        while True:
            if flags & _X:
                while self.peek().isspace():
                    self.at += 1
            here = self.at
            ch = self.peek()
            if ch == '*':
                low, high = 0, _ENDLESS
            elif ch == '+':
                low, high = 1, _ENDLESS
            elif ch == '?':
                low, high = 0, 1
            elif ch == '{':
                bounds = self.bounds()
                if bounds is None:
                    return item
                low, high = bounds
                self.at -= 1
            else:
                return item
            self.at += 1
            if item[0] == 'at':
                self.fail('nothing to repeat', here)
            if item[0] == 'repeat':
                self.fail('multiple repeat', here)
            lazy = self.take('?')
            possessive = not lazy and self.take('+')
            item = ('repeat', item, low, high, lazy)
            if possessive:
                item = ('atomic', item)

    def bounds(self):
        """{m}, {m,}, {,n}, {m,n}; None when the brace is an ordinary character."""
        end = self.text.find('}', self.at)
        inside = self.text[self.at + 1:end] if end > 0 else ''
        low, comma, high = inside.partition(',')
        if end < 0 or not inside or not all(p == '' or (p.isascii() and p.isdigit()) for p in (low, high)) or (not comma and not low):
            return None
        here = self.at
        self.at = end + 1
        least = int(low) if low else 0
        most = least if not comma else int(high) if high else _ENDLESS
        if most != _ENDLESS and most < least:
            self.fail('min repeat greater than max repeat', here + 1)
        return least, most

    def atom(self, flags):
        start = self.at
        ch = self.peek()
        self.at += 1
        if ch == '.':
            return ('all',) if flags & _S else ('any',)
        if ch == '^':
            return ('at', 1 if flags & _M else 0)
        if ch == '$':
            return ('at', 3 if flags & _M else 2)
        if ch == '(':
            return self.group(flags, start)
        if ch == '[':
            return self.set(flags, start)
        if ch == '\\':
            return self.escape(flags, start)
        if ch in '*+?':
            self.fail('nothing to repeat', start)
        if ch == '{' :
            self.at = start
            if self.bounds() is not None:
                self.fail('nothing to repeat', start)
            self.at = start + 1
        return self.char(ord(ch), flags)

    def char(self, point, flags):
        if flags & _I and (_lower(point) != point or chr(point).upper() != chr(point)):
            return ('fold', _lower(point))
        return ('char', point)

    def escape(self, flags, start):
        if self.at == len(self.text):
            self.fail('bad escape (end of pattern)', start)
        ch = self.peek()
        self.at += 1
        if ch in _CATEGORIES:
            return ('set', 0, flags & _I, [(1, *_CATEGORIES[ch])])
        kinds = {'A': 0, 'Z': 4, 'b': 5, 'B': 6}
        if ch in kinds:
            return ('at', kinds[ch])
        if ch in '123456789':
            if self.peek().isdigit():
                two = self.text[self.at - 1:self.at + 1]
                three = self.text[self.at - 1:self.at + 2]
                if len(three) == 3 and all(c in '01234567' for c in three):
                    self.at += 2
                    if int(three, 8) > 255:
                        self.fail(f'octal escape value \\{three} outside of range 0-0o377', start)
                    return self.char(int(three, 8), flags)
                self.at += 1
                number = int(two)
            else:
                number = int(ch)
            if number >= self.groups:
                self.fail(f'invalid group reference {number}', start + 1)
            if number in self.open:
                self.fail('cannot refer to an open group', start)
            return ('back', number, 1 if flags & _I else 0)
        return self.char(self.escaped_point(ch, start), flags)

    def escaped_point(self, ch, start):
        """A character's escape, in a set or outside."""
        if ch in _ESCAPES:
            return _ESCAPES[ch]
        lengths = {'x': 2, 'u': 4, 'U': 8}
        if ch in lengths and (ch == 'x' or isinstance(self.pattern, str)):
            digits = self.text[self.at:self.at + lengths[ch]]
            if len(digits) < lengths[ch] or not all(c in '0123456789abcdefABCDEF' for c in digits):
                while digits and not all(c in '0123456789abcdefABCDEF' for c in digits):
                    digits = digits[:-1]
                self.fail(f'incomplete escape \\{ch}{digits}', start)
            self.at += lengths[ch]
            return int(digits, 16)
        if ch == '0':
            end = self.at
            while end < self.at + 2 and end < len(self.text) and self.text[end] in '01234567':
                end += 1
            digits = self.text[self.at:end] or '0'
            self.at = end
            return int(digits, 8)
        if ch.isascii() and ch.isalnum():
            self.fail(f'bad escape \\{ch}', start)
        return ord(ch)

    def set(self, flags, start):
        items = []
        negated = 1 if self.take('^') else 0
        first = True
        while True:
            if self.at >= len(self.text):
                self.fail('unterminated character set', start)
            here = self.at
            if self.take(']') and not first:
                break
            self.at = here
            first = False
            low = self.set_member()
            if self.peek() == '-' and self.text[self.at + 1:self.at + 2] not in (']', ''):
                self.at += 1
                high = self.set_member()
                if isinstance(low, tuple) or isinstance(high, tuple) or high < low:
                    self.fail(f'bad character range {self.text[here:self.at]}', here)
                items.append((0, low, high))
            elif isinstance(low, tuple):
                items.append((1, *low))
            else:
                items.append((0, low, low))
        return ('set', negated, flags & _I, items)

    def set_member(self):
        here = self.at
        ch = self.peek()
        self.at += 1
        if ch != '\\':
            return ord(ch)
        if self.at == len(self.text):
            self.fail('bad escape (end of pattern)', here)
        ch = self.peek()
        self.at += 1
        if ch in _CATEGORIES:
            return _CATEGORIES[ch]
        if ch == 'b':
            return 8
        if ch in '01234567':
            self.at -= 1
            end = self.at
            while end < self.at + 3 and end < len(self.text) and self.text[end] in '01234567':
                end += 1
            digits = self.text[self.at:end]
            self.at = end
            return int(digits, 8)
        return self.escaped_point(ch, here)

    def close(self, start):
        if not self.take(')'):
            self.fail('missing ), unterminated subpattern', start)

    def group(self, flags, start):
        if not self.take('?'):
            return self.capture(None, flags, start)
        if self.at == len(self.text):
            self.fail('unexpected end of pattern')
        if self.take(':'):
            item = self.alternatives(flags)
            self.close(start)
            return ('group', item)
        if self.take('>'):
            item = self.alternatives(flags)
            self.close(start)
            return ('atomic', item)
        if self.take('P<'):
            here = self.at
            name = self.until('>', 'group name')
            self.check_name(name, here)
            if name in self.names:
                self.fail(f'redefinition of group name {name!r} as group {self.groups}; was group {self.names[name]}', here)
            return self.capture(name, flags, start)
        if self.take('P='):
            here = self.at
            name = self.until(')', 'group name')
            self.check_name(name, here)
            if name not in self.names:
                self.fail(f'unknown group name {name!r}', here)
            return ('back', self.names[name], 1 if flags & _I else 0)
        if self.take('P'):
            self.unknown('?P', start)
        if self.take('#'):
            end = self.text.find(')', self.at)
            if end < 0:
                self.fail('missing ), unterminated comment', start)
            self.at = end + 1
            return ('seq', [])
        for mark, behind, negated in (('=', 0, 0), ('!', 0, 1), ('<=', 1, 0), ('<!', 1, 1)):
            if self.take(mark):
                item = self.alternatives(flags)
                self.close(start)
                back = 0
                if behind:
                    low, high = _width(item, self)
                    if low != high:
                        raise error('look-behind requires fixed-width pattern')
                    back = low
                return ('look', item, negated, back)
        if self.take('<'):
            self.unknown('?<', start)
        if self.take('('):
            return self.conditional(flags, start)
        return self.flag_group(flags, start)

    def unknown(self, what, start):
        if self.at == len(self.text):
            self.fail('unexpected end of pattern')
        self.fail(f'unknown extension {what}{self.peek()}', start + 1)

    def check_name(self, name, here):
        if not name.isidentifier():
            self.fail(f'bad character in group name {name!r}', here)

    def capture(self, name, flags, start):
        number = self.groups
        self.groups += 1
        if name is not None:
            self.names[name] = number
        self.open.add(number)
        item = self.alternatives(flags)
        self.close(start)
        self.open.discard(number)
        return ('capture', number, item)

    def conditional(self, flags, start):
        here = self.at
        name = self.until(')', 'group name')
        if name.isdigit():
            number = int(name)
            if number == 0:
                self.fail('bad group number', here)
        else:
            self.check_name(name, here)
            if name not in self.names:
                self.fail(f'unknown group name {name!r}', here)
            number = self.names[name]
        yes = self.sequence(flags)
        no = self.sequence(flags) if self.take('|') else ('seq', [])
        if self.peek() == '|':
            self.fail('conditional backref with more than two branches')
        self.close(start)
        return ('if', number, yes, no)

    def flag_group(self, flags, start):
        """(?aiLmsux), (?aiLmsux-imsx:...)"""
        on = off = 0
        negative = False
        while True:
            ch = self.peek()
            self.at += 1
            if ch in _LETTERS:
                if negative:
                    off |= _LETTERS[ch]
                else:
                    on |= _LETTERS[ch]
            elif ch == '-' and not negative:
                negative = True
            elif ch == ':':
                item = self.alternatives((flags | on) & ~off)
                self.close(start)
                return ('group', item)
            elif ch == ')' and not negative:
                if start != 0 and self.text[:start].strip():
                    self.fail('global flags not at the start of the expression', start)
                self.flags |= on
                return None
            elif ch == '':
                self.at -= 1
                self.fail('missing -, : or )')
            else:
                self.at -= 1
                self.fail('unknown flag' if on or off or negative else f'unknown extension ?{ch}', None if on or off or negative else start + 1)


def _width(item, parser):
    """Least and most characters that a tree takes."""
    kind = item[0]
    if kind in ('char', 'fold', 'any', 'all', 'set'):
        return 1, 1
    if kind == 'seq':
        low = high = 0
        for part in item[1]:
            a, b = _width(part, parser)
            low, high = low + a, high + b
        return low, high
    if kind == 'or':
        widths = [_width(b, parser) for b in item[1]]
        return min([w[0] for w in widths]), max([w[1] for w in widths])
    if kind == 'capture':
        return _width(item[2], parser)
    if kind in ('group', 'atomic'):
        return _width(item[1], parser)
    if kind == 'repeat':
        low, high = _width(item[1], parser)
        return low * item[2], high * item[3] if item[3] >= 0 else 1 << 30
    if kind == 'back':
        return 0, 1 << 30
    if kind == 'if':
        a, b = _width(item[2], parser), _width(item[3], parser)
        return min(a[0], b[0]), max(a[1], b[1])
    return 0, 0
