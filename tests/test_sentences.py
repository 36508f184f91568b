"""Sentence borders, from the cases in specs, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extract.finding.sentences import paragraphs, split_sentences
from extract.records import Language

SPECS = Path(__file__).parent / "specs"


def cases() -> list[tuple[Language, str]]:
    found: list[tuple[Language, str]] = []
    for language in ("de", "en"):
        text = (SPECS / f"sentences_{language}.yaml").read_text(encoding="utf-8")
        found += [(language, case) for case in yaml.load(text, Loader=yaml.CBaseLoader)]
    return found


@pytest.mark.parametrize(("language", "case"), cases())
def test_borders(language: Language, case: str) -> None:
    marked = case.replace("¶", "\n")
    text = marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|") if part.strip()]
    assert [text[piece.start : piece.end] for piece in split_sentences(text, language)] == expected


@pytest.mark.parametrize("language", ["de", "en"])
def test_there_are_enough_cases(language: Language) -> None:
    assert sum(each == language for each, _ in cases()) >= 60


@given(st.text(alphabet='aB1. \n!?"“”„–-ß…\r\u2028:,()', max_size=80), st.sampled_from(["de", "en"]))
def test_sentences_cover_everything_but_white_space(text: str, language: Language) -> None:
    position = 0
    for piece in split_sentences(text, language):
        assert position <= piece.start < piece.end
        assert not text[position : piece.start].strip()
        assert text[piece.start : piece.end].strip() == text[piece.start : piece.end]
        position = piece.end
    assert not text[position:].strip()


@given(st.text(alphabet="aB. \n\r", max_size=60), st.sampled_from(["de", "en"]))
def test_no_sentence_crosses_a_blank_line(text: str, language: Language) -> None:
    blocks = list(paragraphs(text))
    for piece in split_sentences(text, language):
        assert any(start <= piece.start and piece.end <= end for start, end in blocks)


def test_wrapped_lines_make_one_paragraph() -> None:
    text = (
        "Die Minister aus Oslo und Riga trafen sich\nam Montag im Hafen. Sie sprachen über neue\n"
        "Fähren, über Zölle und über den Fischfang.\nAm Abend reisten sie wieder ab, ohne einen\nVertrag."
    )
    pieces = split_sentences(text, "de")
    assert [piece.paragraph for piece in pieces] == [0, 0, 0]
    assert text[pieces[1].start : pieces[1].end].startswith("Sie sprachen über neue\nFähren")


def test_lines_with_several_sentences_are_paragraphs() -> None:
    text = "Erstens ist das so. Zweitens auch.\nDrittens gilt das. Viertens gilt mehr.\nUnd das ist der Schluss."
    assert [piece.paragraph for piece in split_sentences(text, "de")] == [0, 0, 1, 1, 2]


def test_lines_of_one_sentence_share_a_paragraph() -> None:
    text = "Erstens ist das so.\nZweitens auch, und zwar ganz und gar.\nDrittens nicht."
    assert [piece.paragraph for piece in split_sentences(text, "de")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Treffen in Riga\n\nDie Minister trafen sich.", [True, False]),
        ("Was bleibt vom Gipfel?\n\nDie Minister trafen sich.", [True, False]),
        ("Die Minister trafen sich.", [False]),
        ("- Gas aus Norwegen\n- Strom aus Schweden", [False, False]),
        ("# Treffen in Riga", [True]),
        ("Zwei Sätze. Eine Zeile", [False, False]),
    ],
)
def test_headings(text: str, headings: list[bool]) -> None:
    assert [piece.heading for piece in split_sentences(text, "de")] == headings
