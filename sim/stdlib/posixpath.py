# gilscope: native
"""Paths as text: os.path without a disk."""

sep = '/'


def isabs(s):
    return s.startswith('/')


def join(a, *p):
    for b in p:
        if b.startswith('/'):
            a = b
        elif not a or a.endswith('/'):
            a += b
        else:
            a += '/' + b
    return a


def split(p):
    i = p.rfind('/') + 1
    head, tail = p[:i], p[i:]
    if head and head != '/' * len(head):
        head = head.rstrip('/')
    return head, tail


def basename(p):
    return p[p.rfind('/') + 1:]


def dirname(p):
    return split(p)[0]


def splitext(p):
    base = basename(p)
    dot = base.rfind('.')
    if dot <= 0 or base[:dot] == '.' * dot:
        return p, ''
    cut = len(p) - len(base) + dot
    return p[:cut], p[cut:]


def normpath(path):
    if not path:
        return '.'
    root = '/' if path.startswith('/') else ''
    parts = []
    for part in path.split('/'):
        if part in ('', '.'):
            continue
        if part != '..' or (not root and not parts) or (parts and parts[-1] == '..'):
            parts.append(part)
        elif parts:
            parts.pop()
    return (root + '/'.join(parts)) or '.'


def abspath(path):
    return normpath(path if isabs(path) else join('/home/user', path))


realpath = abspath


def expanduser(path):
    if path == '~' or path.startswith('~/'):
        return '/home/user' + path[1:]
    return path


def commonprefix(m):
    if not m:
        return ''
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def exists(path):
    raise NotImplementedError('gilscope does not support os.path.exists(): the simulated machine has no disk')


isfile = isdir = getsize = exists
