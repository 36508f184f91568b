"""What is fuzzed: each target takes any bytes and must neither raise nor break what the code promises.

The same targets serve `make fuzz`, where libFuzzer makes the bytes, and the test suite, which runs the crashes found.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from extract.config import Columns, Settings
from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.dates import find_dates
from extract.finding.lines import LineError, mention_lines
from extract.finding.sentences import split_sentences
from extract.reading import read_document
from extract.reading.languages import guess, read_languages
from extract.reading.metadata import Metadata, MetadataError, parse_metadata
from extract.reading.parts import Document, Part
from extract.reading.registry import READERS, split
from extract.records import LANGUAGES, Language, Mention
from extract.review import read_log
from extract.rules.loader import RuleError, load_rules
from extract.running.analysing import Finder, make_finder

Target = Callable[[bytes], None]
# Enough to reach every branch; longer texts only take longer.
_LONGEST = 4000
_MOST_DOCUMENTS = 200


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")[:_LONGEST]


def _lenient(data: bytes) -> str:
    try:
        return _text(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")[:_LONGEST]


def _held(text: str, mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text), mention
        assert text[mention.start : mention.end] == mention.quote, mention


def _mentions(find: Callable[[str, Language], Iterable[Mention]]) -> Target:
    def look(data: bytes) -> None:
        text = _lenient(data)
        for language in LANGUAGES:
            _held(text, find(text, language))

    return look


def _sentences(data: bytes) -> None:
    text = _lenient(data)
    for language in LANGUAGES:
        ends = 0
        for piece in split_sentences(text, language):
            assert ends <= piece.start < piece.end <= len(text)
            ends = piece.end


def _languages(data: bytes) -> None:
    text = _lenient(data)
    reading = read_languages(text)
    assert reading.language or reading.reason
    assert guess(text) in (None, *LANGUAGES)


@cache
def _finder() -> Finder:
    return make_finder(Settings(english="blank:en", german="blank:de", rules=Path("none"), officials=Path("none.yaml")))


def _claims(data: bytes) -> None:
    article = read_document(Document("a.txt", _lenient(data).encode("utf-8", "replace"), ".txt", Metadata(lang="de")))
    if article.status != "processed":
        assert article.reason
        return
    for claim in _finder()(article):
        place = claim.evidence
        assert article.text[place.start : place.end] == place.quote
        assert article.text[place.sentence_start : place.sentence_end] == place.sentence


def _reader(form: str) -> Target:
    def read(data: bytes) -> None:
        part = Part(f"x{form}", form, io.BytesIO(data), len(data), Metadata(), Columns())
        names = set()
        for number, document in enumerate(split(part)):
            assert document.name not in names
            names.add(document.name)
            article = read_document(document)
            assert article.status == "processed" or article.reason
            if number >= _MOST_DOCUMENTS:
                return
        assert names, "nothing given goes unmentioned"

    return read


def _metadata(data: bytes) -> None:
    try:
        parse_metadata(_lenient(data), "x.meta.yaml")
    except MetadataError as error:
        assert str(error).startswith("x.meta.yaml")


def _rules(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pack.yaml").write_bytes(data[:_LONGEST])
        try:
            load_rules(Path(folder))
        except RuleError as error:
            assert "pack.yaml" in str(error)


def _decisions(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "decisions.jsonl")
        file.write_bytes(data)
        log = read_log(file)
        assert log.decisions or log.problems or not data.strip()


def _lines(data: bytes) -> None:
    line = json.dumps({"id": "1", "text": _lenient(data), "lang": "en", "ref_date": "2024-05-17"})
    for given in (line, _lenient(data).replace("\n", " ")):
        try:
            list(mention_lines([given], "x.jsonl", guess))
        except LineError as error:
            assert "x.jsonl" in str(error)


TARGETS: dict[str, Target] = {
    "amounts": _mentions(find_amounts),
    "dates": _mentions(lambda text, language: find_dates(text, language, None)),
    "countries": _mentions(find_countries),
    "sentences": _sentences,
    "languages": _languages,
    "claims": _claims,
    "metadata": _metadata,
    "rules": _rules,
    "decisions": _decisions,
    "mention_lines": _lines,
} | {f"reader{form.replace(' ', '_')}": _reader(form) for form in READERS}
