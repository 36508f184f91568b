"""The report: complete in both languages, harmless whatever the articles hold, and nothing in it but the tables."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_tables import Cells, Element, level, parse, write

from extract.cli import main
from extract.records import LANGUAGES, FactType, Language, Measure
from extract.tables.report import Limits, ReportError, render_report
from extract.tables.report.wording import Wording, words
from extract.values.amount import Bound
from extract.values.office import PORTFOLIOS, ROLES
from extract.values.period import Period

DATA = Path(__file__).parent.parent / "src" / "extract" / "tables" / "report" / "data"
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e\x00&amp;"


def some_facts() -> list[Cells]:
    conflict = {"conflict": "c1", "flags": "conflict; single_source"}
    return [
        level(1, 3900000000, **conflict),
        level(2, 4300000000, **conflict),
        level(3, 6000000000, "2028", modality="planned"),
        level(4, 24000000000, "2022", "EUR", type="investment", value_max=26000000000, bound="about"),
        level(5, 1000000, "2024-01/2024-06", "EUR", type="exports"),
        level(6, 2500000, "2024", "EUR", type="exports", country_1="KZ", country_2="DE", bound="at_least"),
        {"fact_id": "e1", "type": "visit", "date": "2024-05-17", "participants": "Jana Feld; Timur Aliev",
         "place": "Astana"},
        {"fact_id": "e2", "type": "meeting", "date": "2024-05", "modality": "planned", "subject": "Wasser"},
        {"fact_id": "e3", "type": "agreement", "subject": "Energie", "country_1": "NA", "country_2": "NO"},
    ]  # fmt: skip


def some_tables(folder: Path) -> Path:
    officials: list[Cells] = [
        {"fact_id": "o1", "also_written": "Feld", "flags": "single_source"},
        {"fact_id": "o2", "person": "Jana Fäld", "same_as": "Jana Feld", "flags": "name_suggested"},
        {"fact_id": "o3", "person": "Ana Reis", "country": "", "role": "head_of_international_organisation"},
    ]
    articles: list[Cells] = [
        {"article": "a.txt", "url": "https://example.org/a"},
        {"article": "b.txt", "title": "", "source": "", "published": "", "language": "en", "url": "ftp://example.org"},
        {"article": "c.txt", "status": "rejected", "reason": "language nl", "language": ""},
    ]
    return write(folder, some_facts(), officials, articles=articles)


def page(folder: Path, language: Language = "de", **more: Any) -> Element:
    return parse(render_report(folder, language, **more))


def classes(element: Element) -> set[str]:
    return set(element.attributes.get("class", "").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound(tmp_path: Path, language: Language) -> None:
    root = page(some_tables(tmp_path), language)
    assert root.one("html").attributes["lang"] == language
    everything = root.all("html")[0]
    elements = [everything, *(each for name in ("section", "tbody", "tr", "svg", "a", "title", "desc", "h2", "input",
                                                 "header") for each in everything.all(name))]  # fmt: skip
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    links = [each.attributes["href"] for each in root.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert [link for link in links if not link.startswith("#")] == ["https://example.org/a"]
    headings = [int(each.name[1]) for each in _in_order(root) if re.fullmatch(r"h[1-6]", each.name)]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def _in_order(element: Element) -> list[Element]:
    return [each for child in element.children for each in (child, *_in_order(child))]


def test_both_pages_say_the_same(tmp_path: Path) -> None:
    some_tables(tmp_path)
    german, english = page(tmp_path, "de"), page(tmp_path, "en")
    assert [each.name for each in _in_order(german)] == [each.name for each in _in_order(english)]
    assert [each.attributes["value"] for each in german.all("data")] == [
        each.attributes["value"] for each in english.all("data")
    ]
    for text in ("3,9 Mrd. US$", "17.05.2024", "1. Halbjahr 2024", "Widerspruch", "Deutschland – Kasachstan"):
        assert text in german.one("body").text
        assert text not in english.one("body").text
    for text in ("US$3.9bn", "17 May 2024", "H1 2024", "conflict", "Germany – Kazakhstan"):
        assert text in english.one("body").text
        assert text not in german.one("body").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_show_what_the_table_says(tmp_path: Path, language: Language) -> None:
    some_tables(tmp_path)
    root = page(tmp_path, language)
    values = {row["fact_id"]: row for row in some_facts()}
    shown = {
        body.attributes["id"].removeprefix("f-"): body.one("data")
        for body in root.all("tbody")
        if body.all("data")
    }  # fmt: skip
    points = [each for each in root.all("g") if "data-value" in each.attributes]
    assert {point.attributes["data-fact"] for point in points} == {"f1", "f2", "f3", "f5", "f6"}
    for point in points:
        fact = point.attributes["data-fact"]
        assert Decimal(point.attributes["data-value"]) == Decimal(str(values[fact]["value"]))
        assert point.attributes["data-value"] == shown[fact].attributes["value"]
        assert shown[fact].text in point.one("title").text
    assert shown["f4"].attributes == {"value": "24000000000", "data-max": "26000000000"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_its_text(tmp_path: Path, language: Language) -> None:
    root = page(some_tables(tmp_path), language)
    charts = [each for each in root.all("svg") if each.attributes.get("role") == "img"]
    assert len(charts) == 3  # trade, exports both ways, events
    for chart in charts:
        title, description = chart.attributes["aria-labelledby"].split()
        assert any(each.attributes.get("id") == title and each.text.strip() for each in chart.all("title"))
        (says,) = (each.text for each in chart.all("desc") if each.attributes.get("id") == description)
        for point in chart.all("g"):
            assert point.one("title").text in says
    for other in (each for each in root.all("svg") if each not in charts):
        assert other.attributes["aria-hidden"] == "true"


def test_every_row_has_its_sentence(tmp_path: Path) -> None:
    root = page(some_tables(tmp_path))
    rows = [each for each in root.all("tbody") if each.attributes.get("id", "").startswith("f-")]
    assert len(rows) == 9 + 3
    for row in rows:
        assert row.one("mark").text == "Handel"
        assert row.one("q").text == "Der Handel erreichte einen neuen Stand."
        assert "Musterblatt, 17.05.2024 [1]" in row.one("cite").text
        assert "details" in row.one("q").inside


def test_conflicts_stand_first_and_are_tied(tmp_path: Path) -> None:
    root = page(some_tables(tmp_path))
    (conflict,) = (each for each in root.all("div") if "conflict" in classes(each))
    assert [link.attributes["href"] for link in conflict.all("a") if "#f-" in link.attributes["href"]] == [
        "#f-f1", "#f-f2",
    ]  # fmt: skip
    assert len(conflict.all("blockquote")) == 2
    assert len(root.all("polyline")) == 1
    names = [each.text for each in root.one("main").all("h2")]
    assert names[0] == "Zu prüfen"


def test_names_to_review(tmp_path: Path) -> None:
    root = page(some_tables(tmp_path), "en")
    (item,) = (each for each in root.all("li") if "perhaps" in each.text)
    assert "Jana Fäld" in item.text
    assert "Jana Feld" in item.text


def test_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    some_tables(tmp_path)
    text = render_report(tmp_path, "de").decode()
    for element in _in_order(parse(text.encode())):
        assert element.name not in {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
        assert not {name for name in element.attributes if name.startswith("on")} | {"src", "style", "srcdoc"} & set(
            element.attributes
        )
        assert element.name == "a" or "href" not in element.attributes
    style = text.split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = parse(text.encode()).all("meta")[1].attributes
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_cells_are_only_text(tmp_path: Path, language: Language) -> None:
    harmless = page(some_tables(tmp_path / "harmless"), language)
    facts: list[Cells] = [
        {**row, **{name: HOSTILE for name in ("subject", "participants", "place", "reviewed_by") if row.get(name)}}
        for row in some_facts()
    ]
    facts.append({**level(9, 5, HOSTILE, HOSTILE), "type": "trade", "flags": HOSTILE, "subject": HOSTILE,
                  "status": HOSTILE, "edited_value": HOSTILE, "measure": "level"})  # fmt: skip
    officials: list[Cells] = [{"fact_id": "o1", "person": HOSTILE, "also_written": HOSTILE, "same_as": HOSTILE}]
    articles: list[Cells] = [
        {"article": HOSTILE, "title": HOSTILE, "source": HOSTILE, "url": f"javascript:{HOSTILE}"},
        {"article": "b.txt", "url": 'https://example.org/"onmouseover="alert(1)'},
        {"article": "c.txt", "status": "failed", "reason": HOSTILE},
    ]
    evidence: list[Cells] = [
        {"fact_id": row["fact_id"], "article": HOSTILE, "sentence": HOSTILE, "quote": HOSTILE[:8], "start": 0, "end": 8}
        for row in [*facts, *officials]
    ]
    write(tmp_path / "hostile", facts, officials, evidence, articles)
    content = render_report(tmp_path / "hostile", language)
    root = parse(content)
    assert {each.name for each in _in_order(root)} <= {each.name for each in _in_order(harmless)}
    assert not [each for each in root.all("a") if not each.attributes["href"].startswith("#")]
    assert "{{ 7 * 7 }}" in root.text
    assert "<script>alert" in root.text
    assert not {"\u202e", "\x00"} & set(content.decode())
    assert root.text.count("�") >= 4


def test_unshowable_characters_in_an_id_do_not_reach_attributes(tmp_path: Path) -> None:
    write(tmp_path, [{**level(1, 5), "fact_id": 'x" onclick="y'}])
    assert any(each.attributes.get("id") == "f-xonclicky" for each in page(tmp_path).all("tbody"))


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    first, second = some_tables(tmp_path / "a"), some_tables(tmp_path / "other name")
    assert render_report(first, "de") == render_report(second, "de") == render_report(first, "de")
    assert render_report(first, "de", since=second) == render_report(second, "de", since=first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_tables_make_a_page(tmp_path: Path, language: Language) -> None:
    write(tmp_path, articles=({"article": "a.txt", "status": "rejected", "reason": "language nl"},))
    root = page(tmp_path, language)
    assert Wording(language)("nothing") in root.text
    assert not root.all("figure")


def test_columns_of_an_older_version_may_be_missing(tmp_path: Path) -> None:
    some_tables(tmp_path)
    (tmp_path / "facts.csv").write_text("fact_id,type,country_1,country_2,value,unit\nf1,trade,DE,KZ,5,EUR\n", "utf-8")
    (tmp_path / "officials.csv").write_text("fact_id,person,role,country\no1,Jana Feld,minister,DE\n", "utf-8")
    root = page(tmp_path)
    assert "5 €" in root.text
    assert "Jana Feld" in root.text


def test_types_that_users_declare(tmp_path: Path) -> None:
    facts = [
        level(1, 5, type="remittances", country_1="KZ", country_2="DE"),
        level(2, 6, type="remittances"),
        level(3, 7, type="ferry_lines", unit="COUNT"),
    ]
    text = page(write(tmp_path, facts)).one("main").text
    assert "remittances: Kasachstan → Deutschland" in text
    assert "remittances: Deutschland → Kasachstan" in text
    assert "ferry_lines: Deutschland" not in text


def test_decisions_of_reviewers(tmp_path: Path) -> None:
    facts = [
        level(1, 5, "2022", status="rejected"),
        level(2, 6, "2022", status="accepted", reviewed_by="M. Kern"),
        level(3, 7, "2023", status="accepted", reviewed_by="M. Kern", edited_value="8", amount_eur="6.5"),
        level(4, 9, "2024", status="changed", changes="value: 10 -> 9"),
        level(5, 9, "2021", status="new"),
    ]
    root = page(write(tmp_path, facts))
    assert not [each for each in root.all("tbody") if each.attributes.get("id") == "f-f1"]
    assert "1 von Prüfern abgelehnte Angabe fehlt hier." in root.text
    assert "angenommen (M. Kern)" in root.text
    (corrected,) = (each for each in root.all("tbody") if each.attributes.get("id") == "f-f3")
    assert corrected.one("data").attributes["value"] == "8"
    assert "Wert korrigiert, ausgelesen war: 7" in corrected.text
    assert "≈" not in corrected.text  # converted was what is no longer shown
    assert {point.attributes["data-value"] for point in root.all("g")} == {"6", "8", "9"}
    assert "Seit der Prüfung geändert" in [each.text for each in root.all("h3")]
    assert "value: 10 -> 9" in root.text
    (unreviewed,) = (each for each in root.all("tbody") if each.attributes.get("id") == "f-f5")
    assert not [each for each in unreviewed.all("span") if "pill" in classes(each)]


def test_decisions_without_a_fact_are_listed(tmp_path: Path) -> None:
    write(tmp_path, [level(1, 5)])
    (tmp_path / "decisions.csv").write_text(
        "standing,fact_id,action,who,when,seen,quote\n"
        "holds,f1,accept,M. Kern,2026-01-02T10:00:00Z,value: 5,five\n"
        "orphan,,reject,M. Kern,2026-01-03T10:00:00Z,value: 6; unit: EUR,<b>six</b>\n",
        "utf-8",
    )
    root = page(tmp_path, "en")
    (item,) = (each for each in root.all("li") if "M. Kern" in each.text)
    assert item.text == "rejected (M. Kern, 2026-01-03): value: 6; unit: EUR <b>six</b>"


def test_sums_that_do_not_come_out(tmp_path: Path) -> None:
    change = level(2, "1.1e9", measure="change", compared_to="2022")
    write(tmp_path, [level(1, "3.9e9"), change, level(3, "9.8e9", "2022", "EUR"), level(4, "9.9e9", "2021", "EUR")])
    (tmp_path / "checks.csv").write_text(
        "verdict,kind,implied,implied_unit,converted,stated_fact,used_facts\n"
        "contradicts,level_less_change,2800000000,USD,2655270000,f3,f1; f2\n"
        "confirms,level_less_change,9900000000,EUR,,f4,f1; f2\n"
        "contradicts,level_less_change,9900000000,EUR,,gone,f1; f2\n",
        "utf-8",
    )
    root = page(tmp_path)
    (box,) = (each for each in root.all("div") if "conflict" in classes(each))
    assert "Stand weniger Veränderung ergibt 2,8 Mrd. US$ (≈ 2,66 Mrd. €)" in box.text
    assert "Handel Deutschland – Kasachstan 2022: 9,8 Mrd. €" in box.text
    assert len(box.all("blockquote")) == 2  # that of the stated fact, and one that the two others share
    (cross,) = (each for each in root.all("g") if "data-stated" in each.attributes)
    assert (cross.attributes["data-stated"], cross.attributes["data-value"]) == ("f3", "2655270000")
    (chart,) = (each for each in root.all("svg") if each.attributes.get("role") == "img")
    assert cross.one("title").text in chart.one("desc").text
    assert len(root.all("polyline")) == 1


def test_what_is_new(tmp_path: Path) -> None:
    before = write(tmp_path / "before", [level(1, 5), level(2, 6, "2022"), level(3, 7, "2021")])
    now = write(
        tmp_path / "now",
        [level(1, 5), level(2, 6, "2022", sources=3), level(4, 8, "2024")],
        [{"fact_id": "o1"}],
        articles=[{"article": "a.txt"}, {"article": "b.txt"}],
    )
    (news,) = (each for each in page(now, "en", since=before).all("section") if each.attributes.get("id") == "news")
    totals = next(each for each in news.all("ul") if "totals" in classes(each))
    assert [each.text for each in totals.all("li")] == [
        "1 new article", "1 new fact", "1 new office", "1 fact with more sources", "1 fact gone",
    ]  # fmt: skip
    assert [each.attributes["href"] for each in news.all("a") if "#f-" in each.attributes["href"]] == [
        "#f-f4", "#f-o1", "#f-f2",
    ]  # fmt: skip
    assert "Trade Germany – Kazakhstan 2021: US$7" in news.text
    assert "news" not in {each.attributes.get("id") for each in page(now).all("section")}
    (unchanged,) = (each for each in page(now, since=now).all("section") if each.attributes.get("id") == "news")
    assert "nichts dazugekommen" in unchanged.text


def test_only_some_pairs(tmp_path: Path) -> None:
    root = page(some_tables(tmp_path), pairs=[("NO", "NA")])
    assert [each.text for each in root.all("h3") if "–" in each.text] == ["Namibia – Norwegen"]
    assert len([each for each in root.all("tbody") if each.attributes.get("id", "").startswith("f-")]) == 1


def test_five_thousand_facts_stay_usable(tmp_path: Path) -> None:
    codes = "DE KZ FR IT ES PL US CN JP IN BR TR UA UZ KG NO".split()
    pairs = [(a, b) for a in codes for b in codes if a < b]
    facts = []
    for n in range(5000):
        first, second = pairs[(n + n // 7) % len(pairs)]
        date = f"{1990 + n % 35}" if n % 3 else f"{2000 + n % 25}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        place: Cells = {"country_1": first, "country_2": second, "sources": n % 4}
        facts.append(
            {**level(n, (n + 1) * 10**6, date, type=("trade", "exports", "investment")[n % 3]), **place}
            if n % 2 else {"fact_id": f"f{n}", "type": ("visit", "meeting")[n % 4 // 2], "date": date, **place}
        )  # fmt: skip
    write(tmp_path, facts, [{"fact_id": f"o{n}", "person": f"Jana Feld{n}"} for n in range(500)])
    started = time.process_time()
    content = render_report(tmp_path, "de", limits=Limits(pairs=40, figures=20, events=10, officials=50))
    assert time.process_time() - started < 30
    assert len(content) < 6_000_000
    root = parse(content)
    shown = [each for each in root.all("tbody") if each.attributes.get("id", "").startswith("f-f")]
    assert len(shown) <= 40 * 30
    left = [int(n.replace(".", "")) for n in re.findall(r"([\d.]+) weitere Zeilen? \w+ nur in facts", root.text)]
    (officials_left,) = re.findall(r"(\d+) weitere Zeilen stehen nur in officials", root.text)
    assert officials_left == "450"
    (pairs_left,) = re.findall(r"(\d+) weitere Paare", root.text)
    assert int(pairs_left) == len({frozenset((row["country_1"], row["country_2"])) for row in facts}) - 40
    assert sum(left) > 1000


def test_pairs_of_one_row_are_shown_and_many_rows_are_not(tmp_path: Path) -> None:
    codes = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABC"]
    write(tmp_path, [level(n, n + 1, country_1="DE", country_2=code) for n, code in enumerate(codes)])
    assert "nur in facts.csv" not in page(tmp_path).text
    assert f"{len(codes) - 20} weitere Paare" in page(tmp_path, limits=Limits(rows_of_pairs=20)).text
    assert f"{len(codes) - 1} weitere Paare" in page(tmp_path, limits=Limits(rows_of_pairs=0)).text


@pytest.mark.parametrize("missing", ["facts.csv", "evidence.csv", "articles.csv", "officials.csv"])
def test_missing_tables_are_named(tmp_path: Path, missing: str) -> None:
    some_tables(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(ReportError, match=rf"there is no {missing}; `extract run"):
        render_report(tmp_path, "de")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some_tables(tmp_path)
    assert main(["report", "--from", str(tmp_path), "--lang", "de", "--pair", "kz-de", "--since", str(tmp_path)]) == 0
    assert "report.html" in capsys.readouterr().out
    content = (tmp_path / "report.html").read_bytes()
    assert content == render_report(tmp_path, "de", since=tmp_path, pairs=[("KZ", "DE")])
    assert main(["report", "--from", str(tmp_path), "--out", str(tmp_path / "deep" / "x.html")]) == 0
    assert (tmp_path / "deep" / "x.html").read_bytes() == render_report(tmp_path, "en")
    assert main(["report", "--from", str(tmp_path / "deep")]) == 2
    assert "there is no" in capsys.readouterr().err
    assert main(["report", "--from", str(tmp_path), "--out", str(tmp_path)]) == 2
    with pytest.raises(SystemExit):
        main(["report", "--pair", "Germany"])


def leaves(entry: object, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(entry, dict), path
    if set(entry) <= set(LANGUAGES):
        return [(path, entry)]
    return [leaf for key, inner in entry.items() for leaf in leaves(inner, f"{path}.{key}")]


def test_every_word_is_there_in_both_languages() -> None:
    for path, entry in (
        leaf for section in words().values() for key, each in section.items() for leaf in leaves(each, key)
    ):
        assert set(entry) == set(LANGUAGES), path
        german, english = entry["de"], entry["en"]
        if isinstance(german, dict):
            assert set(german) == set(english) == {"one", "other"}, path
            pairs = [(german[key], english[key]) for key in german]
        else:
            pairs = [(german, english)]
        for one, other in pairs:
            assert set(re.findall(r"{\w+}", one)) == set(re.findall(r"{\w+}", other)), path
            assert bool(one) == bool(other), path


def test_every_code_has_a_word_and_every_word_a_use() -> None:
    assert set(words()["types"]) == set(get_args(FactType))
    assert set(words()["measures"]) == set(get_args(Measure))
    assert set(words()["roles"]) == ROLES
    assert set(words()["portfolios"]) == PORTFOLIOS
    assert set(words()["bounds"]) == set(get_args(Bound)) - {"exact"}
    source = "".join(path.read_text("utf-8") for path in [*DATA.glob("*.j2"), *DATA.parent.glob("*.py")])
    used = set(re.findall(r"\bsay(?:\.count)?\(\s*[\"'](\w+)[\"']", source))
    assert used == set(words()["text"])
    for flag in ("conflict", "single_source", "implied_confirmed", "name_suggested", "out_of_term", "planned",
                 "pair_from_context", "date_from_context", "country_from_context", "currency_assumed",
                 "office_from_register"):  # fmt: skip
        assert flag in words()["flags"]


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2), st.sampled_from(LANGUAGES))
def test_no_digit_is_lost(value: Decimal, language: Language) -> None:
    digits, scale = Wording(language).scaled(value)
    sizes = {"Mio.": 6, "Mrd.": 9, "Bio.": 12, "m": 6, "bn": 9, "tn": 12, "": 0}
    point, comma = (",", ".") if language == "de" else (".", ",")
    plain = digits.replace(comma, "").replace(point, ".").replace("\u2212", "-")
    assert Decimal(plain).scaleb(sizes[scale]) == value


@pytest.mark.parametrize(
    ("edtf", "german", "english"),
    [
        ("2023", "2023", "2023"),
        ("2023-05", "Mai 2023", "May 2023"),
        ("2025-01-14/2025-01-17", "14.–17.01.2025", "14–17 January 2025"),
        ("2024-12-30/2025-01-02", "30.12.2024 – 02.01.2025", "30 December 2024 – 2 January 2025"),
        ("2023-01/2023-09", "Januar–September 2023", "January–September 2023"),
        ("2023-07/2023-12", "2. Halbjahr 2023", "H2 2023"),
        ("2023-10/2023-12", "4. Quartal 2023", "Q4 2023"),
        ("2023-02/2023-04", "Februar–April 2023", "February–April 2023"),
        ("2022-11/2023-02", "November 2022 – Februar 2023", "November 2022 – February 2023"),
        ("../2035", "bis 2035", "until 2035"),
        ("2005/2010", "2005–2010", "2005–2010"),
        ("2023~", "um 2023", "about 2023"),
    ],
)
def test_dates_in_words(edtf: str, german: str, english: str) -> None:
    assert Wording("de").date(Period.parse(edtf)) == german
    assert Wording("en").date(Period.parse(edtf)) == english
