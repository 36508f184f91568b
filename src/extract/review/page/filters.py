"""What a reviewer asks to see, as it stands in the address of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from extract.review.page.stock import DOUBTS, Item

OPEN = "open"
STATUSES = (OPEN, "new", "changed", "accepted", "rejected", "all")
REASONS = ("changed", *DOUBTS)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Query:
    """Filters; each one that is empty lets everything pass.

    Attributes:
        status: one of `STATUSES`; "open" is what nobody has decided, or what has changed since.
        pair: two codes joined by "-", or one code for all with this country.
        type: of the fact.
        lang: language of an article that states it.
        doubt: one of `REASONS`.
        since, until: the date of the fact lies, perhaps in part, between these years, months or days.
        q: words that must all occur; in quotation marks they stand together.
    """

    status: str = OPEN
    pair: str = ""
    type: str = ""
    lang: str = ""
    doubt: str = ""
    since: str = ""
    until: str = ""
    q: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Query:
        """The filters of an address; what cannot be one is left out."""
        given = {each.name: parameters.get(each.name, "").strip()[:200] for each in fields(cls)}
        if given["status"] not in STATUSES:
            given["status"] = OPEN
        if given["doubt"] not in REASONS:
            given["doubt"] = ""
        for end in ("since", "until"):
            if not _DATE.fullmatch(given[end]):
                given[end] = ""
        given["pair"] = "-".join(sorted(filter(None, re.split(r"[^A-Z]+", given["pair"].upper()))))
        return cls(**given)

    def address(self, **more: str) -> str:
        """The part of an address after "?"; `more` replaces or adds."""
        own = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        own["status"] = "" if own["status"] == OPEN else own["status"]
        return urlencode({name: text for name, text in (own | more).items() if text})

    @property
    def narrowed(self) -> int:
        """How many filters beside status and free text are set."""
        return sum(bool(getattr(self, each.name)) for each in fields(self) if each.name not in ("status", "q"))

    def matcher(self) -> Callable[[Item], bool]:
        """Whether an item passes the filters beside status and doubt, which change with decisions."""
        pair = tuple(filter(None, self.pair.split("-")))
        words = [first or second for first, second in re.findall(r'"([^"]+)"|(\S+)', self.q.casefold())]
        since, until = self.since, f"{self.until}~" if self.until else ""  # "~" comes after all digits and "-"

        def passes(item: Item) -> bool:
            if self.type and item.type != self.type:
                return False
            if pair and not (pair == item.countries if len(pair) > 1 else pair[0] in item.countries):
                return False
            if self.lang and self.lang not in item.languages:
                return False
            if (since or until) and not _within(item.dates, since, until):
                return False
            return all(word in item.words for word in words)

        return passes


def _within(dates: tuple[str, str] | None, since: str, until: str) -> bool:
    """Whether a stretch of days has one between two dates, both of which may be a whole month or year.

    >>> _within(("2024-01-01", "2024-03-31"), "2024-03", "2025~"), _within(("2023-01-01", "2023-12-31"), "2024", "")
    (True, False)
    """
    if dates is None:
        return False
    first, last = dates
    return (not since or last >= since) and (not until or first <= until)
