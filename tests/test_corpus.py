"""The articles under corpus/, their codings under corpus/gold/ and the quiet sentences are what readers count on."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from babel import Locale

from extract.records import DIRECTED, EVENTS, QUANTITIES, FactType, Measure, Modality
from extract.rules.check import quiet_texts
from extract.values.amount import COUNT, FACTOR, PERCENT, RANK, Bound, plain
from extract.values.office import Office
from extract.values.period import Period

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus"
GOLD = sorted((CORPUS / "gold").glob("*.json"))
TURNED_AWAY = {"nl_ma_handel.txt", "leer.txt", "kurz_40_zeichen.txt"}
NO_METADATA = {"br_jp_tokyo_dateline.txt"}
SAME_FACTS = [
    ("kz_uz_taschkent_gipfel", "kz_uz_tashkent_summit"),
    ("ua_pl_warschau_kredit", "ua_pl_warsaw_loan"),
    ("kg_cn_bischkek_kredit", "kg_cn_bishkek_loan"),
]
ENGLISH = Locale("en")
COUNTRIES = {code for code in ENGLISH.territories if len(code) == 2 and code.isalpha()}
UNITS = {PERCENT, FACTOR, COUNT, RANK, "t", "m3", "bbl", "MW", "kWh", "t/a"} | set(ENGLISH.currencies)
UNIT_OF_MEASURE = {"change_percent": PERCENT, "share_percent": PERCENT, "change_factor": FACTOR, "rank": RANK}
KEYS = set(
    "type countries measure value value_max unit bound date compared_to modality participants person role former place"
    " subject optional lenient also evidence".split()
)
LENIENT = {"countries", "measure", "value", "unit", "date", "participants", "role", "modality"}


def decode(path: Path) -> str:
    """The text of a corpus file, independent of the reader under test."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def coded(path: Path) -> dict[str, Any]:
    """One gold file."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def facts_of(name: str) -> list[dict[str, Any]]:
    """The facts of the gold file with this stem."""
    return list(coded(CORPUS / "gold" / f"{name}.json")["facts"])


ALL_FACTS = [
    pytest.param(path.stem, fact, id=f"{path.stem}-{k}")
    for path in GOLD
    for k, fact in enumerate(coded(path)["facts"], start=1)
]


@pytest.mark.parametrize(("name", "fact"), ALL_FACTS)
def test_fact_follows_the_codebook(name: str, fact: dict[str, Any]) -> None:
    text = decode(CORPUS / f"{name}.txt")
    assert set(fact) <= KEYS
    assert set(fact.get("lenient", ())) <= LENIENT
    assert fact["type"] in get_args(FactType)
    assert fact["evidence"] and fact["evidence"] in text
    assert set(fact["countries"]) <= COUNTRIES
    if fact["type"] == "official":
        assert len(fact["countries"]) <= 1
        assert fact["person"] in text
        assert Office.parse(fact["role"]).code == fact["role"]
        return
    assert len(set(fact["countries"])) == 2
    assert fact["type"] in DIRECTED or fact["countries"] == sorted(fact["countries"])
    assert fact["modality"] in get_args(Modality)
    for key in ("date", "compared_to"):
        assert fact.get(key) is None or Period.parse(fact[key]).edtf == fact[key]


@pytest.mark.parametrize(("name", "fact"), [p for p in ALL_FACTS if p.values[1]["type"] in QUANTITIES])
def test_quantity_has_value_and_unit(name: str, fact: dict[str, Any]) -> None:
    values = [fact["value"]] + [fact[key] for key in ("value_max",) if key in fact]
    assert [plain(Decimal(value)) for value in values] == values
    assert values == sorted(values, key=Decimal)
    assert fact["unit"] in UNITS
    assert fact["bound"] in get_args(Bound)
    assert fact["measure"] in get_args(Measure)
    assert UNIT_OF_MEASURE.get(fact["measure"], fact["unit"]) == fact["unit"]
    if fact["measure"] == "level" and fact["type"] in {"companies", "projects", "agreements", "people"}:
        assert fact["unit"] == COUNT


@pytest.mark.parametrize(("name", "fact"), [p for p in ALL_FACTS if p.values[1]["type"] in EVENTS])
def test_event_states_what_its_type_needs(name: str, fact: dict[str, Any]) -> None:
    text = decode(CORPUS / f"{name}.txt")
    assert all(person in text for person in fact.get("participants", ()))
    if fact["type"] == "relations":
        assert fact["date"]
    if fact["type"] == "agreement":
        assert fact["subject"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_belongs_to_an_article(path: Path) -> None:
    doc = coded(path)
    assert set(doc) == {"article", "lang", "published", "facts"}
    assert doc["article"] == f"{path.stem}.txt"
    assert doc["lang"] in {"de", "en"}
    stated = CORPUS / f"{path.stem}.meta.yaml"
    if stated.exists():
        assert yaml.load(stated.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["published"] == doc["published"]
    else:
        assert doc["article"] in NO_METADATA
    repeated = Counter(json.dumps(fact, sort_keys=True) for fact in doc["facts"])
    assert max(repeated.values()) == 1


def test_gold_covers_all_fact_types_in_both_languages() -> None:
    found: dict[str, set[str]] = {"de": set(), "en": set()}
    for path in GOLD:
        doc = coded(path)
        found[doc["lang"]] |= {fact["type"] for fact in doc["facts"] if not fact.get("optional")}
    assert found["de"] == set(get_args(FactType))
    assert found["en"] == set(get_args(FactType))


def test_gold_covers_many_pairs_and_both_languages_alike() -> None:
    languages = Counter(coded(path)["lang"] for path in GOLD)
    pairs = {tuple(sorted(f["countries"])) for path in GOLD for f in coded(path)["facts"] if f["type"] != "official"}
    assert len(GOLD) >= 24
    assert abs(languages["de"] - languages["en"]) <= 1
    assert len(pairs) >= 20


def test_articles_are_news_sized() -> None:
    words = {path.name: len(decode(path).split()) for path in CORPUS.glob("*.txt")}
    odd = {name: n for name, n in words.items() if not 120 <= n <= 300}
    assert set(odd) == {"leer.txt", "kurz_40_zeichen.txt"}
    assert len(decode(CORPUS / "kurz_40_zeichen.txt")) == 40
    assert (CORPUS / "leer.txt").read_bytes() == b""


def test_encodings_are_what_the_names_say() -> None:
    assert (CORPUS / "in_gb_mumbai_utf16.txt").read_bytes().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    with pytest.raises(UnicodeDecodeError):
        (CORPUS / "fr_ma_rabat_cp1252.txt").read_bytes().decode("utf-8")


def test_metadata_have_known_keys() -> None:
    articles = {path.name for path in CORPUS.glob("*.txt")}
    described = {path.name.removesuffix(".meta.yaml") + ".txt" for path in CORPUS.glob("*.meta.yaml")}
    assert articles - described == NO_METADATA
    assert described <= articles
    for path in CORPUS.glob("*.meta.yaml"):
        meta = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert {"published", "title", "source"} <= set(meta) <= {"published", "title", "source", "url", "lang"}
        assert Period.parse(meta["published"]).granularity == "day"


def test_articles_that_must_be_turned_away_have_no_gold() -> None:
    assert {path.name for path in CORPUS.glob("*.txt")} - {f"{path.stem}.txt" for path in GOLD} == TURNED_AWAY


@pytest.mark.parametrize(("german", "english"), SAME_FACTS)
def test_pairs_state_the_same_facts_with_other_spellings(german: str, english: str) -> None:
    keys = ("type", "measure", "value", "value_max", "unit", "bound", "date", "compared_to", "modality", "role")

    def key(fact: dict[str, Any]) -> tuple[str, ...]:
        return (*(str(fact.get(k)) for k in keys), "-".join(fact["countries"]), str(len(fact.get("participants", ()))))

    de, en = facts_of(german), facts_of(english)
    assert Counter(map(key, de)) == Counter(map(key, en))
    people = [{fact["person"] for fact in facts if fact["type"] == "official"} for facts in (de, en)]
    assert people[0] != people[1]


def test_one_article_contradicts_another() -> None:
    values = {
        Decimal(fact["value"])
        for path in GOLD
        for fact in coded(path)["facts"]
        if (fact["type"], fact["countries"], fact.get("measure")) == ("trade", ["DE", "KZ"], "level")
        and (fact["date"], fact["unit"]) == ("2023", "USD")
    }
    assert max(values) > min(values) * Decimal("1.05")


@pytest.mark.parametrize("language", ["de", "en"])
def test_quiet_sentences_stand_alone(language: str) -> None:
    lines = [text for text, spoken in quiet_texts() if spoken == language]
    assert len(lines) >= 180
    assert len(set(lines)) == len(lines)
    assert all(line == line.strip() and len(line.split()) >= 4 and line.endswith((".", '"')) for line in lines)
