# gilscope: native
"""format(Decimal, spec)."""
from decimal import getcontext, _length, _round_digits


def _parse(spec):
    fill, align, sign, zero, width, comma, precision, kind = ' ', '', '-', False, 0, '', None, ''
    at = 0
    if len(spec) >= 2 and spec[1] in '<>=^':
        fill, align = spec[0], spec[1]
        at = 2
    elif spec[:1] in ('<', '>', '=', '^') and spec:
        align = spec[0]
        at = 1
    if spec[at:at + 1] in ('+', '-', ' ') and at < len(spec):
        sign = spec[at]
        at += 1
    if spec[at:at + 1] == '0':
        zero = True
        at += 1
    end = at
    while spec[end:end + 1].isdigit():
        end += 1
    width = int(spec[at:end] or 0)
    at = end
    if spec[at:at + 1] in (',', '_') and at < len(spec):
        comma = spec[at]
        at += 1
    if spec[at:at + 1] == '.':
        end = at + 1
        while spec[end:end + 1].isdigit():
            end += 1
        if end == at + 1:
            raise ValueError('invalid format string')
        precision = int(spec[at + 1:end])
        at = end
    kind = spec[at:]
    if kind not in ('', 'e', 'E', 'f', 'F', 'g', 'G', '%', 'n'):
        raise ValueError('invalid format string')
    return fill, align, sign, zero, width, comma, precision, kind


def formatted(x, spec):
    fill, align, sign, zero, width, comma, precision, kind = _parse(spec)
    if zero and not align:
        fill, align = '0', '='
    rounding = getcontext().rounding
    if x._special():
        body = str(x.copy_abs())
    else:
        digits, exp = x._digits, x._exp
        if kind == '%':
            exp += 2
        if precision is not None:
            if kind in ('f', 'F', '%'):
                digits, exp = _at_exponent(digits, exp, -precision, x._sign, rounding)
            elif kind in ('e', 'E'):
                digits, exp = _to_length(digits, exp, precision + 1, x._sign, rounding, True)
            elif _length(digits) > max(precision, 1):
                digits, exp = _to_length(digits, exp, max(precision, 1), x._sign, rounding, False)
        elif kind in ('f', 'F', '%') and exp > 0:
            digits, exp = digits * 10 ** exp, 0
        body = _body(digits, exp, kind, precision)
    if comma:
        whole, dot, part = body.partition('.')
        groups = []
        while len(whole) > 3:
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        body = comma.join([whole] + groups) + dot + part
    if kind == '%':
        body += '%'
    lead = '-' if x._sign else '' if sign == '-' else sign
    room = width - len(lead) - len(body)
    if room <= 0:
        return lead + body
    if align == '=':
        return lead + fill * room + body
    if align == '<':
        return lead + body + fill * room
    if align == '^':
        return fill * (room // 2) + lead + body + fill * (room - room // 2)
    return fill * room + lead + body


def _at_exponent(digits, exp, wanted, sign, rounding):
    if exp >= wanted:
        return digits * 10 ** (exp - wanted), wanted
    return _round_digits(digits, wanted - exp, sign, rounding), wanted


def _to_length(digits, exp, length, sign, rounding, pad):
    have = _length(digits)
    if have < length:
        return (digits * 10 ** (length - have), exp - (length - have)) if pad and digits else (digits, exp - (length - have) if pad else exp)
    rounded = _round_digits(digits, have - length, sign, rounding)
    exp += have - length
    if _length(rounded) > length:
        rounded //= 10
        exp += 1
    return rounded, exp


def _body(digits, exp, kind, precision):
    text = str(digits)
    left = exp + len(text)
    if kind in ('e', 'E'):
        if digits == 0 and precision is not None:
            text, point = '0' * (precision + 1), 1
            left = 1
        point = 1
    elif kind in ('f', 'F', '%'):
        point = left
    else:
        point = left if exp <= 0 and left > -6 else 1
    if point <= 0:
        body = '0.' + '0' * -point + text
    elif point >= len(text):
        body = text + '0' * (point - len(text))
    else:
        body = text[:point] + '.' + text[point:]
    if left != point or kind in ('e', 'E'):
        body += f'{"e" if kind in ("e", "g") else "E"}{left - point:+d}'
    return body
