def low(d):
    return d["a"]["b"] + 1

def middle(d):
    try:
        low(d)
    except KeyError as e:
        raise ValueError("middle\nof two lines") from e

try:
    middle({"a": {}})
except ValueError:
    x = [1, 2, 3]
    print(x[1] * x[0] // (x[2] -
          3))
