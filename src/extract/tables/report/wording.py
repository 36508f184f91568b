"""What the report says, in German or English: labels, numbers, dates, names of countries and offices.

All words stand in `data/words.yaml`. Numbers are never rounded: what is shown is what the table has.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extract.records import Language
from extract.values.country import countries, country_name
from extract.values.period import Period
from extract.values.reference import load_data

# A number keeps at most so many decimals in front of "Mrd." or "bn"; else it is written out.
_DECIMALS = 3
_LEAST_SCALED = Decimal(1_000_000)
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language.

    >>> de, en = Wording("de"), Wording("en")
    >>> de.amount(Decimal("3900000000"), "USD"), en.amount(Decimal("3900000000"), "USD")
    ('3,9 Mrd. US$', 'US$3.9bn')
    >>> de.count("sources_count", 1), en.count("sources_count", 1200)
    ('1 Quelle', '1,200 sources')
    """

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """A text of the section "text".

        Raises:
            KeyError: when there is none under the key, or a value that it needs is missing.
        """
        return self.word("text", key).format(**values)

    def word(self, section: str, key: str) -> str:
        """The word of a code, the code itself where it has none: tables of a newer version stay readable."""
        entry = words()[section].get(key)
        if entry is None and section == "text":
            raise KeyError(f"words.yaml: text: {key}")
        return key if entry is None else str(entry[self.language])

    def count(self, key: str, number: int, **values: object) -> str:
        """A text with a number, in singular or plural."""
        forms = words()["text"][key][self.language]
        return str(forms["one" if number == 1 else "other"]).format(n=self.number(Decimal(number)), **values)

    def flag(self, code: str, part: str = "name") -> str:
        """A remark in words: its "name", or what it "says"."""
        entry = words()["flags"].get(code)
        if entry is None:
            return code if part == "name" else ""
        return str(entry[part][self.language])

    def number(self, value: Decimal) -> str:
        """All digits, grouped from five digits on in the integer part.

        >>> Wording("de").number(Decimal("-12345.5")), Wording("en").number(Decimal("4500"))
        ('−12.345,5', '4,500')
        """
        text = f"{abs(value):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.language == "de":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{_MINUS}{text}" if value < 0 else text

    def scaled(self, value: Decimal) -> tuple[str, str]:
        """Digits and scale word, so that no digit is lost: ("3,9", "Mrd."), ("350.000", "")."""
        for size in sorted(map(Decimal, words()["scales"]), reverse=True):
            shifted = value / size
            if abs(value) >= max(size, _LEAST_SCALED) and shifted == round(shifted, _DECIMALS):
                return self.number(shifted), self.word("scales", str(size))
        return self.number(value), ""

    def amount(self, value: Decimal, unit: str, upper: Decimal | None = None) -> str:
        """A value with its unit, a range where there is an upper end.

        >>> Wording("en").amount(Decimal("24e9"), "EUR", Decimal("26e9"))
        '€24bn–26bn'
        >>> Wording("de").amount(Decimal("-5"), "PERCENT"), Wording("de").amount(Decimal("6000"), "COUNT")
        ('−5 %', '6.000')
        """
        first = self._with_scale(value)
        if upper is not None:
            low, high = self.scaled(value), self.scaled(upper)
            same_scale = self.language == "de" and low[1] == high[1]
            first = f"{low[0] if same_scale else first}–{self._with_scale(upper)}"
        return self._with_unit(first, unit)

    def _with_scale(self, value: Decimal) -> str:
        digits, scale = self.scaled(value)
        if not scale:
            return digits
        return f"{digits} {scale}" if self.language == "de" else f"{digits}{scale}"

    def _with_unit(self, number: str, unit: str) -> str:
        german = self.language == "de"
        if unit == "PERCENT":
            return f"{number} %" if german else f"{number}%"
        if unit == "FACTOR":
            return f"× {number}"
        if unit == "RANK":
            return f"{self.word('measures', 'rank')} {number}"
        if unit in words()["units"]:
            return f"{number} {self.word('units', unit)}".strip()
        if german or not _is_currency(unit):
            return f"{number} {self.symbol(unit)}"
        sign = _MINUS if number.startswith(_MINUS) else ""
        symbol = self.symbol(unit)
        return f"{sign}{symbol}{'' if symbol != unit else ' '}{number.removeprefix(_MINUS)}"

    def symbol(self, unit: str) -> str:
        """The sign of a currency, its code where the sign is another's too."""
        return self.word("symbols", unit)

    def axis(self, unit: str, size: Decimal) -> str:
        """A currency with the scale of an axis: "Mrd. €", "€ bn"."""
        if size == 1:
            return self.symbol(unit)
        parts = [self.word("scales", str(size)), self.symbol(unit)]
        return " ".join(parts if self.language == "de" else reversed(parts))

    def bounded(self, shown: str, bound: str) -> str:
        """With "rund", "at least" and the like."""
        return self.word("bounds", bound).format(value=shown) if bound in words()["bounds"] else shown

    def date(self, period: Period | None, raw: str = "") -> str:
        """A period in words; `raw` where there is none.

        >>> de, en = Wording("de"), Wording("en")
        >>> de.date(Period.parse("2024-05-17")), en.date(Period.parse("2024-05-17"))
        ('17.05.2024', '17 May 2024')
        >>> de.date(Period.parse("2024-01/2024-06")), en.date(Period.parse("2005/.."))
        ('1. Halbjahr 2024', 'since 2005')
        """
        if period is None:
            return raw
        shown = self._interval(period) if period.granularity == "interval" else self._point(period.first or "")
        return self.word("dates", "about").format(date=shown) if period.approximate else shown

    def day(self, day: dt.date) -> str:
        """One day in words."""
        return self._point(day.isoformat())

    def _interval(self, period: Period) -> str:
        first, last = period.first, period.last
        if first is None or last is None:
            key, end = ("since", first) if last is None else ("until", last)
            return self.word("dates", key).format(date=self._point(end or ""))
        if len(first) == len(last) == 7 and first[:4] == last[:4]:
            low, high = int(first[5:]), int(last[5:])
            for key, size in (("quarter", 3), ("half", 6)):
                if high - low == size - 1 and low % size == 1:
                    return self.word("dates", key).format(n=high // size, year=first[:4])
            return f"{self.month(low)}–{self.month(high)} {first[:4]}"
        if len(first) == len(last) == 10 and first[:7] == last[:7]:
            day = f"{first[8:]}." if self.language == "de" else str(int(first[8:]))
            return f"{day}–{self._point(last)}"
        return f"{self._point(first)} – {self._point(last)}" if len(first) > 4 else f"{first}–{self._point(last)}"

    def _point(self, text: str) -> str:
        year, month, day = (*text.split("-"), "", "")[:3]
        if not month:
            return year
        if not day:
            return f"{self.month(int(month))} {year}"
        return f"{day}.{month}.{year}" if self.language == "de" else f"{int(day)} {self.month(int(month))} {year}"

    def month(self, number: int) -> str:
        """The name of a month, from 1."""
        return self.word("months", str(number))

    def country(self, code: str) -> str:
        """The usual short name, the code where there is none."""
        return country_name(code, self.language) if code in countries() else code

    def pair(self, codes: Iterable[str]) -> str:
        """Names of countries without a direction, in alphabetical order."""
        return " – ".join(sorted(map(self.country, codes), key=alphabetical))

    def office(self, role: str, portfolios: Iterable[str]) -> str:
        """A role with what it is in charge of: "Minister/in (Energie, Handel)"."""
        named = ", ".join(self.word("portfolios", code) for code in portfolios)
        return f"{self.word('roles', role)} ({named})" if named else self.word("roles", role)


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """All words, by section and key."""
    loaded: Mapping[str, Mapping[str, Any]] = load_data("extract.tables.report", "words.yaml")
    return loaded


def alphabetical(name: str) -> tuple[str, str]:
    """A key that sorts names as readers of both languages look for them: "Österreich" at O."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return plain.casefold(), name


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isupper()
