# gilscope: native
"""datetime.strptime: reads a text by a format."""
from datetime import UTC, _LONG_DAYS, _LONG_MONTHS, _day_number, _from_day_number, timedelta, timezone

_WIDTHS = {'Y': 4, 'm': 2, 'd': 2, 'H': 2, 'I': 2, 'M': 2, 'S': 2, 'f': 6, 'j': 3, 'y': 2, 'w': 1, 'u': 1}
_WHOLE = {'F': '%Y-%m-%d', 'T': '%H:%M:%S', 'R': '%H:%M', 'D': '%m/%d/%y', 'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}


def _number(text, at, most):
    end = at
    while end < len(text) and end - at < most and '0' <= text[end] <= '9':
        end += 1
    if end == at:
        raise ValueError
    return text[at:end], end


def _name(text, at, names):
    lower = text[at:].lower()
    for i, name in enumerate(names):
        if lower.startswith(name.lower()):
            return i, at + len(name)
    raise ValueError


def _read(text, at, directive, found):
    if directive in _WIDTHS:
        digits, at = _number(text, at, _WIDTHS[directive])
        if directive == 'Y' and len(digits) != 4:
            raise ValueError
        found[directive] = int((digits + '000000')[:6]) if directive == 'f' else int(digits)
    elif directive in 'aA':
        i, at = _name(text, at, _LONG_DAYS if directive == 'A' else [d[:3] for d in _LONG_DAYS])
    elif directive in 'bBh':
        i, at = _name(text, at, _LONG_MONTHS if directive == 'B' else [m[:3] for m in _LONG_MONTHS])
        found['m'] = i + 1
    elif directive == 'p':
        found['p'], at = _name(text, at, ('AM', 'PM'))
    elif directive == 'Z':
        i, at = _name(text, at, ('UTC', 'GMT'))
    elif directive == 'z':
        if text[at:at + 1] == 'Z':
            found['z'] = UTC
            return at + 1
        sign = text[at]
        if sign not in '+-':
            raise ValueError
        hours, at = _number(text, at + 1, 2)
        if text[at:at + 1] == ':':
            at += 1
        minutes, at = _number(text, at, 2)
        delta = timedelta(hours=int(hours), minutes=int(minutes))
        found['z'] = timezone(-delta if sign == '-' else delta) if delta else UTC
    return at


def parse(text, format):
    """year ... microsecond, and the zone."""
    full = format
    for short, long in _WHOLE.items():
        format = format.replace('%' + short, long)
    found = {}
    at = i = 0
    try:
        while i < len(format):
            ch = format[i]
            i += 1
            if ch == '%':
                if i == len(format):
                    raise ValueError(f"stray %% in format '{full}'")
                directive = format[i]
                i += 1
                if directive == '%':
                    if text[at] != '%':
                        raise ValueError
                    at += 1
                    continue
                if directive not in _WIDTHS and directive not in 'aAbBhpzZ':
                    raise ValueError(f"'{directive}' is a bad directive in format '{full}'")
                at = _read(text, at, directive, found)
            elif ch.isspace():
                while at < len(text) and text[at].isspace():
                    at += 1
            elif at < len(text) and text[at].lower() == ch.lower():
                at += 1
            else:
                raise ValueError
    except (ValueError, IndexError) as e:
        if e.args and 'format' in str(e):
            raise ValueError(str(e)) from None
        raise ValueError(f'time data {text!r} does not match format {full!r}') from None
    if at < len(text):
        raise ValueError(f'unconverted data remains: {text[at:]}')
    return _values(found), found.get('z')


def _values(found):
    year = found.get('Y', 1900)
    if 'y' in found:
        year = found['y'] + (2000 if found['y'] < 69 else 1900)
    hour = found.get('H', 0)
    if 'I' in found:
        hour = found['I'] % 12 + 12 * found.get('p', 0)
    month, day = found.get('m', 1), found.get('d', 1)
    if 'j' in found and 'm' not in found:
        year, month, day = _from_day_number(_day_number(year, 1, 1) + found['j'] - 1)
    return (year, month, day, hour, found.get('M', 0), found.get('S', 0), found.get('f', 0))
