"""Whether a text tells of times long past, so that its dates go on from each other and not from its publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from extract.finding.dates.tokens import Token

#: A history names so many years at least, so many of them with a month, and hardly any of the last years.
_YEARS, _MONTHS = 10, 4
_LONG_AGO = 10
_YOUNG = 0.15


def is_history(tokens: Sequence[Token], published: dt.date) -> bool:
    """Whether nearly all years said lie far back, some with their months, and nothing is "yesterday"."""
    years = [token.number for token in tokens if token.tag == "year" and token.number <= published.year]
    if len(years) < _YEARS or sum(year > published.year - _LONG_AGO for year in years) > _YOUNG * len(years):
        return False
    months = sum(a.tag == "month" and b.tag == "year" for a, b in pairwise(tokens))
    return months >= _MONTHS and not any(_of_news(tokens, index) for index in range(len(tokens)))


def _of_news(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.tag in ("deictic", "deictic_year"):
        return token.tag == "deictic_year" or token.value in ("-1", "1", "-2", "2")
    if token.tag != "relative" or token.value not in ("-1", "1") or index + 1 >= len(tokens):
        return False
    unit = tokens[index + 1]
    return unit.tag in ("unit", "weekday", "weekend") and unit.value in ("year", "month", "week") and _points(token)


def _points(token: Token) -> bool:
    return token.text.lower().startswith(("last", "next", "letzt", "vergangen", "vorig", "nächst", "kommend"))
