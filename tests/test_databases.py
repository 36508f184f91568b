"""SQLite, JSON Lines, Parquet and FollowTheMoney: the same rows, typed, with keys that hold."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from folder_maker import HOSTILE, hostile_folder, write_folder

from extract.tables import TABLES
from extract.tables.exports import export
from extract.tables.stored import TableError, read_stored, typed

# Properties that FollowTheMoney 4 has in these schemata, of those that we use.
FTM = {
    "Article": {"title", "fileName", "publishedAt", "publisher", "sourceUrl", "language"},
    "Person": {"name", "alias", "country"},
    "Position": {"name", "country"},
    "Occupancy": {"holder", "post", "status", "date", "recordId", "proof", "summary"},
    "Event": {"name", "date", "startDate", "endDate", "country", "involved", "location", "keywords", "recordId",
              "proof", "summary"},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return hostile_folder(tmp_path / "outputs")


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    export(folder, ["sqlite"])
    with closing(sqlite3.connect(folder / "facts.sqlite")) as connection:
        yield connection


def test_the_database_holds_the_tables(folder: Path, database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    for name, table in read_stored(folder).items():
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY rowid")]
        for row, record in zip(rows, table.records(), strict=True):
            for column in table.table.columns:
                value, text = row[column.name], record[column.name]
                if isinstance(value, float | int):
                    assert float(value) == float({"true": "1", "false": "0"}.get(text, text))
                elif column.type == "list" and text:
                    assert tuple(json.loads(value)) == typed("list", text)
                else:
                    assert (value or "") == text
    assert database.execute("SELECT typeof(value) FROM facts WHERE value = 3900000000").fetchone()[0] == "integer"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sentences_are_found_without_their_accents(tmp_path: Path) -> None:
    sentences = ["Über Äpfel sprach der Präsident in Zürich.", "The café trade grew.", "Nichts davon."]
    rows = [{"fact_id": f"f{number}", "claim_id": f"c{number}", "article": "a.txt", "sentence": sentence}
            for number, sentence in enumerate(sentences)]  # fmt: skip
    facts = [{"fact_id": row["fact_id"], "type": "trade"} for row in rows]
    articles = [{"article": "a.txt", "status": "processed"}]
    export(write_folder(tmp_path, {"facts": facts, "evidence": rows, "articles": articles}), ["sqlite"])
    with closing(sqlite3.connect(tmp_path / "facts.sqlite")) as database:
        found = [
            database.execute("SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH ?", (word,)).fetchall()
            for word in ("zurich", "ÄPFEL", "cafe", "absent")
        ]
    assert found == [[(1,)], [(1,)], [(2,)], []]


def test_datasette_finds_search_and_keys(database: sqlite3.Connection, folder: Path) -> None:
    (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'evidence_fts'").fetchone()
    assert 'USING fts5(sentence, content="evidence"' in sql  # the words that Datasette looks for
    references = database.execute("PRAGMA foreign_key_list(evidence)").fetchall()
    assert {(row[2], row[3]) for row in references} == {("entries", "fact_id"), ("articles", "article")}
    described = json.loads((folder / "datasette.json").read_text(encoding="utf-8"))["databases"]["facts"]["tables"]
    for table in TABLES:
        assert list(described[table.name]["columns"]) == table.header


def test_the_views_answer(database: sqlite3.Connection) -> None:
    first = database.execute("SELECT sentence FROM facts_with_sentence WHERE subject = '=CMD()'").fetchone()
    assert first == ("=CMD()",)
    assert database.execute("SELECT sum(facts) FROM facts_by_pair_and_year").fetchone() == (len(HOSTILE),)
    years = {row[0] for row in database.execute("SELECT year FROM figures_by_pair_and_year")}
    assert years == {"2023", "2005"}
    assert database.execute("SELECT count(*) FROM officials_with_sentence").fetchone() == (2,)
    assert database.execute("SELECT count(*) FROM conflicts_with_sentence").fetchone() == (0,)


def test_tables_that_do_not_fit_together_make_no_database(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"evidence": [{"fact_id": "gone", "claim_id": "c"}]})
    with pytest.raises(TableError, match=r"FOREIGN KEY.*extract verify"):
        export(folder, ["sqlite"])
    assert not (folder / "facts.sqlite").exists()


def test_json_lines_nest_the_evidence(folder: Path) -> None:
    export(folder, ["jsonl"])
    records = [json.loads(line) for line in (folder / "facts.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert [record["table"] for record in records] == ["facts"] * len(HOSTILE) + ["officials"] * 2
    assert {record["subject"] for record in records if record["table"] == "facts"} == set(HOSTILE)
    for record in records:
        (evidence,) = record["evidence"]
        assert evidence["focal"] is True
        assert record.get("subject", evidence["sentence"]) == evidence["sentence"]
    first = next(record for record in records if record.get("subject") == "=CMD()")
    assert (first["value"], first["value_max"], first["sources"]) == ("-2.5", None, 1)
    assert first["participants"] == ["Jörg Größe", "Ana Núñez"]
    assert records[-1]["former"] is False


def test_parquet_is_typed(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    export(folder, ["parquet"])
    for name, table in read_stored(folder).items():
        data = parquet.read_table(folder / "parquet" / f"{name}.parquet")
        assert data.column_names == table.table.header
        for row, record in zip(data.to_pylist(), table.records(), strict=True):
            for column in table.table.columns:
                expected: Any = (
                    typed(column.type, record[column.name]) if column.type != "edtf" else record[column.name]
                )
                assert row[column.name] == (list(expected) if column.type == "list" else expected or row[column.name])
    values = parquet.read_table(folder / "parquet" / "facts.parquet").column("value").to_pylist()
    assert Decimal("12345678901234567") in values and None in values


def test_parquet_without_pyarrow_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    before = sorted(folder.iterdir())
    with pytest.raises(TableError, match=r'pip install "extract\[parquet\]"'):
        export(folder, ["csv-de", "parquet"])
    assert sorted(folder.iterdir()) == before


def test_a_number_too_long_for_parquet_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    folder = write_folder(tmp_path, {"facts": [{"fact_id": "f", "value": "0.1234567890123"}]})
    with pytest.raises(TableError, match=r"facts\.value: 0\.1234567890123 has more digits"):
        export(folder, ["parquet"])


def ftm(folder: Path) -> list[dict[str, Any]]:
    export(folder, ["ftm"])
    return [json.loads(line) for line in (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]


def meeting_folder(folder: Path, **more: str) -> Path:
    officials = [
        {"fact_id": "o1", "person": "Jan Tokajew", "known_as": "Jan Tokayev", "role": "head_of_state", "country": "KZ",
         "former": "false", "also_written": "Tokajew"},
        {"fact_id": "o2", "person": "Ana Berg", "role": "minister", "portfolio": "trade", "country": "NA",
         "former": "true"},
        {"fact_id": "o3", "person": "Ana Berg", "role": "minister", "portfolio": "energy", "country": "NA",
         "former": "false"},
    ]  # fmt: skip
    facts = [
        {"fact_id": "e1", "type": "meeting", "country_1": "KZ", "country_2": "NA", "date": "2024-05-17",
         "modality": "actual", "participants": "Tokajew; Ana Berg; Udo Zahl", "place": "Windhuk"} | more,
        {"fact_id": "e2", "type": "visit", "country_1": "DE", "country_2": "NA", "date": "2024-05/2024-06",
         "participants": "Udo Zahl"},
        {"fact_id": "q1", "type": "trade", "country_1": "DE", "country_2": "NA", "value": "5"},
    ]  # fmt: skip
    evidence = [{"fact_id": row["fact_id"], "claim_id": row["fact_id"], "article": "a.txt", "sentence": "Ein Satz.",
                 "published": "2024-05-18"} for row in officials + facts]  # fmt: skip
    articles = [{"article": "a.txt", "status": "processed", "language": "de", "title": "Treffen"},
                {"article": "b.txt", "status": "failed"}]  # fmt: skip
    tables = {"facts": facts, "officials": officials, "evidence": evidence, "articles": articles}
    return write_folder(folder, tables)


def test_entities_of_follow_the_money(tmp_path: Path) -> None:
    found = ftm(meeting_folder(tmp_path))
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    for entity in found:
        assert set(entity["properties"]) <= FTM[entity["schema"]]
        for name in {"holder", "post", "involved", "proof"} & set(entity["properties"]):
            assert all(other in by_id for other in entity["properties"][name])
    people = {entity["properties"]["name"][0] for entity in found if entity["schema"] == "Person"}
    assert people == {"Jan Tokayev", "Ana Berg", "Udo Zahl"}
    meeting = next(e["properties"] for e in found if e["schema"] == "Event" and e["properties"]["recordId"] == ["e1"])
    involved = [by_id[person]["properties"] for person in meeting["involved"]]
    assert [person["name"] for person in involved] == [["Jan Tokayev"], ["Ana Berg"], ["Udo Zahl"]]
    assert involved[0]["alias"] == ["Jan Tokajew", "Tokajew"]
    assert (meeting["date"], meeting["country"], meeting["location"]) == (["2024-05-17"], ["kz", "na"], ["Windhuk"])
    visit = next(e["properties"] for e in found if e["schema"] == "Event" and e["properties"]["recordId"] == ["e2"])
    assert (visit["startDate"], visit["endDate"]) == (["2024-05"], ["2024-06"])
    # A name without an office, in another pair of countries: perhaps somebody else.
    assert visit["involved"] != meeting["involved"][2:]
    posts = {entity["properties"]["name"][0] for entity in found if entity["schema"] == "Position"}
    assert posts == {"Head of state of Kazakhstan", "Minister (trade) of Namibia", "Minister (energy) of Namibia"}
    ended = [e["properties"]["recordId"] for e in found if e["schema"] == "Occupancy" and "status" in e["properties"]]
    assert ended == [["o2"]]


def test_ids_of_entities_do_not_hang_on_other_rows(tmp_path: Path) -> None:
    first = {entity["id"] for entity in ftm(meeting_folder(tmp_path / "a"))}
    again = {entity["id"] for entity in ftm(meeting_folder(tmp_path / "b", place="Berlin", date="2024"))}
    assert first == again
