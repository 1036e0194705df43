"""Time expressions: what they say and, where a part was not written, what they mean."""

from zhenggai.reading.times.finding import find_dates

__all__ = ["find_dates"]
