def fail(kind, *args):
    raise kind(*args)

def collect(*makers):
    found = []
    for m in makers:
        try:
            m()
        except Exception as e:
            found.append(e)
    return found

inner = ExceptionGroup("inner", collect(lambda: fail(KeyError, "k"), lambda: fail(OSError, 2, "No such file", "x")))
first = collect(lambda: fail(ValueError, 1))
first[0].add_note("a note")
first[0].add_note("another\nof two lines")
try:
    raise first[0] from inner
except ValueError as e:
    raise ExceptionGroup("outer", [e, inner, TypeError("plain")])
