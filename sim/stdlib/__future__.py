# gilscope: native
"""Features that were optional once; the compiler knows them by name."""


class _Feature:
    def __init__(self, since):
        self.since = since

    def getMandatoryRelease(self):
        return self.since


nested_scopes = generators = _Feature((2, 2))
division = absolute_import = with_statement = print_function = unicode_literals = _Feature((3, 0))
generator_stop = _Feature((3, 7))
annotations = _Feature(None)
