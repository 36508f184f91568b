"""What others may hand in to do harm: it ends in a message, in little time, and never with the process."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from extract.finding.encoder.weights import read_weights
from extract.finding.mentions import analyse
from extract.finding.nlp import Pipelines
from extract.reading.articles import article_from_text
from extract.reading.metadata import MetadataError, parse_metadata
from extract.records import Language
from extract.review.log import read as read_log
from extract.review.workbook import read_workbook
from extract.rules.packfile import RuleError, parse_pack
from extract.rules.triggers import find_phrases
from extract.tables.exports.sheets import SHOWN
from extract.tables.stored import TableError
from extract.values.reference import compose
from extract.values.register import RegisterError, parse_register

DEEP = 100_000


@pytest.mark.parametrize("nested", ["[" * DEEP, "{a: " * DEEP, "- " * DEEP])
@pytest.mark.parametrize("parse", [parse_metadata, parse_register, parse_pack])
def test_nested_yaml_is_an_error_and_not_the_end(parse: Callable[[str, str], object], nested: str) -> None:
    with pytest.raises((MetadataError, RegisterError, RuleError), match=r"x\.yaml:1: .*nested more than 50 deep"):
        parse(nested, "x.yaml")


def test_yaml_makes_nothing_but_texts() -> None:
    for text in ("!!python/object/apply:os.getcwd []", "a: !!python/name:os.system x", "a: !!int 3"):
        node = compose(text)
        assert node is not None
    with pytest.raises(MetadataError):
        parse_metadata("title: !!python/object/apply:os.getcwd []", "x.meta.yaml")
    assert parse_metadata("title: !!python/name:os.getcwd Gespräche", "x.meta.yaml").title == "Gespräche"


# What reads pickles all the same: only what it has just written itself into a file without a name.
OWN_PICKLES = {"extract/tables/sorting.py"}


def test_no_module_loads_yaml_or_pickles_in_a_way_that_runs_code() -> None:
    source = Path(__file__).parent.parent / "src"
    for file in source.rglob("*.py"):
        text = file.read_text("utf-8")
        pickles = re.search(r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|cloudpickle|joblib)\b", text, re.M)
        assert not pickles or file.relative_to(source).as_posix() in OWN_PICKLES, file
        assert not re.search(r"(?<![.\w])(?:eval|exec)\(|shell=True|os\.system\(|allow_pickle=True", text), file
        for call in re.findall(r"yaml\.(?:load|load_all|compose|parse|safe_load)\w*\([^\n]*", text):
            assert re.search(r"Loader=yaml\.C?(?:Base|Safe)Loader|safe_load", call), f"{file}: {call}"


def test_nested_json_in_a_log_is_one_bad_line(tmp_path: Path) -> None:
    good = {"fact": "0123", "action": "accept", "who": "Ada", "when": "2026-03-01T09:30:00Z"}
    bad = [b"[" * DEEP, b'{"a":' * DEEP, b"9" * 10_000, b'{"fact": "\xff"}']
    (tmp_path / "decisions.jsonl").write_bytes(b"\n".join([*bad, json.dumps(good).encode(), b""]))
    log = read_log(tmp_path / "decisions.jsonl")
    assert [decision.who for decision in log.decisions] == ["Ada"]
    assert len(log.problems) == len(bad)


def test_weights_cannot_bring_objects(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    np.savez(tmp_path / "weights.npz", shape=np.array([Trap()], dtype=object))
    with pytest.raises(ValueError, match="no weights of the encoder"):
        read_weights(tmp_path / "weights.npz")
    assert not (tmp_path / "sprung").exists()


def workbook(path: Path, *cells: tuple[str, str, str]) -> Path:
    """A workbook with one fact; cells are sheet, place and content."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "facts"
    for row in (["fact_id", "status"], ["0123", "new"]):
        sheet.append(row)
    book.create_sheet(SHOWN).append(["facts", "0123", '{"row": {}, "evidence": []}'])
    for name, place, content in cells:
        book[name][place] = content
    book.save(path)
    return path


def changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with another content of one of its parts."""
    kept = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.endswith(name) else data)
    return path


def read(path: Path) -> Any:
    return read_workbook(path, ["0123"], who="Ada", when="2026-03-01T09:30:00Z")


@pytest.mark.parametrize("name", ["workbook.xml", "sheet1.xml", "sheet2.xml"])
@pytest.mark.parametrize("data", [b"", b"<a", b"\xff\xfe", b"<a>&x;</a>"])
def test_a_damaged_workbook_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    file = changed(workbook(tmp_path / "facts.xlsx"), name, lambda _: data)
    with pytest.raises(TableError, match=r"facts\.xlsx: "):
        read(file)


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    file = changed(workbook(tmp_path / "facts.xlsx"), "sheet1.xml", lambda data: data + b" " * 1_000_000_001)
    assert file.stat().st_size < 2_000_000
    with pytest.raises(TableError, match="when unpacked"):
        read(file)


def test_entities_of_a_workbook_do_not_grow(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    began = time.process_time()
    for name in ("sheet1.xml", "sheet2.xml", "workbook.xml"):

        def change(data: bytes) -> bytes:
            head, mark, rest = data.rpartition(b"?>")
            body = rest.replace(b"fact_id", b"&l11;").replace(b"<v>0</v>", b"<v>&l11;</v>")
            return head + mark + f"<!DOCTYPE x [{laughs}]>".encode() + body

        file = changed(workbook(tmp_path / "facts.xlsx"), name, change)
        try:
            decisions, problems = read(file)
        except TableError:
            continue
        assert decisions == [] and all(len(str(problem)) < 1_000 for problem in problems)
    assert time.process_time() - began < 20


def test_a_cell_far_away_costs_little(tmp_path: Path) -> None:
    file = workbook(tmp_path / "facts.xlsx", ("facts", "XFD1048576", "x"), (SHOWN, "XFD1048576", "x"))
    began = time.process_time()
    decisions, _ = read(file)
    assert decisions == []
    assert time.process_time() - began < 30


def test_nested_json_in_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="hidden sheet"):
        read(workbook(tmp_path / "facts.xlsx", (SHOWN, "C1", "[" * 30_000)))


@pytest.mark.parametrize("atom", [".", " .", "-", ". ", "'", ",-", " -a", "a-", "a.b ", "hofft ", "\u00a0", "a"])
@pytest.mark.parametrize("phrases", [("hofft* ... auf",), ("hofft ... (b|c)? d* ... zu",)])
def test_phrases_with_gaps_take_little_time(phrases: tuple[str, ...], atom: str) -> None:
    text = "Astana hofft " + (atom * 1_000)[:1_000] + " ; zu"
    began = time.process_time()
    list(find_phrases(phrases, text))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Astana hofft sehr ... – auf Kredite", True),
        ("Astana hofft, wie 1.200 andere, auf Kredite", True),
        ("Astana hofft auf Kredite", True),
        ("Astana hofft; sie baut auf Kredite", False),
        ("Astana hofft " + "sehr " * 20 + "auf Kredite", True),
        ("Astana hofft " + "sehr " * 21 + "auf Kredite", False),
        ("Astana hofft " + "don't-know, " * 20 + "auf Kredite", True),
        ("Astana hofft viel-auf Kredite", True),
    ],
)
def test_what_a_gap_may_hold(text: str, found: bool) -> None:
    assert bool(list(find_phrases(("hofft ... auf",), text))) == found


@pytest.mark.parametrize("atom", ["(", '"', "'s", "...", "-", "a", "1.", "/"])
@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("Peru lieferte 2021 Waren für 2 Milliarden Euro nach Japan. ", " Japan kaufte 2022 Kupfer.", "de"),
        ("Peru exported goods worth $2 billion to Japan in 2021. ", " Japan bought copper in 2022.", "en"),
    ],
)
def test_an_endless_word_takes_little_time_and_what_stands_beside_it_is_found(
    before: str, after: str, language: Language, atom: str
) -> None:
    text = before + atom * (60_000 // len(atom)) + after
    article = replace(article_from_text("a.txt", text), language=language, paragraph_languages=(), status="processed")
    began = time.process_time()
    analysis = analyse(article, Pipelines())
    assert time.process_time() - began < 20
    quotes = [mention.quote for mention in analysis.mentions]
    assert quotes[0] == "Peru"
    assert {"2021", "2022"} <= set(quotes)
    assert all(text[mention.start : mention.end] == mention.quote for mention in analysis.mentions)
