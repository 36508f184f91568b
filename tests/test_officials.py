"""Officials: sentences with the persons found in them, and what whole texts add to that."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.finding.countries import find_countries
from extract.finding.officials import find_people
from extract.finding.officials.lexicon import german_title, portfolios
from extract.records import Language, PersonMention
from extract.values.office import PORTFOLIOS, ROLES

SPECS = Path(__file__).parent / "specs"
LANGUAGES = ("de", "en")


def cases() -> list[Any]:
    """(language, case) of the specification files."""
    found = []
    for lang in LANGUAGES:
        rows = yaml.load((SPECS / f"officials_{lang}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        found += [pytest.param(lang, row, id=f"{lang}-{number}") for number, row in enumerate(rows, 1)]
    return found


def people(text: str, lang: Language, proposals: list[tuple[int, int]] | None = None) -> list[PersonMention]:
    """What is found, with the offsets checked."""
    found = find_people(text, lang, find_countries(text, lang), proposals or [])
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert all(one.title_start <= one.start and one.end <= one.title_end for one in found if one.stated)
    return found


@pytest.mark.parametrize(("lang", "case"), cases())
def test_sentence(lang: Any, case: dict[str, Any]) -> None:
    said = []
    for one in people(case["text"], lang):
        offices = ", ".join(("former " if office.former else "") + office.code for office in one.offices)
        home = ("/".join(one.countries) or "-") + ("~" if one.country_from_context else "")
        said.append(f"{one.person} | {offices} | {home}{'' if one.stated else ' later'}")
    assert said == case["gives"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_enough_cases(lang: str) -> None:
    rows = [case.values[1] for case in cases() if case.values[0] == lang]
    assert sum(bool(row["gives"]) for row in rows) >= 120
    assert sum(not row["gives"] for row in rows) >= 40


def test_fullest_name_and_genitive() -> None:
    text = "Präsident Omarow kam. Kasachstans Präsident Daniyar Omarow blieb zwei Tage. Omarows Besuch endete."
    found = people(text, "de")
    assert [one.person for one in found] == ["Daniyar Omarow"] * 3
    assert [one.stated for one in found] == [True, True, False]
    assert found[2].quote == "Omarow" and found[2].countries == ("KZ",)


def test_another_member_of_the_family_is_no_later_mention() -> None:
    text = "President Daniel Stone of Ghana spoke. His wife Mary Stone smiled."
    assert [one.quote for one in people(text, "en")] == ["Daniel Stone"]


def test_chinese_family_name_stands_first() -> None:
    text = "China's Premier Liu Jianfeng came. Liu stayed."
    assert [(one.quote, one.person) for one in people(text, "en")][1] == ("Liu", "Liu Jianfeng")


def test_counterpart_mirrors_a_later_mention() -> None:
    text = (
        "Verteidigungsminister Tobias Krahn aus Deutschland war dabei. "
        "Krahn und sein polnischer Amtskollege Piotr Malik unterschrieben."
    )
    last = people(text, "de")[-1]
    assert last.person == "Piotr Malik"
    assert [office.code for office in last.offices] == ["minister:defence"] and last.countries == ("PL",)


def test_two_offices_of_one_person() -> None:
    text = "German State Secretary Jan Holt, G20 Sherpa and Climate Adviser of the Government, spoke."
    (found,) = people(text, "en")
    assert {office.code for office in found.offices} == {"deputy_minister", "special_envoy", "adviser:environment"}


def test_ambassador_to_a_country_is_not_of_it() -> None:
    text = "The U.S. delegation was led by Ambassador to Norway Amy Stone."
    (found,) = people(text, "en")
    assert found.countries == ("US",) and found.country_from_context


def test_side_names_the_country() -> None:
    text = "Chinas Minister kam. Auf chinesischer Seite saßen die Vizehandelsminister Li Guo und Zhou Lin."
    assert [one.countries for one in people(text, "de")] == [("CN",), ("CN",)]


def test_proposals_end_a_german_name() -> None:
    text = "Ghanas Präsident Kofi Osei Vertrauen genoss er."
    start = text.index("Kofi")
    assert people(text, "de", [(start, start + len("Kofi Osei"))])[0].quote == "Kofi Osei"


def test_persons_without_title_come_from_proposals() -> None:
    text = "Karl Weber wohnt in Graz."
    (found,) = people(text, "de", [(0, 10)])
    assert found.offices == () and not found.stated and found.person == "Karl Weber"


def test_untitled_persons_get_their_fullest_name_and_countries_are_none() -> None:
    text = "Karl Weber came from Ghana. Weber left."
    spans = [(0, 10), (text.index("Ghana"), text.index("Ghana") + 5), (text.index("Weber left"), text.index(" left"))]
    assert [(one.quote, one.person) for one in people(text, "en", spans)] == [
        ("Karl Weber", "Karl Weber"),
        ("Weber", "Karl Weber"),
    ]


def test_same_name_in_another_country_is_another_person() -> None:
    text = "Polens Präsident Adam Nowak traf Tschechiens Präsidenten Adam Nowak."
    assert {one.countries for one in people(text, "de")} == {("PL",), ("CZ",)}


@pytest.mark.parametrize(
    ("phrase", "lang", "codes"),
    [
        ("im Bundesministerium für Ernährung und Landwirtschaft", "de", ("agriculture",)),
        ("im Auswärtigen Amt", "de", ("foreign_affairs",)),
        ("für Umwelt, Naturschutz und nukleare Sicherheit", "de", ("environment", "security")),
        ("Ministry of Climate Action and Economic Affairs", "en", ("economy", "environment")),
        ("of Foreign Affairs", "en", ("foreign_affairs",)),
        ("of the Treasury", "en", ("finance",)),
        ("of nothing at all", "en", ()),
    ],
)
def test_portfolios(phrase: str, lang: Any, codes: tuple[str, ...]) -> None:
    assert portfolios(phrase, lang) == codes


def test_words_that_only_look_like_titles() -> None:
    assert [german_title(word) for word in ("Ministerium", "Präsidium", "Kanzlei", "Prinzip", "Chefsache")] == [
        None
    ] * 5


def test_codes_are_of_the_codebook() -> None:
    for case in cases():
        for one in people(case.values[1]["text"], case.values[0]):
            assert all(office.role in ROLES and set(office.portfolios) <= PORTFOLIOS for office in one.offices)


PIECES = st.sampled_from(
    ["Präsident ", "President ", "of ", "der ", "von ", "Minister", "Kasachstans ", "Karl ", "Weber", "X. ", ", ",
     "und ", "and ", "(", ") ", "US-", "\n", "'s ", "’s ", "al-", "-", "Amtskollege ", "counterpart ", "für ",
     "Wirtschaft ", "\u00a0", "😀", "Ä", ".", "Sultan bin ", "VI. ", "the ", "Bank ", "Deputy ", "Wirtschafts- und "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["de", "en"]))
def test_any_text_is_read(text: str, lang: Any) -> None:
    found = people(text, lang)
    spans = sorted((one.start, one.end) for one in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(one.person and one.quote.strip() for one in found)


def test_context_of_a_whole_text() -> None:
    text = (
        "Der slowakische Ministerpräsident Juraj Hronec traf in Usbekistan ein. Dort empfing ihn Außenminister "
        "Otabek Rahimow. Hronec sprach mit Präsident Alischer Nurmatow. Nurmatows Sprecher Rustam Aliew lobte das. "
        "An den Gesprächen nahmen Wirtschaftsministerin Jana Kralova und der usbekische Vizepremier Farid Kodirow teil."
    )
    homes = {one.person: one.countries for one in people(text, "de")}
    assert homes == {
        "Juraj Hronec": ("SK",),
        "Otabek Rahimow": ("UZ",),
        "Alischer Nurmatow": ("UZ",),
        "Rustam Aliew": ("UZ",),
        "Jana Kralova": ("SK",),
        "Farid Kodirow": ("UZ",),
    }


def test_a_particle_inside_a_name_does_not_end_it() -> None:
    text = "Sheikh Ibrahim bin Rashid Al Farsi, Minister of Energy of Oman, spoke. Ibrahim bin Rashid left Al Ain."
    assert people(text, "en")[0].person == "Ibrahim bin Rashid Al Farsi"
