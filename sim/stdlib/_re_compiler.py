# gilscope: native
"""Trees of regular expressions to programs for the matcher."""

# the numbers are re.c's
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
