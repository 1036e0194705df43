"""First day of the lunar year, from the published calendars, and the fixed feasts that deadlines name."""

from __future__ import annotations

from datetime import date

_SPRING = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28),
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8), 2036: (1, 28), 2037: (2, 15), 2038: (2, 4), 2039: (1, 24), 2040: (2, 12),
}  # fmt: skip
_FIXED = {"元旦": (1, 1), "国庆": (10, 1), "五一": (5, 1)}


def feast_day(name: str, year: int) -> date:
    """Day of a feast in a year.

    :raises ValueError: for a spring festival outside 2010 to 2040.
    """
    day = _FIXED.get(name) or _SPRING.get(year)
    if day is None:
        raise ValueError(f"no {name} known in {year}")
    return date(year, *day)
