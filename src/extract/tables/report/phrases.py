"""Rows in words: the value, what it is about, a short name for links."""

from __future__ import annotations

from decimal import Decimal

from extract.records import LANGUAGES
from extract.tables.report.content import Check, Entry
from extract.tables.report.wording import Wording
from extract.values.country import countries, country_name

# A converted value is our own calculation: more digits than these would pretend to know.
_DIGITS_CONVERTED = 3


def value(entry: Entry, say: Wording) -> str:
    """The figure with unit, bound and sign, "" where the row has none."""
    if entry.value is None:
        return ""
    shown = say.amount(entry.value, entry.unit, entry.value_max)
    if entry.measure in ("change", "change_percent") and entry.value > 0:
        shown = f"+{shown}"
    shown = say.bounded(shown, entry.bound)
    if entry.compared_to is not None:
        shown = f"{shown} {say('compared_to', date=say.date(entry.compared_to))}"
    return shown


def converted(entry: Entry, say: Wording) -> str:
    """The value in euro where it is stated in another currency and the table converts it."""
    if entry.euro is None or entry.unit == "EUR" or not entry.euro:
        return ""
    return f"≈ {say.amount(rounded(entry.euro), 'EUR')}"


def implied(check: Check, stated: Entry, say: Wording) -> str:
    """What a calculation gives, also in the unit of the stated value."""
    text = say.amount(check.implied, check.unit)
    if check.unit != stated.unit:
        text = f"{text} (≈ {say.amount(rounded(check.comparable), stated.unit)})"
    return say("implies", kind=say.word("sums", check.kind), value=text)


def rounded(number: Decimal) -> Decimal:
    """Three significant digits.

    >>> rounded(Decimal("3607123456.78"))
    Decimal('3610000000')
    """
    if not number:
        return number
    digits = _DIGITS_CONVERTED - 1 - number.adjusted()
    return Decimal(f"{round(number, digits):f}") if digits > 0 else Decimal(int(round(number, digits)))


def parties(entry: Entry, say: Wording) -> str:
    """The countries, with the direction where the type has one."""
    if len(entry.countries) != 2 or not entry.directed:
        return say.pair(entry.countries)
    first, second = map(say.country, entry.countries)
    pattern = "trade_balance" if entry.type == "trade_balance" else "default"
    return say.word("directions", pattern).format(a=first, b=second)


def about(entry: Entry, say: Wording) -> str:
    """What the row says something of, without country names where they have no direction."""
    kind = say.word("types", entry.type)
    parts = [f"{kind}: {parties(entry, say)}" if entry.directed else kind]
    if entry.measure not in ("", "level", "rank", "change_factor"):
        parts.append(say.word("measures", entry.measure))
    if entry.subject:
        parts.append(entry.subject)
    return ", ".join(parts)


def place(entry: Entry) -> str:
    """Where it was, "" where that is only one of the two countries again."""
    names = {country_name(code, lang) for code in entry.countries if code in countries() for lang in LANGUAGES}
    return "" if entry.place in names else entry.place


def brief(entry: Entry, say: Wording) -> str:
    """One line that names the row: in links, descriptions and lists."""
    if entry.type == "official":
        return f"{entry.person}, {say.office(entry.role, entry.portfolios)}"
    parts = [f"{say.word('types', entry.type)} {parties(entry, say)}"]
    if entry.subject:
        parts.append(f"({entry.subject})")
    if when := say.date(entry.date, entry.raw_date):
        parts.append(when)
    text = " ".join(parts)
    if figure := value(entry, say):
        text = f"{text}: {figure}"
    return f"{text} ({say('planned')})" if entry.planned else text
