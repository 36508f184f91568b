"""A fact in a few words, for lists of facts."""

from __future__ import annotations

from collections.abc import Mapping


def entry_title(row: Mapping[str, str]) -> str:
    """The title of a row of facts or officials.

    >>> entry_title({"type": "exports", "country_1": "DE", "country_2": "KZ", "value": "5", "unit": "EUR"})
    'exports DE-KZ 5 EUR'
    >>> entry_title({"person": "Ana Berg", "role": "minister", "portfolio": "trade", "country": "NA"})
    'Ana Berg, minister:trade NA'
    """
    if person := row.get("person", ""):
        office = ":".join(part for part in (row.get("role", ""), row.get("portfolio", "")) if part)
        return f"{person}, {office} {row.get('country', '')}".strip()
    pair = "-".join(code for code in (row.get("country_1", ""), row.get("country_2", "")) if code)
    amount = "..".join(end for end in (row.get("value", ""), row.get("value_max", "")) if end)
    measure = row.get("measure", "") if row.get("measure", "") != "level" else ""
    parts = (row.get("type", ""), pair, measure, amount, row.get("unit", ""), row.get("date", ""))
    said = " ".join(part for part in parts if part)
    about = "; ".join(part for part in (row.get("participants", ""), row.get("subject", "")) if part)
    return f"{said}: {about}" if about else said
