# gilscope: native
"""Paragraphs of text: wrap, fill, shorten, dedent, indent."""

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_SPACES = ' \t\n\r\v\f'


def _is_letter(c):
    return c.isalpha()


def _split_hyphens(word):
    """Where a word may break: after a hyphen between letters (two before it), and at dashes."""
    parts, start, at, n = [], 0, 0, len(word)
    while at < n:
        if word[at] != '-':
            at += 1
            continue
        end = at
        while end < n and word[end] == '-':
            end += 1
        if end - at >= 2:
            if at > start and end < n and (word[at - 1].isalnum() or word[at - 1] in '_!"\'&.,?') and (word[end].isalnum() or word[end] == '_'):
                parts += [word[start:at], word[at:end]]
                start = end
            at = end
            continue
        before, after = word[start:at], word[end:]
        if (len(before) >= 2 and _is_letter(before[-1]) and _is_letter(before[-2])
                or len(before) >= 3 and before[-1].isalpha() and before[-2] == '-') and len(after) >= 2 and after[0].isalpha() and (
                    after[1].isalpha() or after[1] == '-' and len(after) >= 3 and after[2].isalpha()):
            parts.append(word[start:end])
            start = end
        at = end
    if start < n:
        parts.append(word[start:])
    return parts


class TextWrapper:
    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False,
                 break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate({ord(c): ' ' for c in _SPACES})
        return text

    def _split(self, text):
        chunks, at, n = [], 0, len(text)
        while at < n:
            end = at
            space = text[at] in _SPACES
            while end < n and (text[end] in _SPACES) == space:
                end += 1
            piece = text[at:end]
            chunks += [piece] if space or not self.break_on_hyphens else _split_hyphens(piece)
            at = end
        return chunks

    def _fix_sentence_endings(self, chunks):
        for i in range(len(chunks) - 1):
            word = chunks[i].rstrip('"\'')
            if chunks[i + 1] == ' ' and len(word) > 1 and word[-1] in '.!?' and 'a' <= word[-2] <= 'z':
                chunks[i + 1] = '  '

    def _split_long(self, chunks, line, length, width):
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            end = room
            word = chunks[-1]
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind('-', 0, room)
                if hyphen > 0 and any([c != '-' for c in word[:hyphen]]):
                    end = hyphen + 1
            line.append(word[:end])
            chunks[-1] = word[end:]
        elif not line:
            line.append(chunks.pop())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        if self.max_lines is not None:
            margin = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(margin) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        lines = []
        chunks.reverse()
        while chunks:
            line, length = [], 0
            margin = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(margin)
            if self.drop_whitespace and chunks[-1].strip() == '' and lines:
                chunks.pop()
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._split_long(chunks, line, length, width)
                length = sum([len(piece) for piece in line])
            if self.drop_whitespace and line and line[-1].strip() == '':
                length -= len(line.pop())
            if not line:
                continue
            last = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
            if self.max_lines is None or len(lines) + 1 < self.max_lines or last and length <= width:
                lines.append(margin + ''.join(line))
                continue
            self._shorten(lines, line, length, width, margin)
            break
        return lines

    def _shorten(self, lines, line, length, width, margin):
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(margin + ''.join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            previous = lines[-1].rstrip()
            if len(previous) + len(self.placeholder) <= self.width:
                lines[-1] = previous + self.placeholder
                return
        lines.append(margin + self.placeholder.lstrip())

    def wrap(self, text):
        chunks = self._split(self._munge_whitespace(text))
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    lines = text.split('\n')
    lines = [line if line.strip(' \t') else '' for line in lines]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(' \t'))]
        if margin is None:
            margin = indent
            continue
        common = 0
        while common < len(margin) and common < len(indent) and margin[common] == indent[common]:
            common += 1
        margin = margin[:common]
    if margin:
        lines = [line[len(margin):] for line in lines]
    return '\n'.join(lines)


def indent(text, prefix, predicate=None):
    lines = text.splitlines(True)
    return ''.join([prefix + line if (predicate(line) if predicate else line.strip()) else line for line in lines])
