"""Counting the days on which people work: Monday to Friday."""

from datetime import date, timedelta

_WEEK = 7
_WORKING = 5


def working_days(first: date, last: date) -> int:
    """Return how many working days there are from `first` to `last`, both counted; 0 if `last` is earlier."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, _WEEK)
    return weeks * _WORKING + sum((first + timedelta(days=day)).weekday() < _WORKING for day in range(rest))
