"""The sheet of a workbook that says, in German and English, what it holds and how to review in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.tables.exports.sheets import reviewed, sheet_columns
from extract.tables.meanings import german, row_meaning
from extract.tables.schema import Table

_WORDS = (
    (
        "Prüfen: In `facts` und `officials` in der gelben Spalte `status` accepted (stimmt) oder rejected (stimmt"
        " nicht) wählen; `note` ist für Bemerkungen.",
        "To review: in `facts` and `officials`, choose accepted or rejected in the yellow column `status`; `note` is"
        " for remarks.",
    ),
    (
        "Berichtigen: den neuen Inhalt in die Zelle einer blauen Spalte schreiben. Graue berechnet das Programm.",
        "To correct: write the new content into the cell of a blue column. Grey ones are computed by the program.",
    ),
    (
        "Zurückgeben: die Datei als .xlsx speichern, dann `extract review import facts.xlsx --by NAME`. Zeilen dürfen"
        " sortiert, gefiltert und gelöscht, eigene Spalten angefügt werden; `fact_id` bleibt, wie sie ist.",
        "To hand back: save as .xlsx, then `extract review import facts.xlsx --by NAME`. Rows may be sorted, filtered"
        " and deleted, and columns of your own added; `fact_id` stays as it is.",
    ),
    (
        "Daten stehen als EDTF: 2023, 2023-05, 2023-05-17, 2024-01/2024-03 (Zeitraum), 2005/.. (seit), ../2035 (bis),"
        " 2023~ (ungefähr).",
        "Dates are EDTF: 2023, 2023-05, 2023-05-17, 2024-01/2024-03 (period), 2005/.. (since), ../2035 (until), 2023~"
        " (about).",
    ),
    (
        "Länder stehen als ISO-Code (NA ist Namibia, EU die Union), Währungen als ISO 4217, Zahlen ausgeschrieben.",
        "Countries are ISO codes (NA is Namibia, EU the Union), currencies ISO 4217, numbers written out.",
    ),
)


def how_to(tables: Sequence[Table]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rows of the sheet: the name of a style and four cells."""
    yield "title", ("extract", "", "Deutsch", "English")
    for words in _WORDS:
        yield "long", ("", "", *words)
    yield "long", ("", "", "", "")
    yield "head", ("Blatt / sheet", "Spalte / column", "Bedeutung", "Meaning")
    for table in tables:
        yield "head", (table.name, "", _row("de", table), _row("en", table))
        for each in sheet_columns(table):
            style = "long"
            column = each.column
            yield style, (table.name, column.name, german(table.name, column), column.says)


def _row(language: str, table: Table) -> str:
    if language == "de":
        return f"je Zeile {row_meaning(table.name, 'de')}" + ("; zu prüfen" if reviewed(table) else "")
    return f"a row is {row_meaning(table.name, 'en')}" + ("; to review" if reviewed(table) else "")
