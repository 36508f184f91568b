"""The files of an output folder: schema, types, bytes, and evidence that fits the articles."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from claim_maker import amount, claim
from inputs_maker import Held

from extract.merging import merge
from extract.records import Article, Claim, Evidence, Fact, Listed
from extract.tables import TABLES, EvidenceError, RunInfo, read_table, write_tables
from extract.tables.frames import csv_pieces, frame, to_csv
from extract.tables.replacing import replace_files
from extract.tables.rows import article_rows
from extract.tables.schema import ARTICLES, CONFLICTS, EVIDENCE, FACTS, OFFICIALS
from extract.tables.texts import Texts
from extract.values.period import Period

TEXT = 'Berlin und Windhuk.\r\nDer Handel mit Namibia, "gut" wie nie, fiel um 12,5 Prozent;\rÄrger in 2023.'
SENTENCE = (21, 77)
FILES = [
    "facts.csv", "officials.csv", "evidence.csv", "conflicts.csv", "checks.csv", "decisions.csv", "claims.jsonl",
    "articles.csv", "texts.sqlite", "run.json",
]  # fmt: skip


def article(name: str = "a.txt", **more: object) -> Article:
    given = {"text": TEXT, "language": "de", "published": dt.date(2024, 5, 17), "encoding": "utf-8"} | more
    return Article(name, **given)  # type: ignore[arg-type]


def stated(quote: str, **more: object) -> dict[str, object]:
    """Evidence in TEXT."""
    start = TEXT.index(quote)
    return {"evidence": Evidence(start, start + len(quote), quote, *SENTENCE, TEXT[slice(*SENTENCE)]), **more}


def claims(name: str = "a.txt") -> list[Claim]:
    made = [
        (claim("trade", "DE NA", measure="change_percent", value=amount("-12.5", "PERCENT"), date="2023", article=name,
               flags=("pair_from_context",), language="de"), stated("fiel um 12,5 Prozent")),
        (claim("exports", "DE NA", measure="level", value=amount("3900000000", "EUR"), date="2023", article=name,
               subject="=Waren"), stated("Der Handel mit Namibia")),
        (claim("meeting", "DE NA", participants=("Anna Berg", "Jan Holm"), date="2024-05-17", article=name),
         stated("Berlin und Windhuk")),
        (claim("official", "NA", person="Jan Holm", office="minister:energy+trade", article=name), stated("Ärger")),
    ]  # fmt: skip
    return [replace(one, **where) for one, where in made]  # type: ignore[arg-type]


def facts(*names: str) -> list[Fact]:
    return merge(one for name in names or ("a.txt",) for one in claims(name))


def test_tables_have_the_stated_columns_and_values(tmp_path: Path) -> None:
    files = write_tables(tmp_path, Held([article(), article("b.txt")]), facts("a.txt", "b.txt"), RunInfo())
    assert [path.name for path in files] == FILES
    for table in TABLES:
        assert list(read_table(tmp_path, table).columns) == table.header
    exports, meeting, trade = read_table(tmp_path, FACTS).to_dict("records")
    assert [row["type"] for row in (exports, meeting, trade)] == ["exports", "meeting", "trade"]
    assert (trade["country_1"], trade["country_2"]) == ("DE", "NA")
    assert (trade["value"], trade["value_max"], trade["unit"], trade["date"]) == ("-12.5", "", "PERCENT", "2023")
    assert (trade["sources"], trade["claims"], trade["flags"]) == (2, 2, "pair_from_context")
    assert exports["value"] == "3900000000"
    assert meeting["participants"] == "Anna Berg; Jan Holm"
    (official,) = read_table(tmp_path, OFFICIALS).to_dict("records")
    assert (official["person"], official["role"], official["portfolio"]) == ("Jan Holm", "minister", "energy+trade")
    assert (official["country"], official["former"]) == ("NA", "false")


def test_offsets_in_the_file_point_at_the_quote(tmp_path: Path) -> None:
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    rows = read_table(tmp_path, EVIDENCE).to_dict("records")
    assert len(rows) == 4
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert TEXT[row["sentence_start"] : row["sentence_end"]] == row["sentence"]


def test_line_ends_and_quotes_of_a_text_survive_the_file(tmp_path: Path) -> None:
    whole = Evidence(0, len(TEXT), TEXT, 0, len(TEXT), TEXT)
    write_tables(tmp_path, Held([article()]), merge([replace(claims()[0], evidence=whole)]), RunInfo())
    assert read_table(tmp_path, EVIDENCE)["sentence"].tolist() == [TEXT]


@pytest.mark.parametrize("moved", [(1, 1), (-1, 0), (0, 5), (500, 500)])
@pytest.mark.parametrize("of", ["quote", "sentence"])
def test_wrong_offsets_stop_the_writing_and_touch_nothing(tmp_path: Path, of: str, moved: tuple[int, int]) -> None:
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    good = claims()[0]
    start, end = ("start", "end") if of == "quote" else ("sentence_start", "sentence_end")
    place = good.evidence
    shifted = {start: getattr(place, start) + moved[0], end: getattr(place, end) + moved[1]}
    bad = replace(good, evidence=replace(place, **shifted))
    with pytest.raises(EvidenceError, match=rf"a\.txt: the {of} of made at \[{shifted[start]}, {shifted[end]}\)"):
        write_tables(tmp_path, Held([article()]), merge([bad]), RunInfo())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_claim_of_an_article_that_failed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"a\.txt: no such article"):
        write_tables(tmp_path, Held([article(status="failed", reason="broken")]), facts(), RunInfo())


def test_same_bytes_for_any_order(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(6)]
    all_claims = [one for name in names for one in claims(name)]
    contents = []
    for seed in range(3):
        random.Random(seed).shuffle(names)
        random.Random(seed).shuffle(all_claims)
        folder = tmp_path / str(seed)
        write_tables(folder, Held([article(name) for name in names]), merge(all_claims), RunInfo({"b": "1", "a": "2"}))
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert contents[0] == contents[1] == contents[2]


def test_namibia_numbers_and_formulas_stay_what_they_are(tmp_path: Path) -> None:
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    raw = (tmp_path / "facts.csv").read_bytes()
    assert b"\r" not in raw
    assert b"nan" not in raw.lower()
    assert b",NA,change_percent,-12.5,,PERCENT," in raw
    assert b",=Waren," in raw
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_every_input_is_listed_with_its_fate(tmp_path: Path) -> None:
    inputs = [
        article("z.txt", status="rejected", reason="language nl", language=None),
        article("b.txt", status="failed", reason="no text", text="", published=None),
        article("a.txt", paragraph_languages=((0, 10, "en"), (10, 20, "de")), published_from="metadata"),
    ]
    write_tables(tmp_path, Held(inputs), facts(), RunInfo())
    rows = read_table(tmp_path, ARTICLES).to_dict("records")
    assert [(row["article"], row["status"], row["reason"], row["claims"]) for row in rows] == [
        ("a.txt", "processed", "", 4), ("b.txt", "failed", "no text", 0), ("z.txt", "rejected", "language nl", 0),
    ]  # fmt: skip
    assert (rows[0]["published"], rows[0]["published_from"]) == ("2024-05-17", "metadata")
    assert rows[0]["paragraph_languages"] == "de; en"
    assert Texts(tmp_path).names() == ["a.txt"]
    assert Texts(tmp_path).get("a.txt") == TEXT
    assert rows[0]["digest"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_conflicts_stand_together(tmp_path: Path) -> None:
    first = claims("a.txt")[1]
    second = replace(first, article="b.txt", value=amount("5000000000", "EUR"))
    found = merge([first, second])
    write_tables(tmp_path, Held([article(), article("b.txt")]), found, RunInfo())
    rows = read_table(tmp_path, CONFLICTS).to_dict("records")
    assert [(row["value"], row["articles"]) for row in rows] == [("3900000000", "a.txt"), ("5000000000", "b.txt")]
    assert len({row["conflict"] for row in rows}) == 1
    assert set(read_table(tmp_path, FACTS)["conflict"]) == {rows[0]["conflict"]}


def test_claims_in_the_form_of_the_scorer_best_first(tmp_path: Path) -> None:
    vague, exact = claims()[2], claims()[2]
    vague = replace(vague, participants=("Berg",), date=Period.parse("2024-05"))
    exact = replace(exact, **stated("Ärger"))  # type: ignore[arg-type]
    write_tables(tmp_path, Held([article()]), merge([vague, exact, claims()[3]]), RunInfo())
    lines = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    meetings = [line for line in lines if line["type"] == "meeting"]
    assert [line["date"] for line in meetings] == ["2024-05-17", "2024-05"]
    assert len({line["fact_id"] for line in meetings}) == 1
    start = TEXT.index("Ärger")
    assert meetings[0]["evidence"] == {"start": start, "end": start + 5, "quote": "Ärger"}
    (official,) = (line for line in lines if line["type"] == "official")
    assert (official["role"], official["former"], official["countries"]) == ("minister:energy+trade", False, ["NA"])


def test_run_json_counts_and_digests(tmp_path: Path) -> None:
    write_tables(tmp_path, Held([article()]), facts(), RunInfo({"pipeline_de": "blank:de"}))
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert run["counts"]["facts"] == {"exports": 1, "meeting": 1, "official": 1, "trade": 1}
    assert run["settings"] == {"pipeline_de": "blank:de"}
    assert run["inputs"] == [{"article": "a.txt", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}]
    for name, digest in run["tables"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert set(run["tables"]) == set(FILES) - {"run.json", "texts.sqlite"}


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("mine")
    (tmp_path / "folder").mkdir()
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    write_tables(tmp_path, Held([]), [], RunInfo())
    assert (tmp_path / "notes.csv").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "folder", "notes.csv"])
    assert (tmp_path / "facts.csv").read_text() == ",".join(FACTS.header) + "\n"
    assert read_table(tmp_path, FACTS).empty


@pytest.mark.parametrize("title", ["", "plain", 'said "no"', "a,b", "line\nbreak", "return\r", " blank ", "Ö", "'"])
def test_a_table_in_pieces_is_the_table_as_a_whole(title: str) -> None:
    rows = list(article_rows((Listed.of(article(f"{number:03}.txt", title=title)) for number in range(400)), {}))
    assert b"".join(csv_pieces(ARTICLES, rows)) == to_csv(frame(ARTICLES, rows))


def test_a_row_of_other_columns_is_an_error() -> None:
    with pytest.raises(ValueError, match="dict contains fields not in fieldnames"):
        list(csv_pieces(ARTICLES, [{"nonsense": 1}]))


def test_what_is_written_in_pieces_leaves_an_equal_file_alone(tmp_path: Path) -> None:
    for content, times in ((b"one", 1), (b"one", 1), (b"two", 2)):
        before = (tmp_path / "a").stat().st_mtime_ns if (tmp_path / "a").exists() else 0
        replace_files(tmp_path, {"a": lambda part, _, content=content: part.write_bytes(content) and None})
        assert (tmp_path / "a").read_bytes() == content
        assert ((tmp_path / "a").stat().st_mtime_ns != before) == (before == 0 or times == 2)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("lost", ["texts.sqlite", "articles.csv"])
def test_a_lost_file_comes_back_and_the_seal_with_it(tmp_path: Path, lost: str) -> None:
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / lost).write_bytes(b"something else")
    write_tables(tmp_path, Held([article()]), facts(), RunInfo())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
