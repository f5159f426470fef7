# gilscope: native
"""Calendars as numbers and as text."""
from datetime import _LONG_DAYS, _LONG_MONTHS, _is_leap, _month_days, date as _date

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
January, February = 1, 2
day_name = list(_LONG_DAYS)
day_abbr = [d[:3] for d in _LONG_DAYS]
month_name = ['', *_LONG_MONTHS]
month_abbr = ['', *[m[:3] for m in _LONG_MONTHS]]
isleap = _is_leap


def leapdays(y1, y2):
    return len([y for y in range(y1, y2) if _is_leap(y)])


def weekday(year, month, day):
    return _date(year, month, day).weekday()


def monthrange(year, month):
    if not 1 <= month <= 12:
        raise ValueError(f'bad month number {month}; must be 1-12')
    return weekday(year, month, 1), _month_days(year, month)


def timegm(tuple):
    year, month, day, hour, minute, second = tuple[:6]
    return (_date(year, month, day).toordinal() - 719163) * 86400 + hour * 3600 + minute * 60 + second


class Calendar:
    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def iterweekdays(self):
        return iter([(self.firstweekday + i) % 7 for i in range(7)])

    def monthdayscalendar(self, year, month):
        first, days = monthrange(year, month)
        cells = [0] * ((first - self.firstweekday) % 7) + list(range(1, days + 1))
        cells += [0] * (-len(cells) % 7)
        return [cells[i:i + 7] for i in range(0, len(cells), 7)]

    def itermonthdays(self, year, month):
        return iter([d for week in self.monthdayscalendar(year, month) for d in week])

    def itermonthdates(self, year, month):
        first, days = monthrange(year, month)
        start = _date(year, month, 1).toordinal() - (first - self.firstweekday) % 7
        count = len(self.monthdayscalendar(year, month)) * 7
        return iter([_date.fromordinal(start + i) for i in range(count)])


class TextCalendar(Calendar):
    def formatmonth(self, theyear, themonth, w=0, l=0):
        w, l = max(2, w), max(1, l)
        width = 7 * (w + 1) - 1
        end = '\n' * l
        lines = [f'{month_name[themonth]} {theyear}'.center(width).rstrip(), ' '.join([day_abbr[i][:w].center(w) for i in self.iterweekdays()]).rstrip()]
        for week in self.monthdayscalendar(theyear, themonth):
            lines.append(' '.join([(f'{d:2d}' if d else '').center(w) for d in week]).rstrip())
        return end.join(lines) + end

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end='')


_text = TextCalendar()
month = _text.formatmonth
prmonth = _text.prmonth
monthcalendar = _text.monthdayscalendar


def setfirstweekday(firstweekday):
    _text.firstweekday = firstweekday


def firstweekday():
    return _text.firstweekday
