"""The public holidays of countries and their states, by the library `holidays`, which is read when it is first asked.

Countries are named by ISO 3166-1 (two letters), states by what follows the hyphen in ISO 3166-2.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

_YEARS_KEPT = 256


def public_holidays(country: str, state: str, first: date, last: date) -> frozenset[date]:
    """Return the public holidays between two days, both counted; none without a country, or in one nobody knows."""
    if not country or country not in countries():
        return frozenset()
    known = state if state in states_of(country) else ""
    years = range(first.year, last.year + 1)
    return frozenset(day for year in years for day in _in_year(country, known, year) if first <= day <= last)


@cache
def countries() -> frozenset[str]:
    """Return the countries whose public holidays are known."""
    from holidays.registry import COUNTRIES

    return frozenset(code for _name, code, *_others in COUNTRIES.values())


@cache
def states_of(country: str) -> Mapping[str, str]:
    """Return the states of a country that have public holidays of their own, each with its name, by the names."""
    return dict(sorted(_states(country), key=lambda found: found[1])) if country in countries() else {}


def _states(country: str) -> Iterator[tuple[str, str]]:
    from holidays import country_holidays

    known = country_holidays(country)
    names = {code: name for name, code in known.subdivisions_aliases.items()}
    for code in known.subdivisions:
        yield code, names.get(code, code)


@lru_cache(maxsize=_YEARS_KEPT)
def _in_year(country: str, state: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=state or None, years=year))
