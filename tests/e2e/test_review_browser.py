"""The review page in a browser: what a reviewer does with it, and what articles must not do to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from folder_maker import write_folder
from playwright.sync_api import expect
from review_corpus import PLANNED, run_corpus, settings_of

from extract.records import Decision
from extract.review import LOG_NAME, read_log
from extract.review.attaching import standing_decisions
from extract.tables import read_table
from extract.tables.schema import FACTS, OFFICIALS
from extract.tables.texts import TEXTS, write_texts

Open = Callable[..., object]


def log(work: Path) -> list[Decision]:
    return list(read_log(work / "corpus" / "review" / LOG_NAME).decisions)


def standing(work: Path) -> list[Decision]:
    return [each for each in standing_decisions(log(work)) if each is not None]


def rows(work: Path) -> dict[str, dict[str, str]]:
    tables = (FACTS, OFFICIALS)
    return {row["fact_id"]: row for table in tables for row in read_table(work / "outputs", table).to_dict("records")}


def test_a_morning_of_a_reviewer(work: Path, serve, reviewer) -> None:
    """Twenty facts by keyboard, one edited, one undone, one merged; filters, reload, and a run with another rule."""
    tab = reviewer(serve(work).base)
    tab.allowed.append("422")  # what cannot be understood is refused, which browsers report
    tab.open()
    expect(tab.page.locator("#shown")).to_have_text("25 facts in the list")
    reasons = [row.get_attribute("class") for row in tab.page.locator("#queue li[data-fact]").all()]
    assert reasons[:5] == ["r-conflict", "r-conflict", "r-suggested", "r-suggested", "r-single_source"]
    rejected = settle_conflict(tab, work)
    merge_spellings(tab, work)
    edited = correct_amount(tab, work)
    undo_and_note(tab, work)
    while len({each.fact for each in standing(work) if each.action not in ("note", "undo")}) < 20:
        tab.press("a")
    expect(tab.page.locator("#tally")).to_have_text("21 done · 4 left")  # a merge settles two
    filter_and_reload(tab)
    if not any(("country_2", "TG") in each.seen for each in standing(work)):
        tab.open("/?q=Warenaustausch")
        tab.press("a")
    before = log(work)
    (work / "models" / "rules").mkdir(parents=True)
    (work / "models" / "rules" / "mine.yaml").write_text(PLANNED)
    run_corpus(work, settings_of(work))
    tab.open("/?status=changed")
    expect(tab.page.locator("#queue li[data-fact]")).to_have_count(1)
    expect(tab.page.locator(".box.changed")).to_contain_text("actual → planned")
    now = rows(work)
    assert log(work) == before
    assert (now[edited]["status"], now[edited]["edited_value"]) == ("accepted", "3250000000")
    assert now[rejected]["status"] == "rejected"
    assert sum(row["status"] == "changed" for row in now.values()) == 1
    assert sum("person" in row for row in now.values()) == 1
    tab.press("a")
    expect(tab.page.locator("#queue .s-accepted")).to_have_count(1)


def settle_conflict(tab, work: Path) -> str:
    """One of two that contradict each other is right; the other one's id."""
    expect(tab.page.locator(".box.conflict .side-fact")).to_have_count(2)
    first = tab.current
    tab.press("a")
    second = tab.current
    assert second != first
    tab.press("x")
    assert [(each.fact, each.action) for each in log(work)] == [(first, "accept"), (second, "reject")]
    return second


def merge_spellings(tab, work: Path) -> None:
    """Two spellings of one name."""
    office = tab.current
    expect(tab.page.locator(".box.suggestion .side-fact")).to_have_count(2)
    tab.press("m")
    same = log(work)[-1]
    assert (same.action, same.fact) == ("same", office)
    assert {rows(work)[fact]["person"] for fact in (same.fact, same.other)} == {"Jana Feldcamp", "Jana Feldkamp"}
    expect(tab.page.locator("#queue .s-joined")).to_have_count(2)


def correct_amount(tab, work: Path) -> str:
    """What is wrong is said at its field, and nothing is kept; then it is right. The id of the fact."""
    edited, before = tab.current, log(work)
    tab.press("e")
    value = tab.page.locator("form.edit [name=value]")
    expect(value).to_be_focused()
    value.fill("about three")
    tab.page.keyboard.press("Control+Enter")
    expect(tab.page.locator("#e-value")).to_contain_text("“about three” is no amount")
    expect(value).to_have_attribute("aria-invalid", "true")
    assert log(work) == before
    value.fill("€3.25 billion")
    tab.page.locator("form.edit [name=date]").fill("2023-05")
    tab.page.keyboard.press("Control+Enter")
    expect(tab.page.locator("form.edit")).to_have_count(0)
    tab.settle()
    assert {(each.field, each.value) for each in log(work)[-2:]} == {("value", "3250000000"), ("date", "2023-05")}
    expect(tab.page.locator(".head .figure")).to_contain_text("€3.25bn")
    return edited


def undo_and_note(tab, work: Path) -> None:
    """Rejected by mistake, taken back, noted, and passed over."""
    tab.press("j")
    fact = tab.current
    tab.press("x")
    assert log(work)[-1].action == "reject"
    tab.press("u")
    assert tab.current == fact
    assert (log(work)[-1].action, log(work)[-1].fact) == ("undo", fact)
    tab.page.keyboard.press("n")
    tab.page.locator("#note-text").fill("ask the ministry 👍🏽")
    tab.page.keyboard.press("Control+Enter")
    expect(tab.page.locator(".history")).to_contain_text("ask the ministry 👍🏽")
    assert (log(work)[-1].note, log(work)[-1].fact) == ("ask the ministry 👍🏽", fact)
    tab.press("Space")
    assert tab.current != fact


def filter_and_reload(tab) -> None:
    """Filters stand in the address, and the fact that is looked at."""
    tab.page.keyboard.press("/")
    expect(tab.page.locator("#q")).to_be_focused()
    tab.page.keyboard.type("Außenministerin")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    assert "q=Au%C3%9Fenministerin" in tab.page.url
    expect(tab.page.locator("#queue li[data-fact]")).to_have_count(0)
    with tab.page.expect_navigation():
        tab.page.locator(".tabs label", has_text="all").click()
    expect(tab.page.locator("#queue li[data-fact]")).to_have_count(2)
    tab.settle()
    tab.press("j")
    chosen = tab.current
    tab.page.reload()
    tab.settle()
    assert tab.current == chosen
    expect(tab.page.locator("#q")).to_have_value("Außenministerin")
    expect(tab.page.locator("#queue li[data-fact]")).to_have_count(2)


def test_two_reviewers_and_two_servers_lose_nothing(work: Path, serve, reviewer) -> None:
    ada, ben = reviewer(serve(work, who="ada").base), reviewer(serve(work, who="ben").base)
    ada.open()
    ben.open()
    assert ada.current == ben.current
    fact = ada.current
    ada.press("a")
    ben.allowed.append("409")
    ben.page.keyboard.press("x")
    box = ben.page.locator("#overtaken")
    expect(box).to_be_visible()
    expect(box.locator("li")).to_contain_text(re.compile(r"^ada, .* UTC: accepted$"))
    assert [(each.who, each.action) for each in log(work)] == [("ada", "accept")]
    box.locator("[data-close]").click()
    ben.settle()
    expect(ben.page.locator("[data-card] .s-accepted").first).to_be_visible()
    assert ben.current == fact
    ben.page.keyboard.press("x")  # now ben has seen it
    ben.settle()
    assert [(each.who, each.action) for each in log(work)] == [("ada", "accept"), ("ben", "reject")]
    # Ada's tab learns of it by itself.
    expect(ada.page.locator(f'#queue li[data-fact="{fact}"] .s-rejected')).to_be_visible(timeout=15_000)


def test_a_killed_server_loses_nothing_and_the_tab_goes_on(work: Path, serve, reviewer) -> None:
    server = serve(work)
    tab = reviewer(server.base)
    tab.allowed += ["ERR_", "403"]
    tab.open()
    tab.press("a")
    server.kill()
    assert len(log(work)) == 1
    tab.page.keyboard.press("a")
    expect(tab.page.locator("#toast")).to_contain_text("does not answer")
    assert len(log(work)) == 1
    serve(work, port=int(server.base.rpartition(":")[2]))
    tab.press("a")
    assert [each.action for each in log(work)] == ["accept", "accept"]


def test_what_an_article_says_is_shown_and_does_nothing(work: Path, serve, reviewer) -> None:
    tab = reviewer(serve(work).base)
    tab.open("/?pair=FR-JO")
    passage = tab.page.locator(".statement .passage")
    expect(passage).to_contain_text("<b onmouseover=alert(1)>now</b>")
    marks = {kind: tab.page.locator(f".statement mark.m-{kind}").all_text_contents() for kind in ("amount", "date")}
    assert marks == {"amount": ["7.3 billion euros"], "date": ["2021"]}
    assert tab.page.locator(".statement mark.m-country").all_text_contents() == ["France", "Jordan"]
    assert tab.page.title().startswith("Review")
    assert tab.page.locator(".statement a[href^='javascript']").count() == 0
    expect(tab.page.locator(".statement .origin .title")).to_contain_text("<img src=x onerror=")
    tab.page.get_by_text("Show in the text").first.click()
    text = tab.page.locator("#text")
    expect(text).to_contain_text("<script>document.title='owned'</script>")
    # The span of the fact is where the tables say, in code points, although emoji stand before it.
    known = text.locator(".known")
    source = (work / "corpus" / "hostile.txt").read_bytes().decode()
    start = int(known.first.get_attribute("data-start") or 0)
    said = "".join(known.all_text_contents())
    assert source[start : start + len(said)] == said
    assert said.startswith("Trade turnover")
    assert tab.page.locator("b, img, script:not([src])").count() == 0


def test_what_was_missed_is_marked_and_added(work: Path, serve, reviewer) -> None:
    tab = reviewer(serve(work).base)
    tab.allowed.append("422")
    tab.open("/article?name=hostile.txt")
    # Marked as a mouse does it: from an emoji on to the end of the year, over the known words and behind them.
    tab.page.evaluate(
        """() => { const known = document.querySelector("#text .known").firstChild;
        const selection = getSelection();
        selection.setBaseAndExtent(known, known.data.indexOf("🎉"), known, known.data.length); }"""
    )
    quote = tab.page.locator("[name=quote]")
    expect(quote).to_have_value(re.compile("^🎉👩‍🚀 7.3 billion euros"))
    words = quote.input_value()
    tab.page.locator("[name=kind]").select_option("funding")
    expect(tab.page.locator("#missed-fields [name=value]")).to_have_value("7300000000")
    tab.page.get_by_role("button", name="Save").click()
    expect(tab.page.locator("#e-country_1")).to_have_text("This is missing.")
    tab.page.locator("[name=country_1]").select_option("FR")
    tab.page.locator("[name=country_2]").select_option("JO")
    tab.page.get_by_role("button", name="Save").click()
    expect(tab.page.locator("#toast")).to_contain_text("Kept.")
    (added,) = log(work)
    seen = dict(added.seen)
    assert (added.action, seen["type"], seen["value"], seen["quote"]) == ("add", "funding", "7300000000", words)
    source = (work / "corpus" / "hostile.txt").read_bytes().decode()
    start = source.index("🎉")
    assert seen["evidence"] == f"hostile.txt:{start}-{start + len(words)}"


def test_a_line_of_two_megabytes_is_shown_in_part(tmp_path: Path, serve, reviewer) -> None:
    before = "“wort” 👩‍🚀 <i>" * 70_000
    quote = "Handel mit Peru: 5 Milliarden Euro"
    text = f"{before}{quote}{before}"
    assert len(text.encode()) > 2_000_000
    start = len(before)
    fact = {"fact_id": "f" * 16, "type": "trade", "country_1": "DE", "country_2": "PE", "measure": "level",
            "value": "5000000000", "unit": "EUR", "bound": "exact", "modality": "actual", "status": "new",
            "sources": 1, "claims": 1, "languages": "de"}  # fmt: skip
    evidence = {"fact_id": "f" * 16, "claim_id": "c1", "type": "trade", "article": "lang.txt", "language": "de",
                "start": start, "end": start + len(quote), "quote": quote, "sentence_start": 0,
                "sentence_end": len(text), "sentence": text, "value": "5000000000", "unit": "EUR",
                "rule": "trade_turnover"}  # fmt: skip
    article = {"article": "lang.txt", "status": "processed", "language": "de", "characters": len(text)}
    out = write_folder(tmp_path / "outputs", {"facts": [fact], "evidence": [evidence], "articles": [article]})
    (out / "run.json").write_text(json.dumps({"tables": {}}))
    write_texts(out / TEXTS, [("lang.txt", text)])
    tab = reviewer(serve(tmp_path, "--lang", "de").base)
    tab.open()
    assert tab.page.locator(".statement mark.m-amount").all_text_contents() == ["5 Milliarden Euro"]
    assert tab.page.locator(".statement .q").count() > 0
    assert len(tab.page.locator(".statement .passage").inner_text()) < 20_000
    tab.page.get_by_text("Im Text zeigen").first.click()
    assert len(tab.page.locator("#text").inner_text()) <= 21_000


def test_all_of_it_by_mouse_in_german_on_a_tablet(work: Path, serve, reviewer) -> None:
    tab = reviewer(serve(work, "--lang", "de").base, 820, 1180)
    tab.allowed.append("422")
    tab.open()
    expect(tab.page.locator("#shown")).to_have_text("25 Fakten in der Liste")
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.page.locator("#queue li[data-fact] a").nth(4).click()
    tab.settle()
    fact = tab.current
    tab.page.get_by_role("button", name="Korrigieren").click()
    tab.page.locator("form.edit [name=value]").fill("3,25 Milliarden Dollar")
    tab.page.locator("form.edit [name=date]").focus()
    expect(tab.page.locator("[data-field=value] .reading")).to_have_text("3,25 Mrd. US$")
    expect(tab.page.locator("form.edit [name=unit]")).to_have_value("USD")
    tab.page.locator("form.edit [name=date]").fill("gestern oder so")
    tab.page.get_by_role("button", name="Speichern").click()
    expect(tab.page.locator("#e-date")).to_contain_text("„gestern oder so“ ist kein Datum")
    tab.page.locator("form.edit [name=date]").fill("17. Mai 2023")
    tab.page.get_by_role("button", name="Speichern").click()
    expect(tab.page.locator("form.edit")).to_have_count(0)
    tab.settle()
    assert {(each.fact, each.field, each.value) for each in log(work)} == {
        (fact, "value", "3250000000"), (fact, "unit", "USD"), (fact, "date", "2023-05-17"),
    }  # fmt: skip
    # Everything that is open, with the number typed to confirm.
    tab.page.get_by_role("button", name="Alle annehmen").click()
    tab.page.locator("#bulk-number").fill("23")
    tab.page.locator("#bulk button[type=submit]").click()
    expect(tab.page.locator("#bulk .error")).to_have_text("Das ist nicht die Anzahl.")
    tab.page.locator("#bulk-number").fill("24")
    tab.page.locator("#bulk button[type=submit]").click()
    expect(tab.page.locator("#toast")).to_contain_text("24 Fakten angenommen.")
    assert sum(each.action == "accept" for each in standing(work)) == 24
    with tab.page.expect_navigation():
        tab.page.locator("#toast button").click()
    tab.settle()
    expect(tab.page.locator("#tally")).to_have_text("1 entschieden · 24 offen")
    # Help, by keyboard and by mouse.
    tab.page.keyboard.press("?")
    expect(tab.page.locator("#help")).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("#help")).to_be_hidden()


def test_focus_is_seen_and_everything_has_a_name(work: Path, serve, reviewer) -> None:
    tab = reviewer(serve(work).base)
    tab.open()
    tab.press("e")
    nameless = tab.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea")]
        .filter((one) => one.checkVisibility())
        .filter((one) => !(one.innerText || one.ariaLabel || one.title || one.labels?.length))
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    tab.page.keyboard.press("Escape")
    for _ in range(12):
        tab.page.keyboard.press("Tab")
        width = tab.page.evaluate(
            """() => { const one = document.activeElement;
            const shown = one.matches(".tabs input") ? one.nextElementSibling : one;
            const style = getComputedStyle(shown);
            return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth); }"""
        )
        assert width >= 2, tab.page.evaluate("document.activeElement.outerHTML")
    # What a decision did is read out.
    tab.page.locator("#fact").focus()
    tab.press("a")
    expect(tab.page.locator("#live")).not_to_be_empty()
    tab.press("u")
