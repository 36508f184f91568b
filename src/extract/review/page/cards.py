"""What the page shows of a fact: the statements with their marks, what speaks for and against it, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.records import EVENTS, Decision, Language
from extract.review.page.desk import Desk
from extract.review.page.ledger import Entry as Said
from extract.review.page.ledger import Live
from extract.review.page.marking import Passage, Piece, marks, passage, pieces
from extract.review.page.queue import reason
from extract.review.page.reasons import Found, Reasons
from extract.review.page.stock import OFFICIAL, Item, Row, Stock
from extract.review.page.wording import PageWords
from extract.tables.report import phrases
from extract.tables.report.content import Entry
from extract.tables.report.reading import fact_entry, official_entry
from extract.tables.report.safety import safe_link, shown
from extract.tables.schema import EDITED, LIST_SEPARATOR
from extract.tables.texts import Texts
from extract.values.period import Period

STATEMENTS, OF_OTHERS, SIMILAR = 12, 2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A fact in the queue."""

    id: str
    reason: str
    entry: Entry
    live: Live
    figure: str
    when: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that states a fact, in its paragraph.

    Attributes:
        number: place among the statements of the fact, from 0.
        claim: its id.
        start, end: of its sentence in the article.
        found: the rule that fired, None where today's rules have none of that name.
        missing: which of "country", "amount", "date", "person" the statement has but no place in the sentence shows.
        apart: a reviewer has said that it does not belong.
    """

    number: int
    claim: str
    pieces: tuple[Piece, ...]
    cut: tuple[bool, bool]
    article: str
    start: int
    title: str
    outlet: str
    published: str
    language: str
    link: str
    rule: str
    found: Found | None
    flags: tuple[str, ...]
    kinds: frozenset[str]
    missing: tuple[str, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Another fact beside the one that is shown.

    Attributes:
        mark: what is seen of it, for a decision about both.
        settled: "same" or "different" where that has been decided since the last run.
    """

    id: str
    mark: str
    entry: Entry
    live: Live
    statements: tuple[Statement, ...]
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A fact with all that a reviewer needs.

    Attributes:
        mark: what is seen of it, for decisions.
        changes: (column, then, now) of what is no longer as a reviewer saw it.
        left: how many statements are not shown.
        rename: a name from the register that the person may have, where the tables have no fact of that name.
        checks: calculations that contradict it, in words.
    """

    id: str
    mark: str
    item: Item
    reason: str
    entry: Entry
    live: Live
    changes: tuple[tuple[str, str, str], ...]
    statements: tuple[Statement, ...]
    left: int
    conflict: tuple[Side, ...]
    suggestions: tuple[Side, ...]
    similar: tuple[Side, ...]
    rename: str
    checks: tuple[Row, ...]
    history: tuple[Said, ...]


class Cards:
    """Makes cards of facts; asks the desk, the texts and the rules."""

    def __init__(self, desk: Desk, reasons: Reasons) -> None:
        """Name where everything comes from."""
        self._desk, self._reasons = desk, reasons
        self._texts = Texts(desk.folder)

    @property
    def stock(self) -> Stock:
        """The tables as they are now."""
        return self._desk.stock

    def line(self, fact: str, words: PageWords) -> Line:
        """A fact in the queue."""
        item, live = self._desk.stock.items[fact], self._desk.live(fact)
        entry = self.entry(fact)
        say = words.facts
        figure = phrases.value(entry, say) if entry.type != OFFICIAL else ""
        return Line(fact, reason(item, live), entry, live, figure, say.date(entry.date, entry.raw_date))

    def entry(self, fact: str) -> Entry:
        """A fact as reviewers have corrected it until now, in the words of the report."""
        table, row = self._desk.stock.shown.rows[fact]
        live = self._desk.live(fact)
        edits = {f"{EDITED}{name}": live.edits.get(name, "") for name in table.header if f"{EDITED}{name}" in row}
        now = {name: shown(cell) for name, cell in (dict(row) | edits | {"status": live.status}).items()}
        return official_entry(now, ()) if "role" in row else fact_entry(now, (), self._desk.stock.directed)

    def card(self, fact: str) -> Card:
        """A fact with everything."""
        stock, live = self._desk.stock, self._desk.live(fact)
        item = stock.items[fact]
        rows = _others_first(stock.shown.evidence.get(fact, ()))
        conflict = [other for other in stock.conflicts.get(item.conflict, ()) if other != fact]
        near = [*conflict, *item.suggestions]
        return Card(
            id=fact,
            mark=self._desk.mark(fact),
            item=item,
            reason=reason(item, live),
            entry=self.entry(fact),
            live=live,
            changes=tuple(_changes(live.changes)),
            statements=tuple(self._statement(fact, each, at) for at, each in rows[:STATEMENTS]),
            left=max(0, len(rows) - STATEMENTS),
            conflict=tuple(self._side(fact, other) for other in conflict[:6]),
            suggestions=tuple(self._side(fact, other) for other in item.suggestions[:4]),
            similar=tuple(self._side(fact, other) for other in self._similar(item, near)),
            rename=next((name for name in item.names if name not in live.apart), ""),
            checks=tuple(stock.checks.get(fact, ())),
            history=tuple(self._desk.ledger.entries(fact)),
        )

    def text(self, article: str) -> str | None:
        """The text of an article, None where it is not kept."""
        return self._texts.get(article)

    def place(self, row: Row) -> Passage:
        """The paragraph of a row of `evidence.csv`."""
        return passage(row, self._texts.get(row["article"]))

    def _statement(self, fact: str, row: Row, number: int) -> Statement:
        stock = self._desk.stock
        place = self.place(row)
        language: Language = "de" if row["language"] == "de" else "en"
        found = self._reasons.find(row["rule"], language)
        spans = marks(place, row, stock.items[fact].countries, found.triggers if found else ())
        article = stock.articles.get(row["article"], {})
        kinds = frozenset(span.kind for span in spans)
        states = {"amount": row["value"], "date": row["date"], "person": row["person"] or row["participants"],
                  "country": "x" if stock.items[fact].countries else ""}  # fmt: skip
        return Statement(
            number=number,
            claim=row["claim_id"],
            pieces=tuple(pieces(place, spans)),
            cut=place.cut,
            article=row["article"],
            start=int(row["sentence_start"]),
            title=shown(article.get("title", "")),
            outlet=shown(article.get("source", "")),
            published=row["published"],
            language=row["language"],
            link=safe_link(article.get("url", "").strip()),
            rule=row["rule"],
            found=found,
            flags=tuple(flag for flag in row["flags"].split(LIST_SEPARATOR) if flag),
            kinds=kinds,
            missing=tuple(kind for kind, content in states.items() if content and kind not in kinds),
            apart=row["claim_id"] in self._desk.live(fact).apart,
        )

    def _side(self, fact: str, other: str) -> Side:
        live = self._desk.live(fact)
        rows = _others_first(self._desk.stock.shown.evidence.get(other, ()))[:OF_OTHERS]
        return Side(
            id=other,
            mark=self._desk.mark(other),
            entry=self.entry(other),
            live=self._desk.live(other),
            statements=tuple(self._statement(other, each, at) for at, each in rows),
            settled="same" if other in live.joined else "different" if other in live.apart else "",
        )

    def _similar(self, item: Item, without: Sequence[str]) -> list[str]:
        """Facts that may be the same but were not joined: events of the same days, figures of the same value."""
        if item.type == OFFICIAL:
            return []
        stock = self._desk.stock
        row = stock.shown.rows[item.id][1]
        found = []
        for other in stock.alike.get((item.type, item.countries), ()):
            if other == item.id or other in without:
                continue
            if _alike(item, row, stock.items[other], stock.shown.rows[other][1]):
                found.append(other)
            if len(found) == SIMILAR:
                break
        return found


def said(decision: Decision, words: PageWords) -> str:
    """A decision in words, without who and when."""
    say = words.facts
    text = say.word("actions", decision.action)
    if decision.action == "edit":
        text = f"{text}: {say.word('fields', decision.field)} = {shown(decision.value)}"
    return f"{text}: {shown(decision.note)}" if decision.note else text


def _alike(item: Item, row: Row, other: Item, other_row: Row) -> bool:
    if item.type in EVENTS:
        if item.dates is None or other.dates is None:
            return False
        return item.dates[0] <= other.dates[1] and other.dates[0] <= item.dates[1]
    return all(row[name] == other_row[name] for name in ("measure", "value", "value_max", "unit"))


def _others_first(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """Rows with their numbers; a second one of the same article after the first ones of the others."""
    seen: dict[str, int] = {}
    ranked = []
    for number, row in enumerate(rows):
        ranked.append((seen.get(row["article"], 0), number, row))
        seen[row["article"]] = seen.get(row["article"], 0) + 1
    return [(number, row) for _, number, row in sorted(ranked, key=lambda each: each[:2])]


def _changes(cell: str) -> Iterator[tuple[str, str, str]]:
    for part in filter(None, cell.split(LIST_SEPARATOR)):
        column, _, rest = part.partition(": ")
        then, _, now = rest.partition(" -> ")
        yield column, then, now


def day(text: str, words: PageWords) -> str:
    """A date of a table in words, as it stands where it is none."""
    try:
        return words.facts.date(Period.parse(text), text) if text else ""
    except ValueError:
        return text
