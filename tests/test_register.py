"""The register of officials: its form, who is meant by a name on a day, users' rows, and what becomes of names."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.config import ConfigError, Settings
from extract.finding.countries import find_countries
from extract.finding.officials import find_people, load_register
from extract.finding.officials.known import Reader
from extract.merging import merge
from extract.records import Claim, Evidence, Fact
from extract.values.office import Office
from extract.values.register import RegisterError, Term, parse_register, register_with, shipped_register

SPECS = Path(__file__).parent / "specs"
# Two persons at one time in one office: Iran's Supreme Leader and president are both heads of state by the codebook.
TWO_AT_A_TIME = {("head_of_state", "IR")}
G20 = "AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA".split()
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
OTHERS = "KZ KG TJ TM UZ AM AZ GE UA AE BH KW OM QA".split()


def terms() -> list[tuple[str, Term]]:
    return [(official.name, term) for official in shipped_register().officials for term in official.terms]


def test_no_two_terms_of_one_office_overlap() -> None:
    by_office: dict[tuple[str, str, str], list[tuple[str, Term]]] = defaultdict(list)
    for name, term in terms():
        if term.since is not None:
            by_office[term.office.code, term.country, term.organisation].append((name, term))
    clashes = [
        (office, a, b)
        for office, held in by_office.items()
        for (a, one), (b, other) in combinations(held, 2)
        if office[:2] not in TWO_AT_A_TIME and _overlap(one, other)
    ]
    assert not clashes


def _overlap(one: Term, other: Term) -> bool:
    """Months and years may be shared; days may be handed over."""
    first, second = sorted((one, other), key=lambda term: term.since.end if term.since else dt.date.min)  # type: ignore[union-attr, return-value, arg-type]
    assert first.since and second.since and second.since.end
    if first.until is None:
        return True
    assert first.until.start
    return second.since.end < first.until.start


@pytest.mark.parametrize("country", sorted({*G20, *EU, *OTHERS}))
def test_foreign_ministers_and_leaders_of_every_country_are_there(country: str) -> None:
    mine = [term for _, term in terms() if term.country == country and term.since is not None]
    ministers = [term for term in mine if term.office.code == "minister:foreign_affairs"]
    leaders = [term for term in mine if term.office.role in ("head_of_state", "head_of_government")]
    for held in (ministers, leaders):
        assert min(term.since.start for term in held).year <= 2000  # type: ignore[union-attr, type-var]
        assert any(term.until is None or term.until.end.year >= 2025 for term in held)  # type: ignore[union-attr]


def test_every_spelling_leads_to_its_official() -> None:
    register = shipped_register()
    lost = [
        (official.name, spelling)
        for official in register.officials
        for spelling in official.spellings
        if official not in register.find(spelling)
    ]
    assert not lost


@pytest.mark.parametrize(
    ("name", "office", "country", "day", "who"),
    [
        ("Merkel", "head_of_government", "DE", "2015-06-01", "Angela Merkel"),
        ("Tokajew", "head_of_state", "KZ", "2023-06-20", "Kassym-Jomart Tokayev"),
        ("Wolodymyr Selenskyj", "head_of_state", "UA", "2023-01-01", "Volodymyr Zelensky"),
        ("Bush", "head_of_state", "US", "2004-01-01", "George W. Bush"),
        ("Steinmeier", "minister:foreign_affairs", "DE", "2007-01-01", "Frank-Walter Steinmeier"),
        ("Merkel", "mayor", "DE", "2015-06-01", ""),
        ("Merkel", "head_of_government", "AT", "2015-06-01", ""),
        ("Angela Merkel", "head_of_government", "", "2015-06-01", "Angela Merkel"),
    ],
)
def test_who_is_meant(name: str, office: str, country: str, day: str, who: str) -> None:
    found = shipped_register().identify(name, Office.parse(office), country, dt.date.fromisoformat(day))
    assert (found.name if found else "") == who


@pytest.mark.parametrize(
    ("name", "office", "day", "out"),
    [
        ("Angela Merkel", "head_of_government", "2015-06-01", False),
        ("Angela Merkel", "head_of_government", "2021-12-20", False),  # some weeks are no mistake
        ("Angela Merkel", "head_of_government", "2024-06-01", True),
        ("Angela Merkel", "head_of_state", "2024-06-01", False),  # nothing is known of such an office of hers
    ],
)
def test_a_day_outside_the_term_is_seen(name: str, office: str, day: str, out: bool) -> None:
    said = Office.parse(office)
    assert shipped_register().out_of_term(name, said, "DE", dt.date.fromisoformat(day)) is out


@pytest.mark.parametrize(
    ("text", "lang", "day", "gives"),
    [
        ("Gestern traf Angela Merkel den Gast Wladimir Putin.", "de", "2015-05-10",
         [("Angela Merkel", "head_of_government", "DE"), ("Wladimir Putin", "head_of_state", "RU")]),
        ("Yesterday Angela Merkel called Volodymyr Zelenskyy.", "en", "2022-05-10",
         [("Angela Merkel", "former head_of_government", "DE"), ("Volodymyr Zelenskyy", "head_of_state", "UA")]),
        ("Die Rede hielt Hans Musterfeld.", "de", "2015-05-10", []),
    ],
)  # fmt: skip
def test_bare_names_get_their_office_of_the_day(text: str, lang: Any, day: str, gives: list[Any]) -> None:
    found = find_people(text, lang, find_countries(text, lang), published=dt.date.fromisoformat(day))
    said = [
        (one.person, ("former " if one.offices[0].former else "") + one.offices[0].code, "".join(one.countries))
        for one in found
    ]
    assert said == gives
    assert all(one.office_from_register and not one.stated for one in found)


def test_a_family_name_alone_needs_to_be_proposed() -> None:
    text = "Merkel traf Putin in Sotschi."
    day = dt.date(2015, 5, 10)
    assert not find_people(text, "de", (), published=day)
    found = find_people(text, "de", (), [(0, 6), (12, 17)], published=day)
    assert [one.countries for one in found] == [("DE",), ("RU",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {name: A B, office: mayor, contry: DE}", "x.yaml:1: no such key: 'contry'"),
        ("\n- {name: A B, office: mayer, country: DE}", "x.yaml:2: no such role: 'mayer'"),
        ("- {name: A B, office: mayor, country: ZZ}", "x.yaml:1: no such country: 'ZZ'"),
        ("- {name: A B, office: mayor}", "x.yaml:1: country or organisation is missing"),
        ("- {office: mayor, country: DE}", "x.yaml:1: name is missing"),
        ("- {name: A B, office: mayor, country: DE, from: 2020-13}", "x.yaml:1: no such month"),
        ("- {name: A B, office: mayor, country: DE, from: 2020, to: 2019}", "x.yaml:1: the term ends (2019) before"),
        ("- {name: A B, office: mayor, country: DE, aliases: AB}", "x.yaml:1: aliases must be a list"),
        ("- {name: A B, office: mayor, country: DE, acting: yes}", "x.yaml:1: acting must be true or false"),
        ("- A B", "x.yaml:1: a row must be"),
        ("name: A B", "x.yaml:1: write a list of rows"),
        ("- {name: A B", "x.yaml:1: this is not YAML"),
    ],
)
def test_bad_rows_name_file_line_and_remedy(text: str, message: str) -> None:
    with pytest.raises(RegisterError) as error:
        parse_register(text, "x.yaml")
    assert str(error.value).startswith(message)


def test_users_add_rows(tmp_path: Path) -> None:
    file = tmp_path / "officials.yaml"
    file.write_text(
        "- {name: Jana Feldkamp, aliases: [Jana Feldcamp], office: ambassador, country: DE, from: 2022}\n"
        "- {name: Angela Merkel, aliases: [Angela Kasner], office: mayor, country: DE, from: 2024}\n",
        encoding="utf-8",
    )
    register = load_register(Settings(officials=file).officials)
    assert register.identify("Jana Feldcamp", Office("ambassador"), "DE") is not None
    merkel = register.find("Angela Kasner")[0]
    assert {term.office.role for term in merkel.terms} == {"mayor", "head_of_government"}
    assert load_register(tmp_path / "none.yaml") is shipped_register()
    file.write_text("- {name: X Y, office: mayor, country: DE, since: 2022}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"officials\.yaml:1: no such key: 'since'"):
        load_register(file)


def test_an_empty_file_of_the_user_changes_nothing() -> None:
    assert len(register_with("", "x.yaml").officials) == len(shipped_register().officials)


def official(name: str, office: str, country: str, article: str, day: dt.date | None) -> Claim:
    """A claim as the rules make it of a person named with an office."""
    said, reader = Office.parse(office), Reader(shipped_register(), day, Counter())
    known_as = reader.identity(name, [said], [country])
    return Claim(
        article=article,
        type="official",
        countries=(country,),
        evidence=Evidence(0, len(name), name, 0, len(name), name),
        rule="official",
        person=name,
        office=said,
        known_as=known_as,
        same_as="" if known_as else reader.suggestion(name, [said], [country]),
        published=day,
    )


def verdict(row: dict[str, str]) -> str:
    """Whether two names are merged, suggested to be one, or kept apart."""
    day = dt.date.fromisoformat(row["day"]) if "day" in row else None
    names = [official(row[key], row["office"], row["country"], f"{key}.txt", day) for key in "ab"]
    facts: list[Fact] = merge(names)
    if len(facts) == 1:
        return "merged"
    return "suggested" if any(fact.same_as for fact in facts) else "apart"


def pairs(kind: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = yaml.load((SPECS / "name_pairs.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)[
        kind
    ]
    assert len(rows) == 30
    return rows


def test_spellings_of_one_person_are_merged_or_suggested() -> None:
    verdicts = [verdict(row) for row in pairs("variants")]
    assert sum(one != "apart" for one in verdicts) >= 28, verdicts
    assert verdicts.count("merged") >= 20, verdicts


def test_people_who_are_written_alike_are_never_merged() -> None:
    assert [row for row in pairs("others") if verdict(row) == "merged"] == []
