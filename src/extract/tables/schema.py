"""The tables that a run writes: their columns, types and order of rows, stated once.

Every table is a CSV file in UTF-8 with "\\n" line ends. An empty cell means unknown or not applicable; no cell is
ever "NaN". Read them with `read_table`, or with pandas as strings and `keep_default_na=False`: `NA` is Namibia.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ColumnType = Literal["text", "integer", "decimal", "edtf", "boolean", "list"]

LIST_SEPARATOR = "; "
# Before the name of a column: what a reviewer put in the place of its content.
EDITED = "edited_"
# The columns that say what a fact states, with their types; counts, flags and the like may change under a decision.
_FACT: Mapping[str, ColumnType] = MappingProxyType(
    {"type": "text", "country_1": "text", "country_2": "text", "measure": "text", "value": "decimal",
     "value_max": "decimal", "unit": "text", "bound": "text", "date": "edtf", "compared_to": "edtf", "modality": "text",
     "participants": "list", "place": "text", "subject": "text"}
)  # fmt: skip
_OFFICE: Mapping[str, ColumnType] = MappingProxyType(
    {"person": "text", "role": "text", "portfolio": "text", "country": "text", "former": "boolean"}
)
STATED = (*_FACT, *_OFFICE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: in the header.
        type: "decimal" is a plain number with "." and no exponent, "edtf" a date or interval, "boolean" `true` or
            `false`, "list" texts joined by "; ".
        says: what it means, for documentation.
    """

    name: str
    type: ColumnType
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: file name without extension, columns in their order, and the columns that rows are sorted by.

    `key` names the columns that tell rows apart, none where two rows may agree in all that could. In every table a
    column `fact_id` refers to a row of facts or officials, a column `article` to a row of articles.
    """

    name: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    key: tuple[str, ...] = ()

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


def _columns(*rows: tuple[str, ColumnType, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


def _review(stated: Mapping[str, ColumnType]) -> Iterator[tuple[str, ColumnType, str]]:
    """What reviewers said of a fact, and what they put in the place of what it states."""
    yield "status", "text", "new, accepted or rejected by a reviewer, or changed since"
    yield "reviewed_by", "text", "who decided last"
    yield "reviewed_at", "text", "when, in UTC"
    yield "note", "text", "what reviewers remark"
    yield "changes", "list", "what is no longer as the reviewer saw it, as column: then -> now"
    yield from ((EDITED + name, kind, f"what a reviewer put in the place of {name}") for name, kind in stated.items())


FACTS = Table(
    "facts",
    _columns(
        ("fact_id", "text", "digest of what identifies the fact"),
        ("type", "text", "fact type of the codebook"),
        ("country_1", "text", "ISO code; where the type is directed, the one from which"),
        ("country_2", "text", "ISO code; where the type is directed, the one to which"),
        ("measure", "text", "level, change, change_percent, change_factor, share_percent or rank"),
        ("value", "decimal", "the number as stated, scale words applied; negative for falls"),
        ("value_max", "decimal", "upper end of a range"),
        ("unit", "text", "ISO 4217, PERCENT, FACTOR, COUNT, RANK or UCUM"),
        ("bound", "text", "exact, about, at_least or at_most"),
        ("amount_eur", "decimal", "a level or change of money in euro at the reference rate, to four digits"),
        ("amount_eur_max", "decimal", "the same of the upper end of a range"),
        ("rate_date", "edtf", "the days whose mean rate was taken: those of the fact, or the day of publication"),
        ("rate_missing", "text", "why there is no amount in euro"),
        ("date", "edtf", "the period that the fact holds for, or the day of the event"),
        ("compared_to", "edtf", "the base of a change"),
        ("modality", "text", "actual or planned"),
        ("participants", "list", "persons who took part in an event"),
        ("place", "text", "as in the text"),
        ("subject", "text", "commodity, title or topic, as in the text"),
        ("sources", "integer", "number of articles that state it, copies of one wire story counted once"),
        ("articles", "integer", "number of articles that state it"),
        ("claims", "integer", "number of statements in them"),
        ("languages", "list", "of these articles"),
        ("first_published", "edtf", "when the first of them appeared"),
        ("last_published", "edtf", "when the last of them appeared"),
        ("conflict", "text", "id shared by facts that contradict each other"),
        ("flags", "list", "named doubts"),
        *_review(_FACT),
    ),
    ("type", "country_1", "country_2", "date", "measure", "subject", "unit", "value", "fact_id"),
    key=("fact_id",),
)

OFFICIALS = Table(
    "officials",
    _columns(
        ("fact_id", "text", "digest of what identifies the fact"),
        ("person", "text", "fullest name without title"),
        ("known_as", "text", "canonical name in the register of officials, where it knows the person"),
        ("role", "text", "role of the codebook"),
        ("portfolio", "text", "portfolios joined by +"),
        ("country", "text", "ISO code, empty for an organisation without a country"),
        ("former", "boolean", "whether the office is past"),
        ("also_written", "list", "other spellings and shorter forms in the articles"),
        ("same_as", "list", "others who may be the same person, written almost alike: for review"),
        ("sources", "integer", "number of articles that name the person with the office, copies counted once"),
        ("articles", "integer", "number of articles that name the person with the office"),
        ("claims", "integer", "number of places in them"),
        ("languages", "list", "of these articles"),
        ("first_published", "edtf", "when the first of them appeared"),
        ("last_published", "edtf", "when the last of them appeared"),
        ("flags", "list", "named doubts"),
        *_review(_OFFICE),
    ),
    ("country", "role", "portfolio", "person", "fact_id"),
    key=("fact_id",),
)

EVIDENCE = Table(
    "evidence",
    _columns(
        ("fact_id", "text", "the fact that the statement supports, in facts.csv or officials.csv"),
        ("claim_id", "text", "digest of what the statement speaks of and where it stands"),
        ("type", "text", "fact type of the codebook"),
        ("article", "text", "file name of the article"),
        ("published", "edtf", "publication date of the article"),
        ("language", "text", "de or en"),
        ("start", "integer", "first character of the quote in the text as decoded, from 0"),
        ("end", "integer", "character after the last one of the quote"),
        ("quote", "text", "the words that state it: text[start:end]"),
        ("sentence_start", "integer", "first character of the sentence"),
        ("sentence_end", "integer", "character after the last one of the sentence"),
        ("sentence", "text", "the sentence around the quote"),
        ("measure", "text", "as this statement has it"),
        ("value", "decimal", "as this statement has it"),
        ("value_max", "decimal", "as this statement has it"),
        ("unit", "text", "as this statement has it"),
        ("bound", "text", "as this statement has it"),
        ("date", "edtf", "as this statement has it"),
        ("person", "text", "as this statement has it"),
        ("participants", "list", "as this statement has it"),
        ("modality", "text", "as this statement has it"),
        ("focal", "boolean", "whether the pair of countries is that of title or lead"),
        ("rule", "text", "the rule that found it, or reviewer where a reviewer added it"),
        ("flags", "list", "named doubts about this statement"),
    ),
    ("fact_id", "article", "start", "end", "claim_id", "rule", "value"),
)

ARTICLES = Table(
    "articles",
    _columns(
        ("article", "text", "file name"),
        ("status", "text", "processed, rejected (not for us) or failed (could not be read or analysed)"),
        ("reason", "text", "why it was rejected or failed"),
        ("language", "text", "of the article as a whole"),
        ("paragraph_languages", "list", "languages of its paragraphs"),
        ("published", "edtf", "publication date"),
        (
            "published_from",
            "text",
            "metadata, front_matter, column, header, feed, json_ld, meta_tag, page, dateline, file_name or none",
        ),
        ("title", "text", "from the metadata"),
        ("source", "text", "from the metadata"),
        ("url", "text", "from the metadata"),
        ("encoding", "text", "how the file was decoded"),
        ("characters", "integer", "length of the text as decoded"),
        ("claims", "integer", "number of statements found in it"),
        ("copy_of", "list", "the article of which it is a copy, of one wire story or in part; rarely several"),
        ("digest", "text", "SHA-256 of the text as decoded"),
    ),
    ("article", "digest", "status", "reason"),
    key=("article",),
)

CONFLICTS = Table(
    "conflicts",
    _columns(
        ("conflict", "text", "id shared by the facts that contradict each other"),
        ("fact_id", "text", "one of them"),
        ("type", "text", "fact type of the codebook"),
        ("country_1", "text", "as in facts.csv"),
        ("country_2", "text", "as in facts.csv"),
        ("measure", "text", "as in facts.csv"),
        ("value", "decimal", "as in facts.csv"),
        ("value_max", "decimal", "as in facts.csv"),
        ("unit", "text", "as in facts.csv"),
        ("bound", "text", "as in facts.csv"),
        ("date", "edtf", "as in facts.csv"),
        ("compared_to", "edtf", "as in facts.csv"),
        ("subject", "text", "as in facts.csv"),
        ("sources", "integer", "number of articles that state it, copies of one wire story counted once"),
        ("articles", "list", "the articles that state it"),
    ),
    ("conflict", "date", "measure", "value", "fact_id"),
    key=("conflict", "fact_id"),
)

DECISIONS = Table(
    "decisions",
    _columns(
        ("place", "integer", "place in the log, from 1"),
        ("decision", "text", "digest of all that it says; undo names it"),
        ("standing", "text", "holds, changed (the fact is no longer what was seen), orphan (there is no such fact any"
         " more), overruled or undone (by a later decision), unusable"),
        ("fact_id", "text", "the fact that it speaks of now, empty when there is none"),
        ("action", "text", "accept, reject, edit, same, different, note, undo, or add: a fact that was missed"),
        ("field", "text", "of an edit: the column"),
        ("content", "text", "of an edit: what is to stand there"),
        ("other", "text", "the other fact (claim, name) of same and different, the decision that undo takes back"),
        ("note", "text", "what the reviewer remarks"),
        ("who", "text", "the reviewer"),
        ("when", "text", "in UTC"),
        ("seen_fact_id", "text", "the fact as it was called when it was seen"),
        ("seen", "list", "the row as it was seen, as column: content"),
        ("quote", "text", "words that stated it"),
        ("changes", "list", "what is no longer as it was seen, as column: then -> now"),
        ("reason", "text", "why the decision is unusable; of add also why it is an orphan, or which rules find it too"),
    ),
    ("place",),
    key=("place",),
)  # fmt: skip

CHECKS = Table(
    "checks",
    _columns(
        ("check", "text", "digest of the calculation and the facts in it"),
        ("verdict", "text", "confirms or contradicts: what the implied value says of the stated one"),
        (
            "kind",
            "text",
            "level_less_change, level_plus_change, change_between_levels, change_in_percent, sum_of_exports,"
            " difference_of_exports, part_of_whole or share_of_whole",
        ),
        ("type", "text", "fact type of the stated fact"),
        ("country_1", "text", "as in facts.csv"),
        ("country_2", "text", "as in facts.csv"),
        ("date", "edtf", "of the stated fact"),
        ("formula", "text", "the calculation with the stated numbers, their times in brackets"),
        ("implied", "decimal", "its result; never a fact"),
        ("implied_min", "decimal", "the least that the stated digits allow"),
        ("implied_max", "decimal", "the most that the stated digits allow, empty where only a least value is implied"),
        ("implied_unit", "text", "unit of the result"),
        ("converted", "decimal", "the result in the unit of the stated fact where that is another currency"),
        ("rate", "text", "the exchange rate for that"),
        ("value", "decimal", "the stated value"),
        ("value_max", "decimal", "its upper end, of a range"),
        ("unit", "text", "its unit"),
        ("stated_fact", "text", "the stated fact, in facts.csv"),
        ("used_facts", "list", "the facts that imply the result, in the order of the formula"),
        ("stated_in", "list", "article and offsets of the sentence that states it best, as article:start-end"),
        ("used_from", "list", "the same of each of the facts that imply the result"),
        ("stated_sentence", "text", "the sentence itself"),
        ("used_sentences", "text", "the sentences themselves, each once, separated by a line end"),
    ),
    ("type", "country_1", "country_2", "date", "verdict", "kind", "check"),
)

TABLES = (FACTS, OFFICIALS, EVIDENCE, ARTICLES, CONFLICTS, CHECKS, DECISIONS)
