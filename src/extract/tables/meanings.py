"""What tables and columns mean, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from extract.records import Language
from extract.tables.schema import EDITED, Column
from extract.values.reference import load_data


def german(table: str, column: Column) -> str:
    """What a column means in German, in English where nobody has translated it.

    >>> german("facts", Column("unit", "text", "a unit"))
    'ISO 4217, PERCENT, FACTOR, COUNT, RANK oder UCUM'
    >>> german("facts", Column("edited_unit", "text", "another unit"))
    'was die Prüfung an die Stelle dieser Spalte setzt: unit'
    """
    words = _words()
    if column.name.startswith(EDITED):
        return f"{words['all']['edited']} {column.name.removeprefix(EDITED)}"
    return words.get(table, {}).get(column.name) or words["all"].get(column.name) or column.says


def row_meaning(table: str, language: Language) -> str:
    """What a row of a table is; the name of the table where nobody has said it.

    >>> row_meaning("articles", "en")
    'an article, also those turned away'
    """
    return _words()[f"rows_{language}"].get(table, table)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType(load_data("extract.tables", "meanings.yaml"))
