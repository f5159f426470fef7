# gilscope: native
"""Averages and spreads of numbers."""

from math import fsum as _fsum, sqrt as _sqrt, exp as _exp, log as _log
from collections import Counter as _Counter


class StatisticsError(ValueError):
    pass


def _exact(data):
    return all([isinstance(x, int) for x in data])


def _ratio(total, n):
    """total / n: an int where that is exact and all data were ints, as CPython gives."""
    if isinstance(total, int) and total % n == 0:
        return total // n
    return total / n


def _sum(data):
    return sum(data) if _exact(data) else _fsum(data)


def _checked(data, what, least=1):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(f'{what} requires at least {"one data point" if least == 1 else "two data points"}')
    return data


def mean(data):
    data = _checked(data, 'mean')
    return _ratio(_sum(data), len(data))


def fmean(data, weights=None):
    data = _checked(data, 'fmean')
    if weights is None:
        return _fsum(data) / len(data)
    return _fsum([x * w for x, w in zip(data, weights)]) / _fsum(weights)


def geometric_mean(data):
    return _exp(fmean([_log(x) for x in data]))


def harmonic_mean(data):
    data = _checked(data, 'harmonic_mean')
    return len(data) / _fsum([1 / x for x in data])


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError('no median for empty data')
    if n % 2:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data[len(data) // 2]


def mode(data):
    for item, _ in _Counter(data).most_common(1):
        return item
    raise StatisticsError('no mode for empty data')


def multimode(data):
    counts = _Counter(data)
    most = max(counts.values(), default=0)
    return [item for item, n in counts.items() if n == most]


def _squares(data, centre):
    if _exact(data):
        n = len(data)
        total = n * sum([x * x for x in data]) - sum(data) ** 2
        return _ratio(total, n) if centre is None else sum([(x - centre) ** 2 for x in data])
    if centre is None:
        centre = _fsum(data) / len(data)
    return _fsum([(x - centre) ** 2 for x in data])


def variance(data, xbar=None):
    data = _checked(data, 'variance', 2)
    return _ratio(_squares(data, xbar), len(data) - 1)


def pvariance(data, mu=None):
    data = _checked(data, 'pvariance')
    return _ratio(_squares(data, mu), len(data))


def stdev(data, xbar=None):
    data = _checked(data, 'stdev', 2)
    return _sqrt(variance(data, xbar))


def pstdev(data, mu=None):
    return _sqrt(pvariance(data, mu))


def quantiles(data, *, n=4, method='exclusive'):
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(_checked(data, 'quantiles', 2))
    size = len(data)
    cuts = []
    for i in range(1, n):
        if method == 'inclusive':
            j, delta = divmod(i * (size - 1), n)
            cuts.append((data[j] * (n - delta) + data[min(j + 1, size - 1)] * delta) / n)
        else:
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            cuts.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return cuts
