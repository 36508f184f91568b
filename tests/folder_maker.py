"""Output folders with hostile cells, for tests of exports, round trips and `verify`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from extract.tables import TABLES
from extract.tables.frames import frame, to_csv

# What spreadsheets run, round, reformat or lose.
HOSTILE = (
    "=CMD()", "+1", "-2.5", "@SUM(A1)", "\tTab", "NA", "NULL", "nan", "1E5", "007", "22.5", "1/2", "3 Mai", "10:30",
    "TRUE", "wahr", "5 %", "€ 20", "#N/A", "'quoted'", 'with "quotes"', "a;b,c", "line\nbreak", "return\r\nline",
    "Käse & Söhne ß", "Тоқаев", "日本", "👩‍🚀 emoji", "\u200fשלום\u200e", "<r>bold</r>", "_x0041_", " blanks around ",
    "12345678901234567890",
    "http://example.org", "x" * 40_000,
)  # fmt: skip


def write_folder(folder: Path, rows: Mapping[str, Iterable[Mapping[str, str | int]]]) -> Path:
    """Write all tables; columns that a row leaves out are empty or 0."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        empty = {column.name: 0 if column.type == "integer" else "" for column in table.columns}
        data = frame(table, [empty | row for row in rows.get(table.name, ())])
        (folder / f"{table.name}.csv").write_bytes(to_csv(data))
    return folder


def hostile_folder(folder: Path, **first: str) -> Path:
    """One fact for each hostile text, as its subject; numbers of all kinds; two officials; evidence for each.

    Args:
        folder: made where it is missing.
        first: other contents of the first fact.
    """
    values = ["-2.5", "3900000000", "0.05", "", "12345678901234567", "-1200000"]
    facts = [
        {"fact_id": f"{number:016x}", "type": "trade", "country_1": "DE", "country_2": "NA", "measure": "level",
         "value": values[number % len(values)], "unit": "EUR", "bound": "about",
         "date": ("2023", "2023-05", "2005/..")[number % 3], "modality": "actual",
         "participants": "Jörg Größe; Ana Núñez", "subject": text, "sources": 1, "claims": 1,
         "flags": "single_source"}
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    facts[0].update(first)
    officials = [
        {"fact_id": f"{number + 4096:016x}", "person": person, "role": "minister", "portfolio": "trade",
         "country": "NA", "former": "false", "sources": 1, "claims": 1}
        for number, person in enumerate(("Jörg Größe", "Ana Núñez"))
    ]  # fmt: skip
    evidence = [
        {"fact_id": row["fact_id"], "claim_id": f"c{row['fact_id'][1:]}", "type": "trade", "article": "a.txt",
         "start": at, "end": at + 1, "quote": "q", "sentence": row.get("subject", "Ein Satz über Äpfel."),
         "language": "de", "focal": "true"}
        for at, row in enumerate(facts + officials)
    ]  # fmt: skip
    articles = [{"article": "a.txt", "status": "processed", "language": "de", "published": "2024-05-17",
                 "title": "Außenhandel – Überblick", "url": "https://example.org/?a=1&b=2"}]  # fmt: skip
    tables = {"facts": facts, "officials": officials, "evidence": evidence, "articles": articles}
    return write_folder(folder, tables)  # type: ignore[arg-type]
