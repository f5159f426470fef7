def kind(x):
    match x:
        case 0 | -1.5 | 2j | "zero" "s" | b"z":
            return "literal"
        case None | True:
            return "singleton"
        case [] | [_] | (_, *_):
            return "short"
        case [Point(x=0, y=y) as p, *rest] if y > 0:
            return p, rest, y
        case {"a": [first, *_, last], Color.RED: _, **others}:
            return first, last, others
        case (1, a, b) | (2, b, a):
            return a, b
        case {}:
            return "mapping"
        case str(text) | bytes(text):
            return text
        case a, *b:
            return a, b
        case _:
            pass
