"""The server of the review page: what it shows, and what it does with decisions."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from folder_maker import write_folder
from review_corpus import PLANNED, run_corpus, settings_of, write_corpus
from starlette.testclient import TestClient

from extract.records import Decision
from extract.review import LOG_NAME, append, read_log
from extract.review.log import LogError
from extract.review.page import Access, Desk, create_app
from extract.review.page.wording import page_words
from extract.tables import read_table
from extract.tables.schema import FACTS, OFFICIALS

PORT = 8765
HOST = f"http://127.0.0.1:{PORT}"


class Reviewer:
    """A browser of one reviewer, without a browser."""

    def __init__(self, work: Path, who: str) -> None:
        """Open a server of its own over a folder."""
        settings = settings_of(work)
        self.desk = Desk(settings.out, settings.review, who)
        self.client = TestClient(create_app(self.desk, settings, Access(port=PORT), "en"), base_url=HOST)

    def get(self, path: str) -> str:
        """The text of a page."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, content: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and content of an answer."""
        csrf = self.client.get("/session").json()["csrf"]
        answer = self.client.post(path, json=content, headers={"X-CSRF-Token": csrf, "Origin": HOST})
        return answer.status_code, answer.json()

    def queue(self, query: str = "") -> list[str]:
        """The ids in the list."""
        return re.findall(r'<li data-fact="(\w+)"', self.get(f"/?{query}"))

    def mark(self, fact: str) -> str:
        """What is seen of a fact."""
        found = re.search(rf'data-card="{fact}" data-mark="([^"]+)"', self.get(f"/fact/{fact}"))
        assert found
        return found[1]

    def decide(self, fact: str, action: str, **more: Any) -> tuple[int, dict[str, Any]]:
        """Look at a fact, and decide."""
        return self.post("/decide", {"fact": fact, "mark": self.mark(fact), "action": action, **more})


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("page")
    write_corpus(work / "corpus")
    run_corpus(work, settings_of(work))
    return work


@pytest.fixture
def work(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "work"))


@pytest.fixture
def ada(work: Path) -> Reviewer:
    return Reviewer(work, "ada")


def rows(work: Path) -> dict[str, dict[str, str]]:
    out = work / "outputs"
    return {row["fact_id"]: row for table in (FACTS, OFFICIALS) for row in read_table(out, table).to_dict("records")}


def of_pair(work: Path, one: str, other: str) -> list[str]:
    return [fact for fact, row in rows(work).items() if {row.get("country_1"), row.get("country_2")} == {one, other}]


def log(work: Path) -> tuple[Decision, ...]:
    return read_log(work / "corpus" / "review" / LOG_NAME).decisions


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 25),
        ("pair=DE-KZ", 2),
        ("pair=kz-de", 2),
        ("pair=PL", 1),
        ("pair=DE", 4),
        ("type=official", 2),
        ("type=visit", 0),
        ("lang=de", 14),
        ("lang=en", 11),
        ("status=new", 25),
        ("status=accepted", 0),
        ("status=nonsense", 25),
        ("since=2023", 12),
        ("until=2021", 1),
        ("since=2022-06&until=2022-07", 10),
        ("since=gestern", 25),
        ("doubt=conflict", 2),
        ("doubt=suggested", 2),
        ("doubt=single_source", 21),
        ("q=Außenministerin", 2),
        ("q=AUSSENMINISTERIN", 2),
        ("q=mongolia turnover", 1),
        ('q="turnover mongolia"', 0),
        ('q="Japan and Mongolia"', 1),
        ("q=Beispielbote", 1),
        ("q=%3Cscript%3E", 0),
        ("lang=en&since=2022&q=nepal", 1),
    ],
)
def test_filters(ada: Reviewer, query: str, number: int) -> None:
    assert len(ada.queue(query)) == number


def test_what_asks_most_for_a_look_comes_first(ada: Reviewer, work: Path) -> None:
    order = ada.queue()
    known = rows(work)
    assert [known[fact]["flags"] for fact in order[:5]] == [
        "conflict; single_source", "conflict; single_source", "name_suggested; single_source",
        "name_suggested; single_source", "single_source",
    ]  # fmt: skip
    # The newest first: the two with a date of publication, one of which is in conflict.
    assert order[4] == of_pair(work, "FR", "JO")[0]


def test_the_list_goes_on_where_it_ended_whatever_was_decided(ada: Reviewer) -> None:
    everything = ada.queue()
    window = ada.desk.queue.window
    from extract.review.page.filters import Query

    first = window(Query(), size=10).facts
    for fact in first[:7]:
        assert ada.decide(fact, "accept")[0] == 200
    assert list(window(Query(), after=first[-1], size=10).facts) == everything[10:20]
    assert list(window(Query(), after=first[3], size=2).facts) == everything[7:9]
    assert list(window(Query(), size=2).facts) == everything[7:9]
    assert set(window(Query(status="accepted"), size=10).facts) == set(first[:7])
    assert window(Query(status="all"), after=everything[-1], size=3).facts == window(Query(status="accepted")).facts[:3]
    assert ada.desk.queue.window(Query(), around=everything[15], size=5).first == 5


def test_a_decision_is_on_the_disk_before_it_is_answered(ada: Reviewer, work: Path) -> None:
    fact = of_pair(work, "PL", "LV")[0]
    status, answer = ada.decide(fact, "accept")
    assert (status, answer["tally"], answer["said"]) == (200, [1, 24], "Accepted.")
    (kept,) = log(work)
    assert (kept.fact, kept.action, kept.who) == (fact, "accept", "ada")
    assert dict(kept.seen)["value"] == "3500000000"
    assert dict(kept.seen)["evidence"].startswith("de_1.txt:")
    assert fact not in ada.queue()
    assert ada.queue("status=accepted") == [fact]
    run_corpus(work, settings_of(work))
    assert rows(work)[fact]["status"] == "accepted"
    assert ada.queue("status=accepted") == [fact]


def test_who_decides_on_what_somebody_else_has_decided_is_told(work: Path, ada: Reviewer) -> None:
    ben = Reviewer(work, "ben")
    fact = of_pair(work, "PL", "LV")[0]
    seen = {"fact": fact, "mark": ben.mark(fact), "action": "reject"}
    assert ada.decide(fact, "accept", note="")[0] == 200
    status, answer = ben.post("/decide", seen)
    assert status == 409
    assert re.fullmatch(r"ada, .* UTC: accepted", answer["happened"][0])
    assert [each.who for each in log(work)] == ["ada"]
    # Only what was told is agreed to: another word in between is told again.
    assert ada.decide(fact, "note", note="sicher")[0] == 200
    status, answer = ben.post("/decide", {**seen, "mark": answer["mark"]})
    assert (status, [line.rpartition(": ")[2] for line in answer["happened"]]) == (409, ["sicher"])
    assert ben.post("/decide", {**seen, "mark": answer["mark"]})[0] == 200
    assert [(each.who, each.action) for each in log(work)] == [("ada", "accept"), ("ada", "note"), ("ben", "reject")]
    assert "s-rejected" in ada.get(f"/row/{fact}")


def test_the_log_grows_between_look_and_decision(work: Path, ada: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes after the log was read and before the line is added."""
    fact, other = of_pair(work, "PL", "LV")[0], of_pair(work, "GR", "EG")[0]
    mark = ada.mark(fact)
    ben = Desk(work / "outputs", work / "corpus" / "review", "ben")
    waiting = [ben.stock.shown.decision(one, "accept", who="ben", when="2026-01-01T00:00:00Z") for one in (other, fact)]

    def slow(path: Path, decisions: list[Decision], size: int | None = None) -> None:
        if waiting:
            append(path, [waiting.pop(0)])
        append(path, decisions, size)

    monkeypatch.setattr("extract.review.page.desk.append", slow)
    status, answer = ada.post("/decide", {"fact": fact, "mark": mark, "action": "reject"})
    assert (status, answer["happened"][0][:4]) == (409, "ben,")
    assert [(each.who, each.fact) for each in log(work)] == [("ben", other), ("ben", fact)]


def test_corrections_are_read_and_can_be_taken_back(ada: Reviewer, work: Path) -> None:
    fact = of_pair(work, "PL", "LV")[0]
    wrong = {"value": "viel", "date": "17.17.2020", "country_1": "Atlantis", "unit": "zwei Euro", "measure": "size"}
    status, answer = ada.decide(fact, "edit", edits=wrong)
    assert status == 422
    assert set(answer["errors"]) == set(wrong)
    assert "is no amount" in answer["errors"]["value"]
    assert log(work) == ()
    status, answer = ada.post("/decide?ui=de", {"fact": fact, "mark": ada.mark(fact), "action": "edit", "edits": wrong})
    assert "ist kein Land nach ISO 3166-1" in answer["errors"]["country_1"]
    right = {"value": "3,6 Mrd. Dollar", "date": "Mai 2023", "country_1": "Estland", "participants": "Ann Ek;  Bo Li"}
    assert ada.decide(fact, "edit", edits=right)[0] == 200
    assert {each.field: each.value for each in log(work)} == {
        "value": "3600000000", "unit": "USD", "date": "2023-05", "country_1": "EE", "participants": "Ann Ek; Bo Li",
    }  # fmt: skip
    page = ada.get(f"/fact/{fact}")
    assert "US$3.6bn" in page and "May 2023" in page
    # The same content again is no correction; what was extracted takes one back.
    assert ada.decide(fact, "edit", edits={"date": "2023-05"})[0] == 422
    assert ada.decide(fact, "edit", edits={"date": "2023"})[0] == 200
    assert log(work)[-1].action == "undo"
    assert ada.decide(fact, "edit", edits={"value": ""})[1]["errors"]["value"].startswith("What was extracted")
    run_corpus(work, settings_of(work))
    row = rows(work)[fact]
    assert (row["edited_value"], row["edited_unit"], row["edited_date"]) == ("3600000000", "USD", "")


@pytest.mark.parametrize(
    ("field", "text", "contents"),
    [
        ("value", "−3,5", {"error": "x"}),
        ("value", "3.900.000.000 Euro", {"value": "3900000000", "unit": "EUR"}),
        ("value", "$2.4 million", {"value": "2400000", "unit": "USD"}),
        ("date", "im Mai", {"error": "x"}),
        ("date", "2024-01/2024-03", {"date": "2024-01/2024-03"}),
        ("date", "17 May 2023", {"date": "2023-05-17"}),
        ("date", "17.05.2023", {"date": "2023-05-17"}),
        ("country_2", "Österreich", {"country_2": "AT"}),
        ("country_2", "XX", {"error": "x"}),
    ],
)
def test_a_field_is_read_when_it_is_left(ada: Reviewer, work: Path, field: str, text: str, contents: Any) -> None:
    fact = of_pair(work, "PL", "LV")[0]
    _, answer = ada.post("/check", {"fact": fact, "field": field, "text": text})
    assert ("error" in answer) if "error" in contents else (answer["contents"] == contents)


def test_offices_are_corrected_and_joined(ada: Reviewer, work: Path) -> None:
    one, other = (fact for fact, row in rows(work).items() if "person" in row)
    assert ada.decide(one, "edit", edits={"portfolio": "trade+foreign_affairs", "role": "ambassador"})[0] == 200
    assert {each.value for each in log(work)} == {"foreign_affairs+trade", "ambassador"}
    assert ada.post("/undo", {"decisions": [each.id for each in log(work)]})[0] == 200
    seen = {"fact": one, "mark": ada.mark(one), "action": "same", "other": other}
    assert ada.post("/decide", {**seen, "other_mark": "0-stale"})[0] == 409
    status, answer = ada.post("/decide", {**seen, "other_mark": ada.mark(other)})
    assert (status, set(answer["rows"]), answer["tally"]) == (200, {one, other}, [2, 23])
    run_corpus(work, settings_of(work))
    assert sum("person" in row for row in rows(work).values()) == 1


def test_who_is_told_apart_is_suggested_no_more(ada: Reviewer, work: Path) -> None:
    one, other = (fact for fact, row in rows(work).items() if "person" in row)
    status, _ = ada.decide(one, "different", other=other, other_mark=ada.mark(other))
    assert status == 200
    assert ada.queue("doubt=suggested") == []
    assert one in ada.queue()
    run_corpus(work, settings_of(work))
    assert {row["same_as"] for row in rows(work).values() if "person" in row} == {""}


def test_undo_gives_back_what_was_before(ada: Reviewer, work: Path) -> None:
    fact = of_pair(work, "PL", "LV")[0]
    for action in ("accept", "reject"):
        assert ada.decide(fact, action)[0] == 200
    first, second = (each.id for each in log(work))
    assert ada.post("/undo", {"decisions": [second]})[0] == 200
    assert "s-accepted" in ada.get(f"/row/{fact}")
    assert ada.post("/undo", {"decisions": [second]})[0] == 400
    assert ada.post("/undo", {"decisions": [first]})[0] == 200
    assert fact in ada.queue("status=new")


def test_a_whole_list_is_accepted_only_as_it_was_counted(ada: Reviewer, work: Path) -> None:
    counted = ada.client.get("/bulk?lang=en").json()
    assert counted["number"] == 11
    assert ada.decide(of_pair(work, "JP", "MN")[0], "reject")[0] == 200
    status, answer = ada.post("/bulk?lang=en", {"number": 11})
    assert (status, answer["number"]) == (409, 10)
    assert len(log(work)) == 1
    status, answer = ada.post("/bulk?lang=en", {"number": 10})
    assert (status, answer["said"]) == (200, "10 facts accepted.")
    assert len(ada.queue("lang=en")) == 0 and len(ada.queue()) == 14
    assert ada.post("/bulk/undo", answer)[0] == 200
    assert len(ada.queue()) == 24


def test_a_run_with_another_rule_is_seen_at_once(ada: Reviewer, work: Path) -> None:
    fact = of_pair(work, "ES", "TG")[0]
    mark = ada.mark(fact)
    gone = of_pair(work, "JP", "MN")[0]
    (work / "models" / "rules").mkdir(parents=True)
    (work / "models" / "rules" / "mine.yaml").write_text(PLANNED)
    (work / "corpus" / "en_1.txt").unlink()
    assert ada.decide(of_pair(work, "PL", "LV")[0], "accept")[0] == 200
    stale = {"fact": gone, "mark": ada.mark(gone), "action": "accept"}
    run_corpus(work, settings_of(work))
    (now,) = of_pair(work, "ES", "TG")
    status, answer = ada.post("/decide", {"fact": fact, "mark": mark, "action": "accept"})
    assert status == (409 if now == fact else 410)
    assert "run" in json.dumps(answer)
    assert ada.post("/decide", stale)[0] == 410
    assert len(log(work)) == 1
    assert "There is no such fact any more." in ada.client.get(f"/fact/{gone}").text
    assert len(ada.queue()) == 23


def test_tables_that_are_being_replaced_stay_as_they_were(ada: Reviewer, work: Path) -> None:
    order = ada.queue()
    seal = work / "outputs" / "run.json"
    content = seal.read_bytes()
    seal.unlink()
    (work / "outputs" / "facts.csv").write_text("half")
    assert ada.queue() == order
    assert ada.decide(order[0], "accept")[0] == 200
    seal.write_bytes(content)
    assert ada.queue() == order[1:]


def test_a_decision_that_cannot_be_kept_is_told(ada: Reviewer, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise LogError("decisions.jsonl: the decisions could not be kept: No space left on device; make it writable")

    fact = ada.queue()[0]
    monkeypatch.setattr("extract.review.page.desk.append", full)
    status, answer = ada.decide(fact, "accept")
    assert status == 500
    assert "No space left" in answer["message"]
    assert fact in ada.queue()


def test_what_is_said_elsewhere_comes_as_news(ada: Reviewer, work: Path) -> None:
    before = ada.client.get("/news?place=0").json()
    fact = of_pair(work, "PL", "LV")[0]
    shown = Desk(work / "outputs", work / "corpus" / "review", "ben").stock.shown
    append(
        work / "corpus" / "review" / LOG_NAME, [shown.decision(fact, "reject", who="ben", when="2026-01-01T00:00:00Z")]
    )
    now = ada.client.get(f"/news?place={before['place']}").json()
    assert (now["facts"], now["tally"], now["version"]) == ([fact], [1, 24], before["version"])
    assert ada.client.get(f"/news?place={now['place']}").json()["facts"] == []


def test_marks_stand_where_the_words_are(ada: Reviewer, work: Path) -> None:
    card = ada.get(f"/fact/{of_pair(work, 'FR', 'JO')[0]}")
    marks = re.findall(r'<mark class="m-(\w+)[^>]*><bdi>(.*?)</bdi>', card)
    assert [(kind, unescape(text)) for kind, text in marks] == [
        ("trigger", "Trade turnover"), ("country", "France"), ("country", "Jordan"), ("amount", "7.3 billion euros"),
        ("date", "2021"),
    ]  # fmt: skip
    assert "<script>document" not in card and "<b onmouse" not in card and "javascript:" not in card
    assert "\u202e" not in card
    german = ada.get(f"/fact/{of_pair(work, 'PL', 'LV')[0]}?ui=de")
    found = re.findall(r'<mark class="m-(\w+)[^>]*data-label="(\w+)"><bdi>(.*?)</bdi>', german)
    assert found == [
        ("trigger", "Auslöser", "Handel"), ("country", "Land", "Polen"), ("country", "Land", "Lettland"),
        ("date", "Datum", "Jahr 2023"), ("amount", "Betrag", "3,5 Milliarden Euro"),
    ]  # fmt: skip
    assert "ihn weiter ausbauen" in german and "Ein gutes Jahr" not in german  # the paragraph, not the article


def test_why_a_rule_fired(ada: Reviewer, work: Path) -> None:
    fact = of_pair(work, "PL", "LV")[0]
    assert "Rule trade_turnover (packs/trade.yaml:" in ada.get(f"/fact/{fact}")
    account = ada.get(f"/why/{fact}/0?ui=de")
    assert "3,5 Milliarden Euro" in account and "trade_turnover" in account and "<dt>gefunden</dt>" in account
    assert ada.client.get(f"/why/{fact}/99").status_code == 404


def test_an_article_with_what_was_found_in_it(ada: Reviewer) -> None:
    page = ada.get("/article?name=hostile.txt&ui=de")
    assert "document.title=" in page and "<script>document" not in page
    starts = [(int(at), unescape(text)) for at, text in re.findall(r'data-start="(\d+)"[^>]*>(.*?)</span>', page)]
    text = (ada.desk.folder.parent / "corpus" / "hostile.txt").read_bytes().decode()
    assert all(text[at : at + len(part)].replace("\u202e", "\ufffd") == part for at, part in starts)
    assert ada.client.get("/article?name=../extract.toml").status_code == 404


def test_what_was_missed_is_added(ada: Reviewer, work: Path) -> None:
    text = (work / "corpus" / "hostile.txt").read_bytes().decode()
    start = text.index("🎉")
    quote = text[start : text.index(" now") if " now" in text else text.index("<b")].rstrip()
    fields = ada.get(f"/missed?name=hostile.txt&kind=exports&text={quote} from Chile to Fiji")
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', fields))
    assert (found["value"], found["unit"], found["date"]) == ("7300000000", "EUR", "2021")
    assert 'value="CL" selected' in fields and 'value="FJ" selected' in fields
    cells = {
        "country_1": "CL",
        "country_2": "fiji",
        "value": "7,3 Milliarden Euro",
        "date": "2021",
        "modality": "actual",
    }
    marked = {"article": "hostile.txt", "start": start, "end": start + len(quote), "quote": quote, "kind": "exports",
              "note": "", "cells": cells}  # fmt: skip
    status, answer = ada.post("/missed", marked | {"cells": cells | {"country_1": "", "date": "bald"}})
    assert (status, set(answer["errors"])) == (422, {"date"})
    status, answer = ada.post("/missed?ui=de", marked | {"cells": cells | {"country_1": ""}})
    assert (status, answer["errors"]) == (422, {"country_1": "Das fehlt noch."})
    assert ada.post("/missed", marked | {"quote": "other words"})[1]["errors"]["quote"].startswith("The text has no")
    assert ada.post("/missed", marked | {"quote": "word", "start": -1, "end": -1})[0] == 422
    assert log(work) == ()
    # The white space of a browser is not that of the text.
    assert ada.post("/missed", marked | {"quote": quote.replace(" ", " \n ")})[0] == 200
    (kept,) = log(work)
    assert dict(kept.seen)["evidence"] == f"hostile.txt:{start}-{start + len(quote)}"
    run_corpus(work, settings_of(work))
    (fact,) = of_pair(work, "CL", "FJ")
    assert (rows(work)[fact]["type"], rows(work)[fact]["status"]) == ("exports", "accepted")
    assert ada.queue("status=accepted") == [fact]
    assert "added" in ada.get(f"/fact/{fact}") or "ergänzt" in ada.get(f"/fact/{fact}")
    assert ada.client.get("/missed?kind=nonsense").status_code == 404


def test_without_a_text_the_sentence_has_to_do(ada: Reviewer, work: Path) -> None:
    (work / "outputs" / "texts.sqlite").unlink()
    card = ada.get(f"/fact/{of_pair(work, 'PL', 'LV')[0]}")
    assert "3,5 Milliarden Euro" in card and "ihn weiter ausbauen" not in card
    assert "is not kept" in ada.get("/article?name=de_1.txt")


def test_broken_rules_of_the_user_stop_nobody(work: Path) -> None:
    (work / "models" / "rules").mkdir(parents=True)
    (work / "models" / "rules" / "mine.yaml").write_text("pack: mine\nrules: [{id: x}]\n")
    ada = Reviewer(work, "ada")
    fact = of_pair(work, "PL", "LV")[0]
    assert "3,5 Milliarden Euro" in ada.get(f"/fact/{fact}")
    assert "mine.yaml" in ada.get(f"/why/{fact}/0")


def test_both_languages_have_all_words() -> None:
    def leaves(entry: Any, path: str) -> list[str]:
        if isinstance(entry, Mapping) and not {"de", "en"} <= set(entry):
            return [leaf for name, each in entry.items() for leaf in leaves(each, f"{path}.{name}")]
        if not isinstance(entry, Mapping) or set(entry) != {"de", "en"}:
            return [f"{path}: not in both languages"]
        german, english = entry["de"], entry["en"]
        if isinstance(german, Mapping):
            return [] if set(german) == set(english) == {"one", "other"} else [f"{path}: other forms"]
        blanks = [sorted(re.findall(r"\{\w+\}", text)) for text in (german, english)]
        return [] if blanks[0] == blanks[1] and german and english else [f"{path}: other blanks"]

    assert leaves(page_words(), "") == []


def test_the_words_of_the_page_are_used(ada: Reviewer) -> None:
    """A text that no template and no module asks for is left over."""
    folder = Path(__file__).parents[1] / "src" / "extract" / "review" / "page"
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".j2"))
    unused = [key for key in page_words()["text"] if not re.search(rf'"{key}"', sources)]
    assert [key for key in unused if not key.startswith(("mark_", "said_"))] == []


def test_a_statement_that_does_not_belong_and_facts_alike(tmp_path: Path) -> None:
    """A fact of two statements, and another one that may be the same."""
    common = {
        "type": "visit",
        "country_1": "DE",
        "country_2": "PE",
        "modality": "actual",
        "status": "new",
        "sources": 2,
    }
    facts = [
        common | {"fact_id": "a" * 16, "date": "2024-05", "participants": "Ada Berg"},
        common | {"fact_id": "b" * 16, "date": "2024-05-17", "participants": "Bo Holm"},
        common | {"fact_id": "c" * 16, "date": "2019", "participants": "Bo Holm"},
    ]
    told = [
        {"fact_id": fact, "claim_id": claim, "article": "x.txt", "start": 0, "end": 3, "quote": "Sie", "language": "de",
         "sentence_end": 10, "sentence": "Sie kamen.", "rule": "visit_travel"}
        for fact, claim in (("a" * 16, "c1"), ("a" * 16, "c2"), ("b" * 16, "c3"), ("c" * 16, "c4"))
    ]  # fmt: skip
    article = {"article": "x.txt", "status": "processed", "language": "de"}
    out = write_folder(tmp_path / "outputs", {"facts": facts, "evidence": told, "articles": [article]})
    (out / "run.json").write_text("{}")
    ada = Reviewer(tmp_path, "ada")
    card = ada.get("/fact/" + "a" * 16)
    assert re.findall(r'data-side="(\w+)"', card) == ["b" * 16]
    assert re.findall(r'data-other="(c\d)"', card) == ["c1", "c2"]
    assert ada.decide("a" * 16, "different", other="c2")[0] == 200
    assert log(tmp_path)[-1].other == "c2"
    card = ada.get("/fact/" + "a" * 16)
    assert "will be parted by the next run" in card
    assert re.findall(r'data-other="(c\d)"', card) == ["c1"]
    assert 'data-other="c' not in ada.get("/fact/" + "b" * 16)
    assert ada.decide("a" * 16, "same", other="b" * 16, other_mark=ada.mark("b" * 16))[0] == 200
    assert ada.queue() == ["c" * 16]
    assert set(ada.queue("status=all")) == {"a" * 16, "b" * 16, "c" * 16}


def test_requests_that_our_pages_do_not_make(ada: Reviewer) -> None:
    fact = ada.queue()[0]
    mark = ada.mark(fact)
    for content in ({"fact": fact, "action": "delete"}, {"fact": fact, "action": "undo", "mark": mark}, {"fact": 1}):
        assert ada.post("/decide", content)[0] == 400
    assert ada.post("/decide", {"fact": fact, "mark": mark, "action": "note", "note": ""})[0] == 400
    assert ada.post("/check", {"fact": fact, "field": "sources", "text": "9"})[0] == 400
    assert ada.post("/undo", {"decisions": ["none"]})[0] == 400
    assert ada.client.get("/fact/nothing").status_code == 404
    assert ada.client.get("/news?place=x").status_code == 200
