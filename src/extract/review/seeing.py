"""What a reviewer sees of a fact and a decision remembers, and how it looks now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.records import Decision, Fact
from extract.tables.frames import cells
from extract.tables.rows import fact_rows, official_rows
from extract.tables.schema import LIST_SEPARATOR, STATED

CLAIMS, EVIDENCE, QUOTE = "claims", "evidence", "quote"
PERSON = "person"
_OTHER = "other."
_PLACE = re.compile(r"(.+?):(\d+)-(\d+)(?:; |$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch `[start, end)` of an article."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sight:
    """A fact as it was when it was decided on.

    Attributes:
        fact: its id then.
        row: column and content.
        claims: ids of its claims.
        places: where they stood; empty in decisions that do not tell.
    """

    fact: str
    row: Mapping[str, str]
    claims: frozenset[str]
    places: tuple[Place, ...]

    @property
    def type(self) -> str:
        """Type of the fact; the table of officials has no such column."""
        return self.row.get("type") or ("official" if "role" in self.row else "")

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of its countries."""
        if "country" in self.row:
            return tuple(self.row["country"].split("-")) if self.row["country"] else ()
        return tuple(code for name in ("country_1", "country_2") if (code := self.row.get(name, "")))


def sight(decision: Decision) -> Sight:
    """What a decision saw of its fact."""
    return _sight(decision.fact, dict(decision.seen))


def other_sight(decision: Decision) -> Sight:
    """What "same" or "different" saw of the other fact.

    Where nothing was kept of it, its id may be that of a fact or of a claim: of a sentence that does not belong.
    """
    seen = {name.removeprefix(_OTHER): text for name, text in decision.seen if name.startswith(_OTHER)}
    return _sight(decision.other, seen or {CLAIMS: decision.other})


def other_name(decision: Decision) -> str:
    """Who is suggested for the fact, has no fact of his own, and is told to be another; empty of other decisions."""
    return decision.other if dict(decision.seen).get(_OTHER + PERSON) == decision.other else ""


def seen(row: Mapping[str, str], evidence: Iterable[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """What a decision is to remember, for `Decision.seen`.

    Args:
        row: of `facts.csv` or `officials.csv`, as shown.
        evidence: the rows of `evidence.csv` of the same fact, in their order.
    """
    evidence = list(evidence)
    places = LIST_SEPARATOR.join(f"{each['article']}:{each['start']}-{each['end']}" for each in evidence)
    return (
        *((name, row[name]) for name in STATED if name in row),
        (CLAIMS, LIST_SEPARATOR.join(dict.fromkeys(each["claim_id"] for each in evidence))),
        (EVIDENCE, places),
        (QUOTE, evidence[0]["quote"] if evidence else ""),
    )


def seen_other(entries: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The same for the other fact of "same" and "different", to be added to what was seen of the first."""
    return tuple((_OTHER + name, text) for name, text in entries)


def row_now(fact: Fact) -> dict[str, str]:
    """The row of a fact in its table."""
    rows = official_rows([fact]) if fact.head.type == "official" else fact_rows([fact])
    return cells(next(iter(rows)))


def _sight(fact: str, entries: Mapping[str, str]) -> Sight:
    claims = frozenset(filter(None, entries.get(CLAIMS, "").split(LIST_SEPARATOR)))
    places = tuple(Place(one[1], int(one[2]), int(one[3])) for one in _PLACE.finditer(entries.get(EVIDENCE, "")))
    return Sight(fact, {name: text for name, text in entries.items() if name in STATED}, claims, places)
