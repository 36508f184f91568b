"""What a number may be of: currencies by name, sign and code, per cent, physical units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from extract.finding.amounts.phrases import Phrases
from extract.records import Language
from extract.values.amount import PERCENT
from extract.values.reference import load_data

_PACKAGE = "extract.finding.amounts"
PERCENTAGE_POINT = "PERCENTAGE_POINT"
_ONE = Decimal(1)

Kind = Literal["money", "minor", "percent", "measure"]
Place = Literal["both", "before", "after", "glued", "tight"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is written.

    Attributes:
        kind: money, hundredths of money, per cent (and points), or a physical measure.
        code: ISO 4217 code, PERCENT, PERCENTAGE_POINT or UCUM unit.
        factor: what the number is multiplied by ("TEUR" has 1000, a cent 0.01).
        assumed: the name stands for the currencies of several countries.
        strict: also an everyday word; the number must speak for money.
        exact: must be written in exactly this case, "" where case is free.
        place: on which side of the number it stands; "glued" is before it without a blank, "tight" after it.
        written: a name, a sign, or a code.
    """

    kind: Kind
    code: str
    factor: Decimal = _ONE
    assumed: bool = False
    strict: bool = False
    exact: str = ""
    place: Place = "after"
    written: Literal["name", "sign", "code"] = "name"


@cache
def unit_table(lang: Language) -> Phrases[Unit]:
    """Every unit of the language; where two share a phrase, the first of own names, Babel's names, codes wins."""
    return Phrases([*_names(lang), *_signs(), *_babel_names(lang), *_codes(), *_shares(lang), *_measures(lang)])


def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_data(_PACKAGE, "currencies.yaml")
    return data


def _names(lang: Language) -> Iterator[tuple[str, Unit]]:
    data = _data()
    for row in data["names"]:
        unit = Unit(
            "money", row["code"], assumed=row.get("assumed") == "yes", strict=row.get("strict") == "yes", place="both"
        )
        for name in row[lang]:
            yield name, unit
    for row in data["modifiers"]:
        unit = Unit("money", row["code"], place="both")
        for modifier in row[lang]:
            for noun in row["nouns"]:
                yield f"{modifier} {noun}", unit
    if lang == "en":
        yield "p", Unit("minor", "GBP", Decimal("0.01"), exact="p", place="tight")
    for row in data["minor"]:
        unit = Unit("minor", row["code"], Decimal("0.01"), assumed=row.get("assumed") == "yes")
        for name in row[lang]:
            yield name, unit


def _signs() -> Iterator[tuple[str, Unit]]:
    data = _data()
    for code, signs in data["symbols"].items():
        for sign in signs:
            yield (
                sign,
                Unit(
                    "money",
                    code,
                    assumed=sign in data["shared_signs"],
                    place="both",
                    written="sign",
                    exact=_exact(sign),
                ),
            )
    for letter, factor in (("T", "1000"), ("k", "1000"), ("K", "1000"), ("M", "1000000"), ("m", "1000000")):
        for sign, code in (("€", "EUR"), ("$", "USD"), ("£", "GBP")):
            unit = Unit("money", code, Decimal(factor), assumed=sign == "$", written="sign", exact=f"{letter}{sign}")
            yield f"{letter}{sign}", unit
    for row in data["letters"]:
        strict = row.get("strict") == "yes"
        yield (
            row["text"],
            Unit(
                "money",
                row["code"],
                assumed=row.get("assumed") == "yes",
                exact=row["text"],
                place=row["place"],
                written="code",
                strict=strict,
            ),
        )


def _exact(sign: str) -> str:
    """One letter before a dollar sign must be a capital: "A$5" is Australian, "a $5 note" is not."""
    return sign if len(sign) == 2 and sign[0].isascii() and sign[0].isalpha() and sign != "C$" else ""


def _codes() -> Iterator[tuple[str, Unit]]:
    data = _data()
    wordlike, lower = frozenset(data["wordlike"]), frozenset(data["lower"])
    for code in sorted(known_codes()):
        exact = f"{code} {code.lower()} {code.title()}" if code.lower() in lower else code
        yield code, Unit("money", code, place="both", written="code", strict=code in wordlike, exact=exact)
        for letter, factor in (("M", "1000000"), ("T", "1000"), ("k", "1000"), ("K", "1000")):
            if code not in wordlike:
                name = f"{letter}{code}"
                yield name, Unit("money", code, Decimal(factor), place="both", written="code", exact=name)


@cache
def known_codes() -> frozenset[str]:
    """ISO 4217 codes in use as money, and the former ones that news still has."""
    territories: dict[str, list[tuple[str, object, object, bool]]] = get_global("territory_currencies")  # type: ignore[assignment]
    in_use = {code for rows in territories.values() for code, _, until, tender in rows if until is None and tender}
    return frozenset(in_use) | frozenset(_data()["former"])


def _babel_names(lang: Language) -> Iterator[tuple[str, Unit]]:
    """ "Polnischer Złoty", and its country word before every own name of the currency ("polnische Zloty")."""
    locale = Locale(lang)
    own: dict[str, list[str]] = {}
    for row in _data()["names"]:
        own.setdefault(row["code"], []).extend(name for name in row[lang] if " " not in name)
    for code in sorted(known_codes()):
        unit = Unit("money", code, place="both")
        plural = get_currency_name(code, count=2, locale=lang)
        for variant in dict.fromkeys((str(locale.currencies.get(code, "")), plural)):
            country, _, _ = variant.rpartition(" ")
            if "(" in variant or " " not in variant.replace("-", " "):
                continue
            yield variant, unit
            for name in own.get(code, []) if country else []:
                yield f"{country} {name}", unit


def _shares(lang: Language) -> Iterator[tuple[str, Unit]]:
    data: dict[str, Any] = load_data(_PACKAGE, f"words_{lang}.yaml")
    for key, code, factor in (
        ("percentage_points", PERCENTAGE_POINT, "1"),
        ("basis_points", PERCENTAGE_POINT, "0.01"),
        ("percent", PERCENT, "1"),
    ):
        for name in data[key]:
            yield name, Unit("percent", code, Decimal(factor))


def _measures(lang: Language) -> Iterator[tuple[str, Unit]]:
    data: dict[str, Any] = load_data(_PACKAGE, "units.yaml")
    exact: dict[str, list[str]] = {}
    for short in data["exact"]:
        exact.setdefault(short.lower(), []).append(short)
    for row in data["units"]:
        for name in row[lang]:
            unit = Unit("measure", row["unit"], Decimal(row.get("factor", "1")))
            yield name, replace(unit, exact=" ".join(exact[name]) if name in exact else "")


@cache
def rate_table(lang: Language) -> Phrases[str]:
    """Phrases that turn a unit into a rate ("a year" -> "a")."""
    data: dict[str, Any] = load_data(_PACKAGE, "units.yaml")
    return Phrases((phrase, per) for per, phrases in data["rates"][lang].items() for phrase in phrases)


@cache
def rate_adverbs(lang: Language) -> Phrases[str]:
    """Adverbs that make a rate of a measure anywhere in their clause ("jährlich" -> "a")."""
    data: dict[str, Any] = load_data(_PACKAGE, "units.yaml")
    return Phrases((phrase, per) for per, phrases in data["rate_adverbs"][lang].items() for phrase in phrases)
