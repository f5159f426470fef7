class Custom(Exception):
    def __init__(self, code, text):
        self.code = code

class Outer:
    class Inner(Custom):
        pass

def f():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            {}["x"]
        except KeyError:
            raise Outer.Inner(3, "t")

try:
    f()
except Custom as e:
    try:
        raise TypeError from None
    finally:
        undefined
