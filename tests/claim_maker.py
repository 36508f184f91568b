"""Short ways to claims for tests of the later rooms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from extract.records import Claim, Evidence
from extract.values.amount import Amount
from extract.values.office import Office
from extract.values.period import Period


def amount(value: str, unit: str = "EUR", quantum: str | None = None, **more: Any) -> Amount:
    """An amount from text; `value_max` may be text as well."""
    if "value_max" in more:
        more["value_max"] = Decimal(more["value_max"])
    return Amount(Decimal(value), unit, quantum=Decimal(quantum) if quantum else None, **more)


def claim(kind: str, countries: str, *, article: str = "a.txt", at: int = 0, **more: Any) -> Claim:
    """A claim with made-up evidence of ten characters; dates, offices and countries as text."""
    for name in ("date", "compared_to"):
        if isinstance(more.get(name), str):
            more[name] = Period.parse(more[name])
    if isinstance(more.get("office"), str):
        more["office"] = Office.parse(more["office"])
    if isinstance(more.get("published"), str):
        more["published"] = dt.date.fromisoformat(more["published"])
    evidence = Evidence(at, at + 10, "x" * 10, at, at + 10, "x" * 10)
    more.setdefault("rule", "made")
    return Claim(article=article, type=kind, countries=tuple(countries.split()), evidence=evidence, **more)  # type: ignore[arg-type]


def trade(value: str, date: str | None = "2023", unit: str = "USD", quantum: str | None = None, **more: Any) -> Claim:
    """A level of trade between Germany and Kazakhstan, in billions."""
    for_amount = {name: more.pop(name) for name in ("bound",) if name in more}
    stated = Amount(Decimal(value), unit, quantum=Decimal(quantum) if quantum else None, **for_amount)
    more.setdefault("measure", "level")
    return claim("trade", "DE KZ", value=stated, date=date, **more)


def read_claim(spec: dict[str, object], number: int) -> Claim:
    """A claim of a spec; by default each stands in an article of its own."""
    given_amount = spec.get("value")
    value = None
    if isinstance(given_amount, str):
        number_text, _, unit = given_amount.partition(" ")
        low, _, high = number_text.partition("..")
        value = amount(
            low, unit, str(spec["quantum"]) if "quantum" in spec else None,
            bound=spec.get("bound", "exact"), **({"value_max": high} if high else {}),
        )  # fmt: skip
    rest = {
        key: spec[key] for key in spec.keys() - {"value", "quantum", "bound", "type", "countries", "people", "same"}
    }
    rest.setdefault("article", f"{number}.txt")
    if value is not None:
        rest.setdefault("measure", "level")
    people = spec.get("people", [])
    assert isinstance(people, list)
    kind, countries = str(spec["type"]), str(spec["countries"])
    return claim(kind, countries, value=value, participants=tuple(people), at=number * 20, **rest)


def read_claims(spec: dict[str, object]) -> list[Claim]:
    """The claims of a spec, each with what the spec says of all."""
    claims = spec["claims"]
    assert isinstance(claims, list)
    common = spec.get("all", {})
    assert isinstance(common, dict)
    return [read_claim(common | one, number) for number, one in enumerate(claims)]
