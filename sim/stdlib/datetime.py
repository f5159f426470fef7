# gilscope: native
"""Dates and times. The clock is the simulated one and the only zone is UTC. Days are counted from 1 January of the year 1, which is day 1."""
import time as _time
from _gilscope import name_types as _name_types

__all__ = ['date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC']

MINYEAR, MAXYEAR = 1, 9999
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORT_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_LONG_MONTHS = ('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December')
_LONG_DAYS = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
_EPOCH = 719163  # 1 January 1970


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _month_days(year, month):
    return 29 if month == 2 and _is_leap(year) else _MONTHS[month - 1]


def _day_number(year, month, day):
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    for m in range(1, month):
        days += _month_days(year, m)
    return days + day


def _from_day_number(n):
    if not 1 <= n <= 3652059:
        raise ValueError(f'ordinal must be >= 1' if n < 1 else f'year is out of range')
    year = n // 366 + 1
    while _day_number(year + 1, 1, 1) <= n:
        year += 1
    n -= _day_number(year, 1, 1) - 1
    month = 1
    while n > _month_days(year, month):
        n -= _month_days(year, month)
        month += 1
    return year, month, n


def _whole(x):
    if isinstance(x, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    return x.__index__()


def _round_even(x):
    return round(x)


class timedelta:
    """A length of time."""
    __slots__ = ('_days', '_seconds', '_microseconds', '_hash')

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0      # microseconds, exactly
        rest = 0.0     # and what floats leave over
        for x, unit in ((days, 86400000000), (seconds, 1000000), (microseconds, 1), (milliseconds, 1000), (minutes, 60000000),
                        (hours, 3600000000), (weeks, 604800000000)):
            if isinstance(x, int):
                total += x * unit
            elif isinstance(x, float):
                whole = int(x)
                total += whole * unit
                part = (x - whole) * unit
                total += int(part)
                rest += part - int(part)
            else:
                raise TypeError(f'unsupported type for timedelta {_unit_names[unit]} component: {type(x).__name__}')
        return cls._make(total + _round_even(rest))

    @classmethod
    def _make(cls, total):
        self = object.__new__(cls)
        self._days, left = divmod(total, 86400000000)
        self._seconds, self._microseconds = divmod(left, 1000000)
        if abs(self._days) > 999999999:
            raise OverflowError(f'days={self._days}; must have magnitude <= 999999999')
        return self

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        return self._total() / 10**6

    def __repr__(self):
        parts = [f'{name}={value}' for name, value in
                 (('days', self._days), ('seconds', self._seconds), ('microseconds', self._microseconds)) if value]
        return f'{_shown(self)}({", ".join(parts) or "0"})'

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f'{hours}:{minutes:02d}:{seconds:02d}'
        if self._days:
            text = f'{self._days} day{"" if abs(self._days) == 1 else "s"}, {text}'
        if self._microseconds:
            text += f'.{self._microseconds:06d}'
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._total() + other._total())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._total() - other._total())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(other._total() - self._total())
        return NotImplemented

    def __neg__(self):
        return timedelta._make(-self._total())

    def __pos__(self):
        return self

    def __abs__(self):
        return timedelta._make(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._make(self._total() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_divide(self._total() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._make(self._total() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._make(_divide(self._total(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_divide(b * self._total(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._total() % other._total())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._total(), other._total())
            return q, timedelta._make(r)
        return NotImplemented

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return (timedelta, (self._days, self._seconds, self._microseconds))


_unit_names = {86400000000: 'days', 1000000: 'seconds', 1: 'microseconds', 1000: 'milliseconds', 60000000: 'minutes', 3600000000: 'hours', 604800000000: 'weeks'}


def _divide(a, b):
    """a / b to the nearest integer, halves to even."""
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or (r == b and q % 2 == 1):
        q += 1
    return q


def _shown(obj):
    cls = type(obj)
    return f'datetime.{cls.__name__}' if cls.__module__ == 'datetime' else cls.__name__


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    def utcoffset(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def tzname(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def dst(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement dst()')


class timezone(tzinfo):
    """A fixed distance from UTC."""

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f'timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}')
        if not timedelta(-1) < offset < timedelta(1):
            raise ValueError(f'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}.')
        self._offset = offset
        self._name = name

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return 'UTC' + (_offset_text(self._offset) if self._offset else '')

    def dst(self, dt):
        return None

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __str__(self):
        return self.tzname(None)

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        more = '' if self._name is None else f', {self._name!r}'
        return f'datetime.timezone({self._offset!r}{more})'


def _offset_text(offset, colon=':'):
    total = offset._total()
    sign = '-' if total < 0 else '+'
    seconds, micro = divmod(abs(total), 1000000)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    text = f'{sign}{hours:02d}{colon}{minutes:02d}'
    if seconds or micro:
        text += f'{colon}{seconds:02d}'
    if micro:
        text += f'.{micro:06d}'
    return text


UTC = timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


def _check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _month_days(year, month):
        raise ValueError('day is out of range for month')


def _check_time(hour, minute, second, microsecond):
    if not 0 <= hour <= 23:
        raise ValueError('hour must be in 0..23')
    if not 0 <= minute <= 59:
        raise ValueError('minute must be in 0..59')
    if not 0 <= second <= 59:
        raise ValueError('second must be in 0..59')
    if not 0 <= microsecond <= 999999:
        raise ValueError('microsecond must be in 0..999999')


def _formatted(format, d, t, zone):
    """strftime over the parts of a moment."""
    out = []
    at = 0
    number = _day_number(d[0], d[1], d[2])
    weekday = (number + 6) % 7
    yearday = number - _day_number(d[0], 1, 1) + 1
    while at < len(format):
        ch = format[at]
        at += 1
        if ch != '%' or at == len(format):
            out.append(ch)
            continue
        ch = format[at]
        at += 1
        if ch == '-' and at < len(format):
            text = _formatted('%' + format[at], d, t, zone).lstrip('0') or '0'
            at += 1
            out.append(text)
            continue
        if ch == 'Y': text = str(d[0])
        elif ch == 'm': text = f'{d[1]:02d}'
        elif ch == 'd': text = f'{d[2]:02d}'
        elif ch == 'e': text = f'{d[2]:2d}'
        elif ch == 'y': text = f'{d[0] % 100:02d}'
        elif ch == 'C': text = f'{d[0] // 100:02d}'
        elif ch == 'H': text = f'{t[0]:02d}'
        elif ch == 'I': text = f'{(t[0] + 11) % 12 + 1:02d}'
        elif ch == 'M': text = f'{t[1]:02d}'
        elif ch == 'S': text = f'{t[2]:02d}'
        elif ch == 'f': text = f'{t[3]:06d}'
        elif ch == 'p': text = 'AM' if t[0] < 12 else 'PM'
        elif ch == 'a': text = _LONG_DAYS[weekday][:3]
        elif ch == 'A': text = _LONG_DAYS[weekday]
        elif ch in 'bh': text = _SHORT_MONTHS[d[1] - 1]
        elif ch == 'B': text = _LONG_MONTHS[d[1] - 1]
        elif ch == 'j': text = f'{yearday:03d}'
        elif ch == 'w': text = str((weekday + 1) % 7)
        elif ch == 'u': text = str(weekday + 1)
        elif ch == 'U': text = f'{(yearday + 6 - (weekday + 1) % 7) // 7:02d}'
        elif ch == 'W': text = f'{(yearday + 6 - weekday) // 7:02d}'
        elif ch == 'G': text = str(_iso(number)[0])
        elif ch == 'V': text = f'{_iso(number)[1]:02d}'
        elif ch == 'F': text = _formatted('%Y-%m-%d', d, t, zone)
        elif ch == 'T' or ch == 'X': text = _formatted('%H:%M:%S', d, t, zone)
        elif ch == 'R': text = _formatted('%H:%M', d, t, zone)
        elif ch == 'r': text = _formatted('%I:%M:%S %p', d, t, zone)
        elif ch == 'D' or ch == 'x': text = _formatted('%m/%d/%y', d, t, zone)
        elif ch == 'c': text = _formatted('%a %b %e %H:%M:%S %Y', d, t, zone)
        elif ch == 's': text = str((number - _EPOCH) * 86400 + t[0] * 3600 + t[1] * 60 + t[2])
        elif ch == 'z': text = '' if zone[0] is None else _offset_text(zone[0], '')
        elif ch == 'Z': text = zone[1] or ''
        elif ch == 'n': text = '\n'
        elif ch == 't': text = '\t'
        elif ch == '%': text = '%'
        else: text = '%' + ch
        out.append(text)
    return ''.join(out)


def _iso(number):
    """ISO year, week and weekday of a day."""
    weekday = (number + 6) % 7
    thursday = number - weekday + 3
    year = _from_day_number(thursday)[0]
    return year, (thursday - _day_number(year, 1, 1)) // 7 + 1, weekday + 1


class _IsoCalendarDate(tuple):
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f'datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})'


class date:
    """A day."""

    def __new__(cls, year, month, day):
        year, month, day = _whole(year), _whole(month), _whole(day)
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._date = (year, month, day)
        return self

    year = property(lambda self: self._date[0])
    month = property(lambda self: self._date[1])
    day = property(lambda self: self._date[2])

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, t):
        return cls(*_from_day_number(int(t // 86400) + _EPOCH))

    @classmethod
    def fromordinal(cls, n):
        return cls(*_from_day_number(n))

    @classmethod
    def fromisoformat(cls, text):
        try:
            return cls(*_parse_date(text))
        except (ValueError, IndexError):
            raise ValueError(f'Invalid isoformat string: {text!r}') from None

    def toordinal(self):
        return _day_number(*self._date)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isocalendar(self):
        return _IsoCalendarDate(_iso(self.toordinal()))

    def timetuple(self):
        return _timetuple(self, (0, 0, 0), -1)

    def isoformat(self):
        return '%04d-%02d-%02d' % self._date

    __str__ = isoformat

    def strftime(self, format):
        return _formatted(format, self._date, (0, 0, 0, 0), (None, None))

    def ctime(self):
        return _formatted('%a %b %e %H:%M:%S %Y', self._date, (0, 0, 0, 0), (None, None))

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def replace(self, year=None, month=None, day=None):
        y, m, d = self._date
        return type(self)(y if year is None else year, m if month is None else month, d if day is None else day)

    def __repr__(self):
        return f'{_shown(self)}({self.year}, {self.month}, {self.day})'

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        try:
            return type(self).fromordinal(self.toordinal() + other.days)
        except ValueError:
            raise OverflowError('date value out of range') from None

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __eq__(self, other):
        return self._date == other._date if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __lt__(self, other):
        return self._date < other._date if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._date <= other._date if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._date > other._date if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._date >= other._date if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __hash__(self):
        return hash(self._date)

    def __reduce__(self):
        return (type(self), self._date)


def _timetuple(d, t, dst):
    number = d.toordinal()
    return _time.struct_time((d.year, d.month, d.day, t[0], t[1], t[2], d.weekday(), number - _day_number(d.year, 1, 1) + 1, dst))


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)


def _digits(text):
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _parse_date(text):
    if len(text) == 8 and text.isdigit():
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if len(text) != 10 or text[4] != '-' or text[7] != '-':
        raise ValueError(text)
    return _digits(text[:4]), _digits(text[5:7]), _digits(text[8:])


def _parse_clock(text):
    """hour, minute, second, microsecond of HH[:MM[:SS[.f]]]."""
    fraction = 0
    for mark in '.,':
        if mark in text:
            text, more = text.split(mark, 1)
            fraction = int((more + '000000')[:6]) if _digits(more) >= 0 else 0
    if ':' in text:
        parts = [_digits(p) for p in text.split(':') if len(p) == 2 or _digits('x')]
    else:
        parts = [_digits(text[i:i + 2]) for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3:
        raise ValueError(text)
    return (*parts, *(0, 0)[:3 - len(parts)], fraction)


def _parse_time(text):
    """The clock's parts and the zone."""
    if text.startswith('T'):
        text = text[1:]
    zone = None
    if text.endswith('Z'):
        text, zone = text[:-1], UTC
    for sign in '+-':
        if sign in text:
            text, offset = text.split(sign, 1)
            h, m, s, us = _parse_clock(offset)
            delta = timedelta(hours=h, minutes=m, seconds=s, microseconds=us)
            zone = timezone(-delta if sign == '-' else delta) if delta else UTC
    return (*_parse_clock(text), zone)


class time:
    """A time of day."""

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond)
        self = object.__new__(cls)
        self._time = (hour, minute, second, microsecond)
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour = property(lambda self: self._time[0])
    minute = property(lambda self: self._time[1])
    second = property(lambda self: self._time[2])
    microsecond = property(lambda self: self._time[3])
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, text):
        try:
            return cls(*_parse_time(text))
        except (ValueError, IndexError):
            raise ValueError(f'Invalid isoformat string: {text!r}') from None

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def isoformat(self, timespec='auto'):
        offset = self.utcoffset()
        return _clock_text(self._time, timespec) + ('' if offset is None else _offset_text(offset))

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        return _formatted(format, (1900, 1, 1), self._time, (self.utcoffset(), self.tzname()))

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        new = [a if b is None else b for a, b in zip(self._time, (hour, minute, second, microsecond))]
        return type(self)(*new, self._tzinfo if tzinfo is True else tzinfo)

    def __repr__(self):
        return f'{_shown(self)}({_clock_repr(self._time)}{_zone_repr(self._tzinfo)})'

    def _key(self):
        h, m, s, us = self._time
        total = ((h * 60 + m) * 60 + s) * 1000000 + us
        offset = self.utcoffset()
        return total if offset is None else total - offset._total()

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return (type(self), (*self._time, self._tzinfo))


def _clock_text(t, timespec):
    h, m, s, us = t
    if timespec == 'auto':
        timespec = 'microseconds' if us else 'seconds'
    if timespec == 'hours':
        return f'{h:02d}'
    if timespec == 'minutes':
        return f'{h:02d}:{m:02d}'
    if timespec == 'seconds':
        return f'{h:02d}:{m:02d}:{s:02d}'
    if timespec == 'milliseconds':
        return f'{h:02d}:{m:02d}:{s:02d}.{us // 1000:03d}'
    if timespec == 'microseconds':
        return f'{h:02d}:{m:02d}:{s:02d}.{us:06d}'
    raise ValueError('Unknown timespec value')


def _clock_repr(t):
    parts = t if t[3] else t[:3] if t[2] else t[:2]
    return ', '.join([str(x) for x in parts])


def _zone_repr(zone):
    return '' if zone is None else f', tzinfo={zone!r}'


time.min, time.max, time.resolution = time(0, 0), time(23, 59, 59, 999999), timedelta(microseconds=1)


class datetime(date):
    """A day and a time of it, in a zone or not."""

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        year, month, day = _whole(year), _whole(month), _whole(day)
        hour, minute, second, microsecond = _whole(hour), _whole(minute), _whole(second), _whole(microsecond)
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond)
        if tzinfo is not None and not isinstance(tzinfo, _tzinfo_class):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tzinfo).__name__}'")
        self = object.__new__(cls)
        self._date = (year, month, day)
        self._time = (hour, minute, second, microsecond)
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour = property(lambda self: self._time[0])
    minute = property(lambda self: self._time[1])
    second = property(lambda self: self._time[2])
    microsecond = property(lambda self: self._time[3])
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _of(cls, micro, zone=None):
        """The moment so many microseconds after 1 January of the year 1."""
        days, left = divmod(micro, 86400000000)
        if not 0 <= days < 3652059:
            raise OverflowError('date value out of range')
        seconds, us = divmod(left, 1000000)
        minutes, s = divmod(seconds, 60)
        h, m = divmod(minutes, 60)
        return cls(*_from_day_number(days + 1), h, m, s, us, zone)

    def _micro(self):
        h, m, s, us = self._time
        return ((self.toordinal() - 1) * 86400 + (h * 60 + m) * 60 + s) * 1000000 + us

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        micro = round(t * 1000000) if isinstance(t, int) else _nearest_micro(t)
        micro += (_EPOCH - 1) * 86400000000
        if tz is None:
            return cls._of(micro)
        return cls._of(micro + tz.utcoffset(None)._total(), tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        return cls.fromtimestamp(t)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        return cls(*date._date, *time._time, time._tzinfo if tzinfo is True else tzinfo)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            length = 8 if len(text) >= 8 and text[:8].isdigit() else 10
            day = _parse_date(text[:length])
            if len(text) == length:
                return cls(*day)
            return cls(*day, *_parse_time(text[length + 1:]))
        except (ValueError, IndexError) as e:
            if 'in 1..12' in str(e) or 'range' in str(e) or 'must be in' in str(e):
                raise
            raise ValueError(f'Invalid isoformat string: {text!r}') from None

    @classmethod
    def strptime(cls, text, format):
        from _strptime import parse
        values, zone = parse(text, format)
        return cls(*values, zone)

    def date(self):
        return _date_class(*self._date)

    def time(self):
        return _time_class(*self._time)

    def timetz(self):
        return _time_class(*self._time, self._tzinfo)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def timestamp(self):
        offset = self.utcoffset()
        micro = self._micro() - (_EPOCH - 1) * 86400000000
        if offset is not None:
            micro -= offset._total()
        return micro / 10**6

    def timetuple(self):
        return _timetuple(self, self._time, -1)

    def utctimetuple(self):
        moment = self if self._tzinfo is None else self - self.utcoffset()
        return _timetuple(moment, moment._time, 0)

    def astimezone(self, tz=None):
        tz = UTC if tz is None else tz
        offset = self.utcoffset() or timedelta(0)
        return type(self)._of(self._micro() - offset._total() + tz.utcoffset(self)._total(), tz)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        new = [a if b is None else b for a, b in zip(self._date + self._time, (year, month, day, hour, minute, second, microsecond))]
        return type(self)(*new, self._tzinfo if tzinfo is True else tzinfo)

    def isoformat(self, sep='T', timespec='auto'):
        offset = self.utcoffset()
        return '%04d-%02d-%02d' % self._date + sep + _clock_text(self._time, timespec) + ('' if offset is None else _offset_text(offset))

    def __str__(self):
        return self.isoformat(' ')

    def strftime(self, format):
        return _formatted(format, self._date, self._time, (self.utcoffset(), self.tzname()))

    def ctime(self):
        return self.strftime('%a %b %e %H:%M:%S %Y')

    def __repr__(self):
        return f'{_shown(self)}({self.year}, {self.month}, {self.day}, {_clock_repr(self._time)}{_zone_repr(self._tzinfo)})'

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._of(self._micro() + other._total(), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of(self._micro() - other._total(), self._tzinfo)
        if isinstance(other, datetime):
            a, b = self._key(other, 'subtract', 'and')
            return timedelta._make(a - b)
        return NotImplemented

    def _key(self, other, what='compare', word='and'):
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            raise TypeError(f"can't {what} offset-naive {word} offset-aware datetimes")
        zero = timedelta(0)
        return self._micro() - (mine or zero)._total(), other._micro() - (theirs or zero)._total()

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        a, b = self._key(other)
        return a == b

    def _ordered(self, other):
        if isinstance(other, datetime):
            return self._key(other)
        if isinstance(other, _date_class):
            raise TypeError(f"can't compare datetime.datetime to datetime.date")
        return None

    def __lt__(self, other):
        pair = self._ordered(other)
        return NotImplemented if pair is None else pair[0] < pair[1]

    def __le__(self, other):
        pair = self._ordered(other)
        return NotImplemented if pair is None else pair[0] <= pair[1]

    def __gt__(self, other):
        pair = self._ordered(other)
        return NotImplemented if pair is None else pair[0] > pair[1]

    def __ge__(self, other):
        pair = self._ordered(other)
        return NotImplemented if pair is None else pair[0] >= pair[1]

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._micro() - (0 if offset is None else offset._total()))

    def __reduce__(self):
        return (type(self), (*self._date, *self._time, self._tzinfo))


def _nearest_micro(t):
    a, b = t.as_integer_ratio()
    return _divide(a * 1000000, b)


_date_class, _time_class, _tzinfo_class = date, time, tzinfo
datetime.min, datetime.max, datetime.resolution = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), timedelta(microseconds=1)
_name_types(date, time, datetime, timedelta, timezone, tzinfo)
