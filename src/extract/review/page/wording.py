"""The words of the page itself; those of facts, dates and amounts are the report's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extract.records import Language
from extract.tables.report.wording import Wording
from extract.values.reference import load_data


@dataclass(frozen=True, slots=True)
class PageWords:
    """The page in one language.

    >>> PageWords("de").count("facts", 1), PageWords("en").count("facts", 1200)
    ('1 Fakt', '1,200 facts')
    """

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """A text.

        Raises:
            KeyError: when there is none under the key, or a value that it needs is missing.
        """
        return str(page_words()["text"][key][self.language]).format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """A text with a number, in singular or plural."""
        forms = page_words()["counts"][key][self.language]
        shown = self.facts.number(Decimal(number))
        return str(forms["one" if number == 1 else "other"]).format(n=shown, **values)

    def of(self, section: str, code: str) -> str:
        """The word of a code, the code itself where it has none."""
        entry = page_words()[section].get(code)
        return code if entry is None else str(entry[self.language])

    @property
    def facts(self) -> Wording:
        """The words of facts in the same language."""
        return Wording(self.language)

    def moment(self, when: str) -> str:
        """A time of the log, in UTC.

        >>> PageWords("de").moment("2026-03-01T09:30:00Z")
        '01.03.2026, 09:30 UTC'
        """
        try:
            moment = dt.datetime.fromisoformat(when)
        except ValueError:
            return when
        return f"{self.facts.day(moment.date())}, {moment:%H:%M} UTC"


@cache
def page_words() -> Mapping[str, Mapping[str, Any]]:
    """All words, by section and key."""
    loaded: Mapping[str, Mapping[str, Any]] = load_data("extract.review.page", "words.yaml")
    return loaded
