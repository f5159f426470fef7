# gilscope: native
"""Lines of source: of the program and the modules beside it."""
from _gilscope import source_line as _source_line

cache = {}


def getline(filename, lineno, module_globals=None):
    return _source_line(filename, lineno)


def getlines(filename, module_globals=None):
    lines = []
    while line := _source_line(filename, len(lines) + 1):
        lines.append(line)
    return lines


def checkcache(filename=None):
    pass


def clearcache():
    pass
