"""Time expressions of German and English texts, as TIMEX3 values and as periods."""

from extract.finding.dates.finder import find_dates

__all__ = ["find_dates"]
