"""The form of a correction: which fields a fact has, and what a reviewer may write into them.

Besides the form of the tables a field understands words: "3,9 Mrd. Euro", "17. Mai 2024", a name of a country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.finding.amounts import find_amounts
from extract.finding.dates import find_dates
from extract.records import EVENTS, LANGUAGES, Language
from extract.review.demands import fields_of
from extract.review.page.ledger import Live
from extract.review.page.stock import Row
from extract.review.page.wording import PageWords
from extract.tables.editing import CHOICES, checked
from extract.tables.report.wording import alphabetical
from extract.tables.schema import EDITED, FACTS, LIST_SEPARATOR, OFFICIALS, Column, Table
from extract.values.amount import plain
from extract.values.country import countries, country_name
from extract.values.office import PORTFOLIOS

Control = Literal["choice", "text", "lines", "several", "number", "unit", "date"]

_OF_FIGURES = (
    "type", "country_1", "country_2", "measure", "value", "value_max", "unit", "bound", "date", "compared_to",
    "modality", "subject",
)  # fmt: skip
_OF_EVENTS = ("type", "country_1", "country_2", "date", "participants", "place", "subject", "modality")
_OF_OFFICES = ("person", "role", "portfolio", "country", "former")
_UNITS = ("EUR", "USD", "GBP", "CHF", "CNY", "JPY", "RUB", "KZT", "TRY", "PLN", "PERCENT", "FACTOR", "COUNT", "RANK",
          "t", "kg", "m3", "bbl", "kW.h", "MW", "GW")  # fmt: skip
_SECTIONS = {"type": "types", "measure": "measures", "role": "roles", "portfolio": "portfolios"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form.

    Attributes:
        content: as it is, corrections by reviewers in it; `extracted` is what the extractor read.
        options: (content, words) to choose from, or to be proposed.
    """

    name: str
    control: Control
    label: str
    content: str
    extracted: str
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""


class FieldError(ValueError):
    """A content that cannot stand in a field; the message is in the reviewer's language."""


def form(row: Row, live: Live, words: PageWords) -> list[Field]:
    """The fields of a fact.

    Args:
        row: of `facts.csv` or `officials.csv`.
        live: what reviewers have corrected.
        words: of the reviewer's language.
    """
    names: Sequence[str] = _OF_OFFICES
    if "role" not in row:
        usual = _OF_EVENTS if row["type"] in EVENTS else _OF_FIGURES
        names = [name for name in dict.fromkeys((*_OF_FIGURES, *_OF_EVENTS)) if name in usual or row[name]]
    return [_field(name, row, live, words) for name in names]


def blank_form(kind: str, proposed: Mapping[str, str], words: PageWords) -> list[Field]:
    """The fields of a fact that was missed.

    Args:
        kind: its type.
        proposed: contents that the marked words suggest, by column.
        words: of the reviewer's language.
    """
    row = {name: proposed.get(name, "") for name in fields_of(kind)}
    return [_field(name, row | {"type": kind}, Live("new"), words) for name in row]


def read_field(name: str, text: str, row: Row, words: PageWords) -> dict[str, str]:
    """What a reviewer wrote, as contents of columns; a value that names its unit gives that too.

    Raises:
        FieldError: when it cannot be understood.
    """
    column = _column(row, name)
    if not text.strip():
        if row[name]:
            raise FieldError(words("error_empty"))
        return {name: ""}
    if name in ("value", "value_max"):
        return _amount(column, text, words)
    if name in ("date", "compared_to"):
        return {name: _date(column, text, words)}
    if name.startswith("country"):
        text = _code(text)
    if column.type == "list":
        text = LIST_SEPARATOR.join(text.replace(";", "\n").splitlines())
    return {name: _checked(column, text, words)}


def corrections(given: Mapping[str, str], row: Row, live: Live, words: PageWords) -> tuple[dict[str, str], list[str]]:
    """What a form changes.

    Args:
        given: texts by field, as they were sent.
        row: of the table.
        live: corrections so far.
        words: of the reviewer's language.

    Returns:
        New contents by column, and the columns whose correction is to be taken back, for they say again what was
        extracted.

    Raises:
        FormError: with a message for each field that cannot be understood.
    """
    errors: dict[str, str] = {}
    contents: dict[str, str] = {}
    for name, text in given.items():
        before = live.edits.get(name, row.get(name, ""))
        if f"{EDITED}{name}" not in row or text.strip() == before:
            continue
        try:
            contents |= read_field(name, text, row, words)
        except FieldError as error:
            errors[name] = str(error)
    if errors:
        raise FormError(errors)
    changed = {name: text for name, text in contents.items() if text != live.edits.get(name, row[name])}
    back = [name for name, text in changed.items() if name in live.edits and text == row[name]]
    return {name: text for name, text in changed.items() if name not in back}, back


class FormError(ValueError):
    """Messages by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Take the messages."""
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def _field(name: str, row: Row, live: Live, words: PageWords) -> Field:
    control, options, hint = _control(name, words)
    content = live.edits.get(name, row[name])
    if control in ("choice", "several") and content and content not in dict(options) and name != "portfolio":
        options = [*options, (content, content)]
    label = words.facts.word("fields", name)
    return Field(name, control, label, content, row[name], options, hint)


def _control(name: str, words: PageWords) -> tuple[Control, Sequence[tuple[str, str]], str]:
    if name == "portfolio":
        return "several", _named(sorted(PORTFOLIOS), "portfolios", words), ""
    if name.startswith("country"):
        named = [(code, f"{country_name(code, words.language)} ({code})") for code in countries()]
        return "choice", [("", "–"), *sorted(named, key=lambda each: alphabetical(each[1]))], ""
    if name in CHOICES:
        named = _named(CHOICES[name], _SECTIONS.get(name, "choices"), words)
        return "choice", [("", "–"), *named] if name in ("measure", "bound") else named, ""
    if name in ("value", "value_max"):
        return "number", (), words("hint_number")
    if name == "unit":
        return "unit", _named(_UNITS, "units", words), words("hint_unit")
    if name in ("date", "compared_to"):
        return "date", (), words("hint_date")
    if name == "participants":
        return "lines", (), words("hint_lines")
    return "text", (), ""


def _named(codes: Sequence[str], section: str, words: PageWords) -> list[tuple[str, str]]:
    if section in ("choices", "units"):
        return [(code, words.of(section, code)) for code in codes]
    return [(code, words.facts.word(section, code)) for code in codes]


def _column(row: Row, name: str) -> Column:
    table: Table = OFFICIALS if "role" in row else FACTS
    return next(column for column in table.columns if column.name == name)


def _checked(column: Column, text: str, words: PageWords) -> str:
    try:
        return checked(column, text)
    except ValueError as error:
        kind = "country" if column.name.startswith("country") else column.name
        known = {"decimal": "error_number", "edtf": "error_date"}.get(column.type, f"error_{kind}")
        raise FieldError(words(known if known in _ERRORS else "error_choice", text=text)) from error


_ERRORS = frozenset({"error_number", "error_date", "error_country", "error_unit", "error_portfolio"})


def _languages(words: PageWords) -> tuple[Language, Language]:
    return ("de", "en") if words.language == "de" else ("en", "de")


def _amount(column: Column, text: str, words: PageWords) -> dict[str, str]:
    """A plain number, or an amount as it is said."""
    try:
        return {column.name: checked(column, text)}
    except ValueError:
        for language in _languages(words):
            found = [each for each in find_amounts(text.strip(), language) if each.quote == text.strip()]
            if len(found) == 1 and found[0].amount.value_max is None:
                amount = found[0].amount
                unit = {"unit": amount.unit} if amount.unit != "COUNT" else {}
                return {column.name: plain(amount.value)} | unit
    raise FieldError(words("error_number", text=text))


def _date(column: Column, text: str, words: PageWords) -> str:
    """A date in EDTF, or as it is said."""
    try:
        return checked(column, text)
    except ValueError:
        for language in _languages(words):
            found = [each.period for each in find_dates(text.strip(), language, None) if each.quote == text.strip()]
            if len(found) == 1 and found[0] is not None:
                return found[0].edtf
    raise FieldError(words("error_date", text=text))


def _code(text: str) -> str:
    """The code of a country that is named."""
    named = {country_name(code, language).casefold(): code for code in countries() for language in LANGUAGES}
    return named.get(text.strip().casefold(), text)
