"""The words that records are written in: types of facts, measures, standings; and the digest behind every id."""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

from extract.values.country import Form, WordLanguage

Language = WordLanguage
LANGUAGES: tuple[Language, ...] = get_args(Language)
Modality = Literal["actual", "planned"]
# The types of the codebook; a user's packs may declare more (indicators), so what passes between rooms is text.
FactType = Literal[
    "trade", "exports", "trade_balance", "investment", "funding", "deals", "companies", "projects", "agreements",
    "people", "volume", "visit", "meeting", "agreement", "relations", "official",
]  # fmt: skip
Measure = Literal["level", "change", "change_percent", "change_factor", "share_percent", "rank"]
Saying = Literal["plain", "by", "to", "from", "than"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Resolution = Literal["text", "published", "context", "none"]
# In the order of trust; what is read off a page may be the day of its markup rather than of the article.
PublishedFrom = Literal[
    "metadata", "front_matter", "column", "header", "feed", "json_ld", "meta_tag", "page", "dateline", "file_name",
    "none",
]  # fmt: skip
CountryForm = Form
Status = Literal["processed", "rejected", "failed"]
CheckKind = Literal[
    "level_less_change", "level_plus_change", "change_between_levels", "change_in_percent", "sum_of_exports",
    "difference_of_exports", "part_of_whole", "share_of_whole",
]  # fmt: skip
Verdict = Literal["confirms", "contradicts"]
Action = Literal["accept", "reject", "edit", "same", "different", "note", "undo", "add"]
ReviewStatus = Literal["new", "accepted", "rejected", "changed"]
Standing = Literal["holds", "changed", "orphan", "overruled", "undone", "unusable"]

# What stands in the place of a rule where a reviewer stated a fact; no rule may be called so.
REVIEWER = "reviewer"

QUANTITIES: frozenset[str] = frozenset(
    {"trade", "exports", "trade_balance", "investment", "funding", "deals", "companies", "projects", "agreements",
     "people", "volume"}
)  # fmt: skip
EVENTS: frozenset[str] = frozenset({"visit", "meeting", "agreement", "relations"})
DIRECTED: frozenset[str] = frozenset(
    {"exports", "trade_balance", "investment", "funding", "companies", "people", "volume", "visit"}
)
UNORDERED: frozenset[str] = (QUANTITIES | EVENTS) - DIRECTED


def is_quantity(kind: str) -> bool:
    """Whether facts of a type are quantities: all that are neither events nor offices, indicators of users too.

    >>> is_quantity("exports"), is_quantity("remittances"), is_quantity("visit")
    (True, True, False)
    """
    return kind not in EVENTS and kind != "official"


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 over the parts; the parts cannot run into each other.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
