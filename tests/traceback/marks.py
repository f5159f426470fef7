class C:
    def __init__(self):
        self.v = {"k": None}

errors = []
def attempt(f):
    try:
        f()
    except Exception as e:
        errors.append(e)

c = C()
attempt(lambda: c.v["k"].x)
attempt(lambda: (c.v)  +   (1))
attempt(lambda: c.v["nix"]["q"])
attempt(lambda: int("x") + c.missing)
attempt(lambda: [i for i in range(3) if i / 0])
attempt(lambda: len(c.v, "ä" + "ö", 1 + 2))
attempt(lambda: "äöü" + 1)
def wide():
    return c.method(1,
                    2)
attempt(wide)
def raises():
    raise  ValueError( "spaced" )  # comment
attempt(raises)
def augmented():
    n = "a"
    n += 1
attempt(augmented)
def unpack():
    a, b = 1, 2; x, y = [1]
attempt(unpack)
def power():
    return 2 ** "a" if c else 0
attempt(power)
def boolean():
    assert c is None, "message"
attempt(boolean)
def with_statement():
    with c as d:
        pass
attempt(with_statement)
def loop():
    for i in 5:
        pass
attempt(loop)
def deleted():
    del c.v["zz"]
attempt(deleted)
def compare():
    return 1 < "a" <= 2
attempt(compare)
def call_chain():
    return c.v.get("k").upper().lower()
attempt(call_chain)
raise ExceptionGroup("marks", [ExceptionGroup("a", errors[:10]), ExceptionGroup("b", errors[10:])])
