# gilscope: native
"""Regular expressions: patterns are read into trees, the trees compiled to programs for the matcher (in C)."""
import enum as _enum
from _gilscope import name_types as _name_types
from _c_re import search as _search
from _re_compiler import (
    _ALL, _ANY, _ASSERT, _ATOMIC, _BACK, _CHAR, _CHECK, _FOLD, _IF, _JUMP, _LOOK, _MARK, _MATCH, _RUN, _SAVE, _SET, _SPLIT, _Compiler)
from _re_parser import _A, _ESCAPES, _U, _Parser, error

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
PatternError = error


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
