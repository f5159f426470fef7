# gilscope: native
"""Regular expressions: patterns are read into trees, the trees compiled to programs for the matcher (in C)."""
import enum as _enum
from _gilscope import name_types as _name_types
from _c_re import lower as _lower, search as _search

__all__ = ['match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile', 'purge', 'escape', 'error', 'Pattern', 'Match',
           'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE', 'NOFLAG', 'RegexFlag']


class RegexFlag(_enum.IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        names = [f're.{m.name}' for m in RegexFlag if m.value and self.value & m.value]
        return '|'.join(names) or 're.NOFLAG'

    __str__ = __repr__


NOFLAG, DEBUG = RegexFlag.NOFLAG, RegexFlag.DEBUG
A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
L = LOCALE = RegexFlag.LOCALE
U = UNICODE = RegexFlag.UNICODE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
X = VERBOSE = RegexFlag.VERBOSE
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
PatternError = error

# -- reading: a tree of tuples, kind first --

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


# -- compiling; the numbers are re.c's --

(_MATCH, _CHAR, _FOLD, _ANY, _ALL, _SET, _SPLIT, _JUMP, _SAVE, _ASSERT, _BACK, _LOOK, _MARK, _CHECK, _ATOMIC, _IF, _RUN) = range(17)


class _Compiler:
    def __init__(self, groups):
        self.out = []
        self.registers = 2 * groups

    def single(self, item):
        """The instruction of a tree that takes one character; None for others."""
        kind = item[0]
        if kind == 'char':
            return [_CHAR, item[1]]
        if kind == 'fold':
            return [_FOLD, item[1]]
        if kind == 'any':
            return [_ANY]
        if kind == 'all':
            return [_ALL]
        if kind == 'set':
            flat = [x for member in item[3] for x in member]
            return [_SET, 5 + len(flat), 1 if item[2] else 0, item[1], len(item[3]), *flat]
        if kind == 'group' or (kind == 'seq' and len(item[1]) == 1):
            return self.single(item[1] if kind == 'group' else item[1][0])
        return None

    def emit(self, item):
        out = self.out
        one = self.single(item)
        if one is not None:
            out.extend(one)
            return
        kind = item[0]
        if kind == 'seq':
            for part in item[1]:
                self.emit(part)
        elif kind == 'or':
            jumps = []
            for branch in item[1][:-1]:
                split = len(out)
                out.extend([_SPLIT, split + 3, 0])
                self.emit(branch)
                jumps.append(len(out))
                out.extend([_JUMP, 0])
                out[split + 2] = len(out)
            self.emit(item[1][-1])
            for jump in jumps:
                out[jump + 1] = len(out)
        elif kind == 'capture':
            out.extend([_SAVE, 2 * item[1]])
            self.emit(item[2])
            out.extend([_SAVE, 2 * item[1] + 1])
        elif kind == 'group':
            self.emit(item[1])
        elif kind == 'at':
            out.extend([_ASSERT, item[1]])
        elif kind == 'back':
            out.extend([_BACK, item[1], item[2]])
        elif kind == 'look':
            at = len(out)
            out.extend([_LOOK, 0, item[2], item[3]])
            self.emit(item[1])
            out.append(_MATCH)
            out[at + 1] = len(out)
        elif kind == 'atomic':
            at = len(out)
            out.extend([_ATOMIC, 0])
            self.emit(item[1])
            out.append(_MATCH)
            out[at + 1] = len(out)
        elif kind == 'if':
            at = len(out)
            out.extend([_IF, item[1], 0])
            self.emit(item[2])
            jump = len(out)
            out.extend([_JUMP, 0])
            out[at + 2] = len(out)
            self.emit(item[3])
            out[jump + 1] = len(out)
        else:
            self.repeat(*item[1:])

    def repeat(self, item, low, high, lazy):
        out = self.out
        one = self.single(item)
        if one is not None:
            at = len(out)
            out.extend([_RUN, 0, low, high, 1 if lazy else 0, *one])
            out[at + 1] = len(out)
            return
        for _ in range(low):
            self.emit(item)
        if high < 0:
            register = self.registers
            self.registers += 1
            loop = len(out)
            out.extend([_SPLIT, 0, 0, _MARK, register])
            self.emit(item)
            check = len(out)
            out.extend([_CHECK, register, 0, _JUMP, loop])
            out[check + 2] = len(out)
            self.choose(loop, loop + 3, len(out), lazy)
            return
        splits = []
        for _ in range(high - low):
            splits.append(len(out))
            out.extend([_SPLIT, 0, 0])
            self.emit(item)
        for split in splits:
            self.choose(split, split + 3, len(out), lazy)

    def choose(self, split, body, after, lazy):
        self.out[split + 1], self.out[split + 2] = (after, body) if lazy else (body, after)


# -- patterns and matches --

class Match:
    """What matched, and where."""

    def __init__(self, pattern, string, pos, endpos, spans):
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self._spans = spans

    @property
    def regs(self):
        return tuple([self._span(i) for i in range(self.re.groups + 1)])

    def _number(self, group):
        if isinstance(group, int) and 0 <= group <= self.re.groups:
            return group
        if isinstance(group, str) and group in self.re._names:
            return self.re._names[group]
        raise IndexError('no such group')

    def _span(self, number):
        start, end = self._spans[2 * number], self._spans[2 * number + 1]
        return (-1, -1) if start < 0 or end < 0 else (start, end)

    def _text(self, number, default=None):
        start, end = self._span(number)
        return default if start < 0 else self.string[start:end]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._number(groups[0]))
        return tuple([self._text(self._number(g)) for g in groups])

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple([self._text(i, default) for i in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._text(i, default) for name, i in self.re._names.items()}

    def start(self, group=0, /):
        return self._span(self._number(group))[0]

    def end(self, group=0, /):
        return self._span(self._number(group))[1]

    def span(self, group=0, /):
        return self._span(self._number(group))

    @property
    def lastindex(self):
        best = None
        for i in range(1, self.re.groups + 1):
            if self._span(i)[0] >= 0 and (best is None or self._span(i)[1] >= self._span(best)[1] and not self._inside(i, best)):
                best = i
        return best

    def _inside(self, i, outer):
        a, b = self._span(i), self._span(outer)
        return b[0] <= a[0] and a[1] <= b[1] and i > outer and a != (-1, -1) and a[1] > b[0] and a[0] < b[1]

    @property
    def lastgroup(self):
        index = self.lastindex
        for name, i in self.re._names.items():
            if i == index:
                return name
        return None

    def expand(self, template):
        return _expand(_template(template, self.re), self)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f'<re.Match object; span={self.span()}, match={self._text(0)!r}>'

    def __class_getitem__(cls, item):
        return cls


def _expand(pieces, match):
    empty = match.string[:0]
    return empty.join([p if not isinstance(p, int) else match._text(p, empty) for p in pieces])


def _template(template, pattern):
    """Texts and group numbers of a replacement."""
    text = template if isinstance(template, str) else template.decode('latin-1')
    pieces = []
    at = 0
    while True:
        slash = text.find('\\', at)
        if slash < 0:
            pieces.append(text[at:])
            break
        pieces.append(text[at:slash])
        ch = text[slash + 1:slash + 2]
        at = slash + 2
        if ch == 'g':
            if text[at:at + 1] != '<':
                raise error('missing <', template, at)
            end = text.find('>', at)
            if end < 0:
                raise error('missing >, unterminated name', template, at + 1)
            name = text[at + 1:end]
            if not name:
                raise error('missing group name', template, at + 1)
            if name.isdigit():
                number = int(name)
                if number > pattern.groups:
                    raise error(f'invalid group reference {number}', template, at + 1)
            elif not name.isidentifier():
                raise error(f'bad character in group name {name!r}', template, at + 1)
            elif name in pattern._names:
                number = pattern._names[name]
            else:
                raise IndexError(f'unknown group name {name!r}')
            pieces.append(number)
            at = end + 1
        elif ch == '0' or (ch.isdigit() and len(text) >= slash + 4 and all(c in '01234567' for c in text[slash + 1:slash + 4])):
            end = slash + 1
            while end < slash + 4 and end < len(text) and text[end] in '01234567':
                end += 1
            pieces.append(chr(int(text[slash + 1:end], 8)))
            at = end
        elif ch.isdigit() and ch.isascii():
            if text[at:at + 1].isdigit():
                at += 1
            number = int(text[slash + 1:at])
            if number > pattern.groups:
                raise error(f'invalid group reference {number}', template, slash + 1)
            pieces.append(number)
        elif ch in _ESCAPES and ch != '':
            pieces.append(chr(_ESCAPES[ch]))
        elif ch == 'b':
            pieces.append('\b')
        elif ch.isascii() and ch.isalpha():
            raise error(f'bad escape \\{ch}', template, slash)
        elif ch == '':
            raise error('bad escape (end of pattern)', template, slash)
        else:
            pieces.append(ch if ch == '\\' else '\\' + ch)
    if not isinstance(template, str):
        pieces = [p if isinstance(p, int) else p.encode('latin-1') for p in pieces]
    return pieces


class Pattern:
    """A compiled regular expression."""

    def __init__(self, pattern, flags):
        parser = _Parser(pattern, flags)
        tree = parser.alternatives(flags)
        if parser.flags != flags:  # flags inside the pattern hold for all of it
            flags = parser.flags
            parser = _Parser(pattern, flags)
            tree = parser.alternatives(flags)
        if parser.at < len(parser.text):
            parser.fail('unbalanced parenthesis')
        if isinstance(pattern, str) and not flags & _A:
            flags |= _U
        compiler = _Compiler(parser.groups)
        compiler.out.extend([_SAVE, 0])
        compiler.emit(tree)
        compiler.out.extend([_SAVE, 1, _MATCH])
        self.pattern = pattern
        self.flags = int(flags)
        self.groups = parser.groups - 1
        self._names = parser.names
        self._program = compiler.out
        self._registers = compiler.registers
        self._ascii = bool(flags & _A) or not isinstance(pattern, str)

    @property
    def groupindex(self):
        return dict(self._names)

    def _run(self, string, pos, endpos, how):
        if isinstance(string, str) != isinstance(self.pattern, str):
            if not isinstance(string, (str, bytes, bytearray)):
                raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")
            kind = 'string' if isinstance(self.pattern, str) else 'bytes'
            raise TypeError(f'cannot use a {kind} pattern on a {"bytes-like" if kind == "string" else "string"} object')
        if not isinstance(string, (str, bytes, bytearray)):
            raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")
        n = len(string)
        pos = 0 if pos < 0 else min(pos, n)
        endpos = n if endpos is None or endpos > n else max(endpos, 0)
        if pos > endpos:
            return None
        spans = _search(self._program, self._registers, string, pos, endpos, how, self._ascii)
        return None if spans is None else Match(self, string, pos, endpos, spans)

    def search(self, string, pos=0, endpos=None):
        return self._run(string, pos, endpos, 0)

    def match(self, string, pos=0, endpos=None):
        return self._run(string, pos, endpos, 1)

    def fullmatch(self, string, pos=0, endpos=None):
        return self._run(string, pos, endpos, 2)

    def _all(self, string, pos=0, endpos=None):
        """Every match from left to right; after an empty one something must be taken before the next."""
        found = []
        advance = False
        while True:
            if not advance:
                m = self._run(string, pos, endpos, 0)
            else:
                m = self._not_empty(string, pos, endpos)
                if m is None and pos < len(string):
                    m = self._run(string, pos + 1, endpos, 0)
            if m is None:
                return found
            found.append(m)
            start, pos = m.span()
            advance = start == pos

    def _not_empty(self, string, pos, endpos):
        """A match at pos that is not empty: the program with "something was taken" in front of its end."""
        program = self._program
        register = self._registers
        strict = [_MARK, register]
        body = _shift(program, 2)[:-3]
        fail = len(strict) + len(body)
        # CHECK jumps to a set that nothing is in when nothing was taken
        code = strict + body + [_SAVE, 1, _CHECK, register, fail + 6, _MATCH, _SET, 5, 0, 0, 0]
        spans = _search(code, register + 1, string, pos, len(string) if endpos is None else min(endpos, len(string)), 1, self._ascii)
        return None if spans is None else Match(self, string, pos, len(string) if endpos is None else endpos, spans)

    def findall(self, string, pos=0, endpos=None):
        empty = string[:0] if isinstance(string, (str, bytes)) else ''
        if self.groups == 0:
            return [m._text(0) for m in self._all(string, pos, endpos)]
        if self.groups == 1:
            return [m._text(1, empty) for m in self._all(string, pos, endpos)]
        return [m.groups(empty) for m in self._all(string, pos, endpos)]

    def finditer(self, string, pos=0, endpos=None):
        return iter(self._all(string, pos, endpos))

    def split(self, string, maxsplit=0):
        pieces = []
        at = 0
        for m in self._all(string):
            if maxsplit and maxsplit * (1 + self.groups) <= len(pieces):
                break
            start, end = m.span()
            pieces.append(string[at:start])
            pieces.extend(m.groups())
            at = end
        pieces.append(string[at:])
        return pieces

    def subn(self, repl, string, count=0):
        pieces = []
        at = done = 0
        template = None if callable(repl) else _template(repl, self) if (('\\' in repl) if isinstance(repl, str) else (b'\\' in repl)) else [repl]
        for m in self._all(string):
            if count and done == count:
                break
            start, end = m.span()
            pieces.append(string[at:start])
            pieces.append(repl(m) if template is None else _expand(template, m))
            at = end
            done += 1
        pieces.append(string[at:])
        return string[:0].join(pieces), done

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def scanner(self, string):
        raise NotImplementedError('gilscope does not support Pattern.scanner()')

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return compile, (self.pattern, self.flags)

    def __repr__(self):
        flags = self.flags & ~_U if isinstance(self.pattern, str) else self.flags
        text = repr(self.pattern)
        if len(text) > 200:
            text = text[:200]
        return f're.compile({text}{", " + repr(RegexFlag(flags)) if flags else ""})'

    def __class_getitem__(cls, item):
        return cls


Pattern.__module__ = Match.__module__ = 're'
_OPERANDS = {_CHAR: 1, _FOLD: 1, _ANY: 0, _ALL: 0, _SAVE: 1, _ASSERT: 1, _BACK: 2, _MARK: 1, _MATCH: 0}
_JUMPS = {_SPLIT: (2, (1, 2)), _JUMP: (1, (1,)), _CHECK: (2, (2,)), _LOOK: (3, (1,)), _ATOMIC: (1, (1,)), _IF: (2, (2,)), _RUN: (4, (1,))}


def _shift(program, by):
    """The same program somewhere else."""
    out = list(program)
    at = 0
    while at < len(out):
        op = out[at]
        if op == _SET:
            at += out[at + 1]
        elif op in _JUMPS:
            count, jumps = _JUMPS[op]
            for j in jumps:
                out[at + j] += by
            at += 1 + count
        else:
            at += 1 + _OPERANDS[op]
    return out


# -- functions --

_cache = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError('first argument must be string or compiled pattern')
    flags = int(flags)
    key = (type(pattern), pattern, flags)
    made = _cache.get(key)
    if made is None:
        if isinstance(pattern, bytes) and flags & _U:
            raise ValueError('cannot use UNICODE flag with a bytes pattern')
        made = Pattern(pattern, flags)
        if len(_cache) >= 512:
            del _cache[next(iter(_cache))]
        _cache[key] = made
    return made


def purge():
    _cache.clear()


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


_special = frozenset('()[]{}?*+-|^$\\.&~# \t\n\r\v\f')


def escape(pattern):
    if isinstance(pattern, str):
        return ''.join(['\\' + ch if ch in _special else ch for ch in pattern])
    return escape(pattern.decode('latin-1')).encode('latin-1')


_name_types(Pattern, Match)
