"""Languages of articles and paragraphs; no detector is told what to expect."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading.languages import detect, guess, read_languages

SPECS = Path(__file__).parent / "specs"


def load(name: str) -> list[dict[str, str]]:
    return yaml.load((SPECS / name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


CASES = load("languages.yaml")
PARAGRAPHS = {case["is"]: case["text"] for case in load("language_paragraphs.yaml")}
GERMAN = (
    "Die Regierung in Wien hat am Mittwoch beschlossen, die Ausfuhr von Holz in die Nachbarländer zu erleichtern. Die "
    "Händler hatten das seit Jahren verlangt und wollen nun mehr liefern als bisher."
)
ENGLISH = (
    "On Wednesday the government in Vienna decided to make it easier to export timber to the neighbouring countries. "
    "The traders had asked for that for years and now want to deliver more than before."
)
OURS = {"de": GERMAN, "en": ENGLISH}
DUTCH = (
    "De regering in Wenen heeft woensdag besloten om de uitvoer van hout naar de buurlanden gemakkelijker te maken. De "
    "handelaren hadden daar al jaren om gevraagd en willen nu meer leveren dan vroeger."
)
QUOTES = {
    "de": f"Der Botschafter sagte dazu auf Englisch: “{ENGLISH}” {GERMAN}",
    "en": f"The ambassador said in German: „{GERMAN}“ {ENGLISH}",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['is']}-{case['text'][:20]}")
def test_language(case: dict[str, str]) -> None:
    reading = read_languages(case["text"])
    if case["is"] in ("de", "en"):
        assert (reading.language, reading.reason) == (case["is"], "")
    else:
        assert reading.language is None
        assert case["is"] in reading.reason
    assert reading.paragraphs == ()


@pytest.mark.parametrize("code", PARAGRAPHS)
def test_paragraphs_of_26_languages(code: str) -> None:
    assert detect(" ".join(PARAGRAPHS[code])).code == code


@pytest.mark.parametrize("code", PARAGRAPHS)
def test_a_sentence_is_right_or_undetermined(code: str) -> None:
    for sentence in PARAGRAPHS[code]:
        verdict = detect(sentence)
        assert verdict.code in (code, None)
        assert verdict.language in ((code,) if code in OURS else (None,))


def test_nearly_all_sentences_are_right() -> None:
    verdicts = [(detect(text).code, code) for code, sentences in PARAGRAPHS.items() for text in sentences]
    assert sum(found == code for found, code in verdicts) >= 0.97 * len(verdicts)


@pytest.mark.parametrize("code", [code for code in PARAGRAPHS if code not in OURS])
@pytest.mark.parametrize("hint", ["de", "en"])
def test_no_hint_makes_a_foreign_article_a_german_or_english_one(code: str, hint: str) -> None:
    reading = read_languages("\n\n".join([" ".join(PARAGRAPHS[code])] * 3), hint)
    assert reading.language is None
    assert reading.reason


@pytest.mark.parametrize("code", OURS)
def test_capitals_change_nothing(code: str) -> None:
    assert read_languages(OURS[code].upper()).language == code
    assert read_languages(f"{OURS[code][:70].upper()}\n\n{OURS[code]}") == read_languages(OURS[code])


def test_detection_does_not_change_its_mind() -> None:
    text = "Handel Export Import Minister Vertrag Delegation Premier Investition Sektor Projekt"
    assert len({detect(text) for _ in range(20)}) == 1


def test_half_and_half_is_read_by_paragraphs() -> None:
    text = f"Holz für alle\n\n{GERMAN}\n\nTimber for all\n\n{ENGLISH}\n\nThe end."
    reading = read_languages(text)
    spoken = [(text[start:end][:9], language) for start, end, language in reading.paragraphs]
    assert spoken == [
        ("Holz für ", "de"),
        ("Die Regie", "de"),
        ("Timber fo", "en"),
        ("On Wednes", "en"),
        ("The end.", "en"),
    ]
    assert reading.language in ("de", "en")


def test_lines_without_blank_lines_between_are_paragraphs_when_they_are_long() -> None:
    text = f"{GERMAN * 2}\n{ENGLISH * 2}"
    assert [language for _, _, language in read_languages(text).paragraphs] == ["de", "en"]


@pytest.mark.parametrize("code", OURS)
def test_a_long_quote_in_the_other_language_is_read_in_it(code: str) -> None:
    other = "en" if code == "de" else "de"
    text = f"{OURS[code]} {QUOTES[code]}"
    reading = read_languages(text)
    assert reading.language == code
    assert [language for _, _, language in reading.paragraphs] == [code, other, code]
    start, end, _ = reading.paragraphs[1]
    assert text[start:end].strip("„“” ") == OURS[other]


@pytest.mark.parametrize("code", OURS)
def test_a_short_quote_stays_with_its_paragraph(code: str) -> None:
    short = {"de": 'Er sagte: "We are the best." Dann ging er.', "en": "He said: „Das ist die Lage.“ Then he left."}
    assert read_languages(f"{OURS[code]} {short[code]} {OURS[code]}").paragraphs == ()


@pytest.mark.parametrize("code", OURS)
@pytest.mark.parametrize(
    "table", ["\n".join(f"{row * 37}\t{row},5\t2023\t2024" for row in range(1, 30)), "x = f(y)\nreturn x[0]\n" * 20]
)
def test_numbers_and_code_change_nothing(code: str, table: str) -> None:
    assert read_languages(f"{OURS[code]}\n\n{table}\n\n{OURS[code]}").language == code


@pytest.mark.parametrize("code", OURS)
@pytest.mark.parametrize("foreign", [code for code in PARAGRAPHS if code not in OURS])
def test_a_foreign_paragraph_is_left_out(code: str, foreign: str) -> None:
    ours = OURS[code]
    text = f"{ours}\n\n{ours}\n\n{' '.join(PARAGRAPHS[foreign])}\n\n{ours}"
    reading = read_languages(text)
    assert reading.language == code
    assert [(text[start:end], language) for start, end, language in reading.paragraphs] == [(ours, code)] * 3


def test_a_heading_in_another_script_is_left_out() -> None:
    text = f"Правительство Австрии\n\n{ENGLISH}"
    assert [text[start:end] for start, end, _ in read_languages(text).paragraphs] == [ENGLISH]


def test_a_mostly_foreign_text_is_turned_away() -> None:
    reading = read_languages(f"{DUTCH}\n\n{GERMAN}\n\n{DUTCH}\n\n{DUTCH}")
    assert (reading.language, reading.reason) == (None, "other language: Dutch (nl)")


@pytest.mark.parametrize("code", OURS)
def test_a_foreign_text_with_as_much_german_or_english_as_an_article_is_read_there(code: str) -> None:
    ours = f"{OURS[code]} " * 3
    text = "\n\n".join([*[f"{DUTCH} {DUTCH}"] * 3, ours, ours])
    reading = read_languages(text)
    assert reading.language == code
    assert [text[start:end] for start, end, _ in reading.paragraphs] == [ours, ours]


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("Handel wächst um 12 Prozent", "de", "de"),
        ("Handel wächst um 12 Prozent", "de-AT", "de"),
        ("Trade grows by 12 percent", "en_GB", "en"),
        ("Handel wächst um 12 Prozent", "nl", None),
        (GERMAN, "en", "de"),
        (DUTCH, "de", None),
        ("", "de", None),
    ],
)
def test_the_hint_of_the_metadata_decides_only_what_is_undetermined(text: str, hint: str, language: str | None) -> None:
    assert read_languages(text, hint).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [("3 Mrd. Euro für Öl", "de"), ("the sum of $5", "en"), (GERMAN, "de"), (ENGLISH, "en"), (DUTCH, None)],
)
def test_guess_of_short_texts(text: str, language: str | None) -> None:
    assert guess(text) == language


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["", "de", "xx"]))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str, hint: str) -> None:
    reading = read_languages(text, hint)
    assert (reading.language is None) == bool(reading.reason)
    assert detect(text) == detect(text)


@given(st.lists(st.sampled_from([GERMAN, ENGLISH, DUTCH, "12", "Öl\ud800", "\0 \r\n", "»Ja.«"]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_paragraphs_lie_in_the_text_one_after_the_other(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    position = 0
    for start, end, _ in read_languages(text).paragraphs:
        assert position <= start < end <= len(text)
        position = end


@pytest.mark.parametrize(
    ("text", "language"),
    [(GERMAN, "de"), (ENGLISH, "en"), (DUTCH, None), ("x", None), ("1234567890 ", None), (" ", None), ("a@", None)],
)
def test_a_line_of_20_megabytes_is_judged_by_samples(text: str, language: str | None) -> None:
    line = f"{text} " * (20_000_000 // (len(text) + 1))
    began = time.process_time()
    assert read_languages(line).language == language
    assert time.process_time() - began < 10
