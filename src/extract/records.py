"""What passes between the rooms: articles, mentions, claims and facts, and how their ids are made."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from extract.values.amount import Amount, Bound
from extract.values.country import Form, WordLanguage
from extract.values.office import Office
from extract.values.period import Period

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
PublishedFrom = Literal["metadata", "dateline", "none"]
CountryForm = Form
Status = Literal["processed", "rejected", "failed"]
Action = Literal["accept", "reject", "edit", "same", "different", "note", "undo"]

QUANTITIES: frozenset[str] = frozenset(
    {"trade", "exports", "trade_balance", "investment", "funding", "deals", "companies", "projects", "agreements",
     "people", "volume"}
)  # fmt: skip
EVENTS: frozenset[str] = frozenset({"visit", "meeting", "agreement", "relations"})
DIRECTED: frozenset[str] = frozenset(
    {"exports", "trade_balance", "investment", "funding", "companies", "people", "volume", "visit"}
)
UNORDERED: frozenset[str] = (QUANTITIES | EVENTS) - DIRECTED


@dataclass(frozen=True, slots=True)
class Article:
    """One text as decoded; nothing in it is cleaned afterwards, offsets of mentions count its code points.

    Attributes:
        name: file name without folder ("x.txt"), what `article` means in the tables.
        text: the decoded text; empty when it could not be read.
        language: of the article as a whole; None when it was turned away.
        paragraph_languages: (start, end, language) of the paragraphs that are German or English.
        published: publication date, None when nothing states it; `published_from` says where it came from.
        title, source, url: from the metadata file, else empty.
        status, reason: "rejected" (not for us) and "failed" (could not be read) come with a reason.
    """

    name: str
    text: str
    language: Language | None
    paragraph_languages: tuple[tuple[int, int, Language], ...] = ()
    published: dt.date | None = None
    published_from: PublishedFrom = "none"
    title: str = ""
    source: str = ""
    url: str = ""
    encoding: str = ""
    status: Status = "processed"
    reason: str = ""

    @property
    def id(self) -> str:
        """Short digest of name and text."""
        return digest("article", self.name, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch `[start, end)` of an article's text; `quote` is `text[start:end]`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMention(Mention):
    """An amount in the text.

    Attributes:
        amount: what it says.
        saying: how it is said: "by" a change (um, by), "to" the level after it (auf, to), "from" the level
            before it (von ... auf, from ... to), "than" a base of comparison (gegenüber, nach, compared with).
        noun: the counted noun phrase after a COUNT or a unit ("deutsche Unternehmen", "Tonnen Öl"), else "".
        alternative: the same amount in another currency, said in brackets.
        currency_assumed: a bare "$" or "Dollar" was taken for USD.
    """

    amount: Amount
    saying: Saying = "plain"
    noun: str = ""
    alternative: Amount | None = None
    currency_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Mention):
    """A time expression in the text.

    Attributes:
        timex: TIMEX3 value ("2023-H1", "2023-W46", "199", "PRESENT_REF", "P2Y").
        timex_type: DATE, TIME, DURATION or SET.
        period: the interval it means for facts; None for durations, sets and what stays unresolved.
        resolved_by: what completed it: nothing but its own words ("text"), the publication date,
            another date of the text ("context"), or nothing did ("none").
        base: it is the base of a comparison ("gegenüber 2022", "compared with 2022").
    """

    timex: str
    timex_type: TimexType = "DATE"
    period: Period | None = None
    resolved_by: Resolution = "text"
    base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMention(Mention):
    """A country, or two that one word names ("deutsch-kasachisch").

    Attributes:
        codes: ISO 3166-1 alpha-2 codes, `EU` for the Union.
        form: how it is named; "capital", "place" and "metonym" stand for the country or its government, "historic"
            is a state that is no more, under the code of its successor.
        genitive: "Kasachstans", "Kazakhstan's".
    """

    codes: tuple[str, ...]
    form: CountryForm
    genitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention(Mention):
    """A person, with the office where this place states it.

    Attributes:
        start, end, quote: the name without title as it stands here.
        person: the fullest name that the article gives the same person.
        offices: offices of the person, known anywhere in the article.
        countries: codes of the countries of the offices, empty when unknown.
        stated: this place states an office; `title_start` and `title_end` then enclose title and name.
        country_from_context: the country was not said with the office.
        office_from_register: the text states no office; the register of officials gives it and its country.
        known_as: canonical name of the one official of the register who is meant, else "".
        same_as: canonical name of an official whose name is written almost so and who held the office then, else "".
        out_of_term: offices that the register gives the person at other times only.
    """

    person: str
    offices: tuple[Office, ...] = ()
    countries: tuple[str, ...] = ()
    stated: bool = False
    title_start: int = -1
    title_end: int = -1
    country_from_context: bool = False
    office_from_register: bool = False
    known_as: str = ""
    same_as: str = ""
    out_of_term: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: the quote with its offsets, and the sentence around it."""

    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement in one sentence, with the attributes of the codebook.

    `type` is a `FactType` or an indicator that a user's pack declares. `countries` is ordered where the type is
    directed, else alphabetical. `flags` are the named doubts of the design. `known_as` and `same_as` are canonical
    names of the register of officials: of the person, and of one whom the person may be, the name being written
    almost so.
    """

    article: str
    type: str
    countries: tuple[str, ...]
    evidence: Evidence
    rule: str
    measure: Measure | None = None
    value: Amount | None = None
    date: Period | None = None
    compared_to: Period | None = None
    modality: Modality = "actual"
    participants: tuple[str, ...] = ()
    person: str = ""
    office: Office | None = None
    known_as: str = ""
    same_as: str = ""
    place: str = ""
    subject: str = ""
    language: Language | None = None
    published: dt.date | None = None
    focal: bool = False
    flags: tuple[str, ...] = ()

    @property
    def bound(self) -> Bound | None:
        """How the value is hedged, None without a value."""
        return self.value.bound if self.value else None

    @property
    def id(self) -> str:
        """Digest of what the claim speaks of and where; rule and value stay out, so a corrected value keeps the id."""
        return digest(
            "claim", self.article, self.type, "-".join(self.countries), self.measure or "", self.person,
            str(self.evidence.start), str(self.evidence.end),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Claims of any articles that state the same thing.

    Attributes:
        head: the claim whose attributes stand for all, gaps filled from the others.
        claims: every claim that supports it, sorted by article and offset.
        flags: the doubts, "single_source" and "conflict" among them.
        conflict: id shared by facts that contradict each other, else "".
        same_as: of an office, names of others who may be the same person, for review.
    """

    id: str
    head: Claim
    claims: tuple[Claim, ...]
    flags: tuple[str, ...] = ()
    conflict: str = ""
    same_as: tuple[str, ...] = ()

    @property
    def sources(self) -> int:
        """Number of articles that state it."""
        return len({claim.article for claim in self.claims})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer said of a fact: one line of the log `corpus/review/decisions.jsonl`, which is only added to.

    Attributes:
        fact: id of the fact as it was shown.
        action: "same" and "different" speak of two facts, "undo" takes an earlier decision back.
        field, value: of an edit: a column of `facts.csv` or `officials.csv`, and its new content in the table's form.
        other: the other fact of "same" and "different", the id of the decision that "undo" takes back.
        note: free text.
        who: the reviewer.
        when: UTC, to the second ("2026-03-01T09:30:00Z").
        seen: (column, content) of the row as it was shown, and ("claims", ids joined by "; ").
    """

    fact: str
    action: Action
    who: str
    when: str
    field: str = ""
    value: str = ""
    other: str = ""
    note: str = ""
    seen: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Digest of all that it says."""
        return digest(
            "decision", self.fact, self.action, self.who, self.when, self.field, self.value, self.other, self.note,
            *(part for entry in self.seen for part in entry),
        )  # fmt: skip


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


def fact_id(kind: str, key: Iterable[str]) -> str:
    """Id of a fact from its key alone, so that neither the order of files nor of claims changes it."""
    return digest("fact", kind, *key)
