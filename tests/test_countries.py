"""Countries: sentences with what is found in them, and completeness of the words."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale

from extract.config import Settings
from extract.finding.countries import federal_country, find_countries
from extract.finding.nlp import Pipelines
from extract.finding.officials import find_people
from extract.values.country import countries, country_name, namings

SPECS = Path(__file__).parent / "specs"
LANGUAGES = ("de", "en")


def cases(kind: str) -> list[Any]:
    """(language, case) of the specification files of one kind."""
    found = []
    for lang in LANGUAGES:
        rows = yaml.load((SPECS / f"{kind}_{lang}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        found += [pytest.param(lang, row, id=f"{lang}-{number}") for number, row in enumerate(rows, 1)]
    return found


@pytest.mark.parametrize(("lang", "case"), cases("countries"))
def test_sentence(lang: Any, case: dict[str, Any]) -> None:
    found = find_countries(case["text"], lang)
    said = [f"{one.quote} | {'/'.join(one.codes)} | {one.form}{' genitive' if one.genitive else ''}" for one in found]
    assert said == case["gives"]
    assert all(case["text"][one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_country_in_what_only_looks_like_one(lang: Any) -> None:
    quiet = yaml.load((SPECS / "quiet_countries.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)[lang]
    assert len(set(quiet)) == 100
    pipelines = Pipelines(Settings())
    found = [(text, find_countries(text, lang, pipelines.parse(text, lang).persons)) for text in quiet]
    assert [(text, [one.quote for one in there]) for text, there in found if there] == []
    # Without a model some bearers of such names remain ("India Arie").
    assert sum(bool(find_countries(text, lang)) for text in quiet) <= 15


@pytest.mark.parametrize("lang", LANGUAGES)
def test_federal_units_stand_for_their_country(lang: Any) -> None:
    units = yaml.load((SPECS / "federal_units.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)[lang]
    assert [len(names) for names in units.values()] == [16, 9, 26, {"de": 49, "en": 48}[lang]]
    sentence = {"de": "Die Regierung von {} plant das.", "en": "The government of {} plans it."}[lang]
    for code, names in units.items():
        for name in names:
            found = find_countries(sentence.format(name), lang)
            assert [(one.quote, one.codes) for one in found] == [(name, (code,))]


@pytest.mark.parametrize(
    ("text", "lang", "code", "form"),
    [
        ("Die Sowjetunion lieferte Gas.", "de", "RU", "historic"),
        ("Soviet engineers built the dam.", "en", "RU", "historic"),
        ("Ein Werk der DDR stand dort.", "de", "DE", "historic"),
        ("Czechoslovakia exported glass.", "en", "CZ", "historic"),
        ("Aus Birma kam Reis.", "de", "MM", "name"),
        ("Ships from Ceylon brought tea.", "en", "LK", "name"),
    ],
)
def test_states_that_are_no_more(text: str, lang: Any, code: str, form: str) -> None:
    found = find_countries(text, lang)
    assert [(one.codes, one.form) for one in found] == [((code,), form)]
    assert find_people(f"{text} Minister Karl Musterfeld.", lang, found)  # their officials are looked for as well


@pytest.mark.parametrize("lang", LANGUAGES)
def test_enough_cases(lang: str) -> None:
    rows = [case.values[1] for case in cases("countries") if case.values[0] == lang]
    assert len(rows) >= 120
    assert sum(not row["gives"] for row in rows) >= 40


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(countries()))
def test_every_country_has_its_words(code: str, lang: Any) -> None:
    country = countries()[code]
    words = country.words[lang]
    assert words.names
    if not country.territory and code != "EU":
        assert words.adjectives and words.demonyms and words.capitals


def test_all_of_iso_3166() -> None:
    ours = set(countries())
    theirs = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    no_countries = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    assert theirs - ours <= no_countries
    assert ours - theirs == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_found_again(lang: Any) -> None:
    missed = []
    for code, country in countries().items():
        words = country.words[lang]
        texts = [f"{'Das ist' if lang == 'de' else 'This is'} {name}." for name in words.names[:1]]
        missed += [text for text in texts if (code,) not in [one.codes for one in find_countries(text, lang)]]
    assert not missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_babel_names_are_known(lang: Any) -> None:
    territories = Locale(lang).territories
    odd = {"CG", "CD", "MM", "HK", "MO", "PS", "JE", "BQ", "AX", "FK", "GS", "BL", "MF", "TF", "HM", "UM", "RE"}
    unknown = [
        (code, territories[code])
        for code, country in countries().items()
        if not country.territory and code not in odd and territories[code] not in namings(lang)
    ]
    assert [row for row in unknown if "&" not in row[1] and "und" not in row[1]] == []


@pytest.mark.parametrize("ending", ["", "e", "en", "em", "er", "es"])
def test_german_adjectives_inflect(ending: str) -> None:
    for country in countries().values():
        for adjective in country.words["de"].adjectives:
            if adjective.endswith("isch") and adjective.islower():
                assert f"{adjective}{ending}" in namings("de")


@pytest.mark.parametrize(
    ("counts", "code"), [({}, "DE"), ({"AT": 2}, "AT"), ({"CH": 5, "DE": 1}, "CH"), ({"AT": 2, "DE": 1}, "DE")]
)
def test_federal_bodies(counts: dict[str, int], code: str) -> None:
    assert federal_country(counts) == code


def test_federal_government_of_a_swiss_text() -> None:
    text = "Die Schweiz prüft das. Der Schweizer Markt wächst. In Bern berät das Bundesamt. Die Bundesregierung zögert."
    assert find_countries(text, "de")[-1].codes == ("CH",)


def test_country_name_of_an_unknown_code() -> None:
    with pytest.raises(KeyError):
        country_name("QQ", "de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_mentions_do_not_overlap(lang: Any) -> None:
    text = " ".join(case.values[1]["text"] for case in cases("countries") if case.values[0] == lang)
    found = find_countries(text, lang)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_speed(lang: Any) -> None:
    text = " ".join(case.values[1]["text"] for case in cases("countries") if case.values[0] == lang) * 10
    find_countries("warm", lang)
    start = time.perf_counter()
    find_countries(text, lang)
    assert len(text) / (time.perf_counter() - start) > 50_000  # 500,000 and more on a quiet machine
