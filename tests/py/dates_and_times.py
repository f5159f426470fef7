from datetime import datetime, date, time, timedelta, timezone
import datetime as dtm, copy, pickle
a = datetime(2024, 2, 28, 13, 5, 9, 123456)
print(a, repr(a), a.isoformat(), a.date(), a.time(), repr(a.time()), a.weekday(), a.isocalendar(), a.timetuple().tm_yday)
print(a + timedelta(days=2, hours=11), a - timedelta(seconds=1.5), a - datetime(2023, 1, 1), a.replace(hour=1, microsecond=0))
print(a.strftime('%Y-%m-%d %H:%M:%S.%f %a %A %b %B %j %y %p %I %U %W %w %% %x %X %c %e %-d'), f'{a:%H:%M}', f'{a}', a.ctime())
td = timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5, microseconds=6, weeks=1)
print(td, repr(td), td.total_seconds(), td.days, td.seconds, td.microseconds, -td, abs(-td), td * 2, td / 2, td // timedelta(hours=1), td % timedelta(hours=1), td / timedelta(hours=1), timedelta(), repr(timedelta()), bool(timedelta()), divmod(td, timedelta(days=1)), td * 1.5)
print(timedelta(seconds=0.1) * 3, timedelta(microseconds=-1), timedelta(hours=-5), timedelta(days=-1, seconds=3), timedelta(1) > timedelta(hours=23), sum([timedelta(1), timedelta(2)], timedelta()), timedelta(seconds=1e-7), timedelta(milliseconds=0.5))
d = date(2024, 12, 31); print(d, repr(d), d + timedelta(1), d - date(2024, 1, 1), d.isoweekday(), d.toordinal(), date.fromordinal(738000), d.strftime('%d/%m/%y'), d.replace(day=1), date.fromisoformat('2020-02-29'), date.min, date.max)
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2023, 13, 1), lambda: time(25), lambda: date.fromisoformat('x'), lambda: datetime.strptime('x', '%Y'), lambda: datetime.strptime('2020 z', '%Y'), lambda: a < d, lambda: a + 1, lambda: date(1, 1, 1) - timedelta(1), lambda: a - a.replace(tzinfo=timezone.utc), lambda: datetime.strptime('1', '%Q'), lambda: datetime.fromisoformat('2020-13-01'), lambda: timedelta('x')):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
u = a.replace(tzinfo=timezone.utc); z = timezone(timedelta(hours=5, minutes=30)); print(u, u.isoformat(), u.astimezone(z), repr(u.astimezone(z)), u == u.astimezone(z), u.timestamp(), z, repr(z), u.tzname(), z.utcoffset(None), u.strftime('%z %Z'), timezone(-timedelta(hours=3), 'BRT'))
print(datetime.strptime('2024-05-06 07:08:09', '%Y-%m-%d %H:%M:%S'), datetime.strptime('06 May 2024 7:08 PM', '%d %B %Y %I:%M %p'), datetime.strptime('12/25/99', '%m/%d/%y'), datetime.strptime('2024-01-01T00:00:00.5+0200', '%Y-%m-%dT%H:%M:%S.%f%z'))
print(datetime.fromisoformat('2024-05-06T07:08:09'), datetime.fromisoformat('2024-05-06 07:08:09.123+02:00'), datetime.fromisoformat('2024-05-06'), datetime.fromisoformat('20240506T070809Z'), time.fromisoformat('04:05'), datetime.fromtimestamp(86400.5, timezone.utc), datetime.fromtimestamp(1e9, timezone.utc), datetime.combine(d, time(1, 2)))
print(sorted([a, datetime(2020, 1, 1), datetime(2021, 1, 1)])[0], max(date(2020, 1, 1), d), {a: 1}[copy.copy(a)], a == copy.deepcopy(a), pickle.loads(pickle.dumps(td)) == td, hash(td) == hash(timedelta(seconds=td.total_seconds())))
print(a.isoformat(timespec='minutes'), a.isoformat(' ', 'milliseconds'), time(1, 2, 3), time(1, 2) < time(2), repr(time(0)), time.max, isinstance(a, date), datetime.min, dtm.MAXYEAR, dtm.UTC)
s = datetime.now(); e = datetime.now(); print((e - s) >= timedelta(0), (e - s).total_seconds() < 1, type(s.year), date.today() == s.date(), s.tzinfo, datetime.now(timezone.utc).tzinfo)
class D2(datetime): pass
print(repr(D2(2020, 1, 1)), type(D2(2020, 1, 1) + timedelta(1)).__name__)
for y in range(1999, 2005): print(date(y, 1, 1).isocalendar()[:2], date(y, 12, 31).isocalendar().week, end=' ')
print([date.fromordinal(n).toordinal() == n for n in range(1, 3652059, 99991)].count(False))
