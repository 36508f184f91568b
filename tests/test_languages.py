"""Languages of articles and paragraphs; no detector is told what to expect."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extract.reading.languages import detect, guess, read_languages

SPEC = Path(__file__).parent / "specs" / "languages.yaml"
CASES = yaml.load(SPEC.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
GERMAN = (
    "Die Regierung in Wien hat am Mittwoch beschlossen, die Ausfuhr von Holz in die Nachbarländer zu erleichtern. Die "
    "Händler hatten das seit Jahren verlangt und wollen nun mehr liefern als bisher."
)
ENGLISH = (
    "On Wednesday the government in Vienna decided to make it easier to export timber to the neighbouring countries. "
    "The traders had asked for that for years and now want to deliver more than before."
)
DUTCH = (
    "De regering in Wenen heeft woensdag besloten om de uitvoer van hout naar de buurlanden gemakkelijker te maken. De "
    "handelaren hadden daar al jaren om gevraagd en willen nu meer leveren dan vroeger."
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['is']}-{case['text'][:20]}")
def test_language(case: dict[str, str]) -> None:
    reading = read_languages(case["text"])
    if case["is"] in ("de", "en"):
        assert (reading.language, reading.reason) == (case["is"], "")
    else:
        assert reading.language is None
        assert case["is"] in reading.reason
    assert reading.paragraphs == ()


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


def test_a_foreign_paragraph_is_left_out() -> None:
    text = f"{GERMAN}\n\n{GERMAN}\n\n{DUTCH}\n\n{GERMAN}"
    reading = read_languages(text)
    assert reading.language == "de"
    assert [text[start:end] for start, end, _ in reading.paragraphs] == [GERMAN] * 3


def test_a_mostly_foreign_text_is_turned_away() -> None:
    reading = read_languages(f"{DUTCH}\n\n{GERMAN}\n\n{DUTCH}\n\n{DUTCH}")
    assert (reading.language, reading.reason) == (None, "other language: Dutch (nl)")


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("Handel wächst um 12 Prozent", "de", "de"),
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
