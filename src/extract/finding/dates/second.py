"""The library dateparser as reader of full dates in codes ("23/Sep/2020"), whose span the grammar has found."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from extract.records import Language

# A day, a month and a year, or nothing: dateparser fills what is missing from the day on which the program runs.
_SETTINGS: dict[str, Any] = {
    "REQUIRE_PARTS": ["day", "month", "year"],
    "DATE_ORDER": "DMY",
    "PARSERS": ["absolute-time"],
}


@lru_cache(maxsize=4096)
def read_code(written: str, lang: Language) -> dt.date | None:
    """The day that a phrase with day, month and year means; None where dateparser finds none.

    >>> read_code("23/Sep/2020", "en")
    datetime.date(2020, 9, 23)
    """
    import dateparser  # slow to load, seldom needed

    found = dateparser.parse(written, languages=[lang], settings=_SETTINGS)
    return found.date() if found else None
