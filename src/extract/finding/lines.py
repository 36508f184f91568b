"""Amounts and dates of single texts in JSON Lines, without any model: what `extract mentions` reads and writes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from extract.finding.amounts import find_amounts
from extract.finding.dates import find_dates
from extract.finding.overlaps import resolve
from extract.records import AmountMention, DateMention, Language, Mention
from extract.values.amount import plain


class LineError(ValueError):
    """A line that cannot be read; the message names file, line and what to do."""


def mention_lines(lines: Iterable[str], name: str, detect: Callable[[str], Language | None]) -> Iterator[str]:
    """One line of JSON with `id` and `mentions` for each line with `id`, `text` and perhaps `lang` and `ref_date`.

    Args:
        lines: JSON objects; empty lines are passed over.
        name: of the file, for messages.
        detect: tells the language where `lang` is missing; a text in another language has no mentions.

    Raises:
        LineError: when a line is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        record = _record(line, where)
        text, published = record["text"], _date(record.get("ref_date"), where)
        language = _language(record.get("lang"), where) or detect(text)
        found: list[Mention] = []
        if language:
            found = resolve([*find_dates(text, language, published), *find_amounts(text, language)])
        mentions = [_plain(mention) for mention in found]
        yield json.dumps({"id": record.get("id", number), "mentions": mentions}, ensure_ascii=False)


def _plain(mention: Mention) -> dict[str, Any]:
    common = {"start": mention.start, "end": mention.end, "quote": mention.quote}
    if isinstance(mention, AmountMention):
        amount = mention.amount
        high = None if amount.value_max is None else plain(amount.value_max)
        number = {"value": plain(amount.value), "value_max": high, "unit": amount.unit, "bound": amount.bound}
        return {"kind": "amount", **common, **number}
    assert isinstance(mention, DateMention)
    edtf = mention.period.edtf if mention.period else None
    return {"kind": "date", **common, "timex": mention.timex, "timex_type": mention.timex_type, "edtf": edtf}


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise LineError(f"{where}: not valid JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise LineError(f"{where}: nested too deeply; write one flat object a line") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise LineError(f'{where}: write an object with "id" and "text", and where known "lang" and "ref_date"')
    return record


def _language(value: object, where: str) -> Language | None:
    if value is None or value == "":
        return None
    if value == "de":
        return "de"
    if value == "en":
        return "en"
    raise LineError(f'{where}: lang is {value!r}; write "de" or "en", or leave it out')


def _date(value: object, where: str) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise LineError(f"{where}: ref_date is {value!r}; write YYYY-MM-DD, or leave it out") from None
