"""Runs that take over what earlier ones found: the same tables, and no work that is not needed."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from claim_maker import claim
from fake_finders import fake_finder, plain_finder
from folder_reader import tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.cli import main
from extract.config import Settings
from extract.records import Article, Claim, Evidence
from extract.running import Done, How, run
from extract.running.analysing import Outcome
from extract.running.codec import DamagedError, freeze, thaw
from extract.running.fingerprint import differences, fingerprint
from extract.running.incremental import LAST_RUN
from extract.running.store import CACHE, KEPT_RUNS, Store
from extract.tables import read_table
from extract.tables.schema import ARTICLES
from extract.values.amount import Amount
from extract.values.office import Office
from extract.values.period import Period

BLANK = Settings(english="blank:en", german="blank:de", rules=Path("no-such-folder"), review=Path("no-such-folder"))
SENTENCES = (
    "Die Außenminister beider Länder haben heute über den Ausbau der Bahnstrecke gesprochen. Meldung {}.",
    "The foreign ministers of both countries spoke today about a longer railway line. Message {}.",
)


def write_articles(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = SENTENCES[number % 2].format(number)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def last_run(folder: Path) -> dict[str, object]:
    content = json.loads((folder / LAST_RUN).read_text(encoding="utf-8"))
    return {name: value for name, value in content.items() if value and name not in ("run", "cache")}


def counts(folder: Path) -> dict[str, int]:
    content = json.loads((folder / LAST_RUN).read_text(encoding="utf-8"))
    return {state: number for state, number in content["articles"].items() if number}


def same_as_full(source: Path, out: Path, scratch: Path, chosen: Settings = BLANK) -> bool:
    run([source], scratch, chosen, None, plain_finder)
    return tables(out) == tables(scratch)


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_what_is_missing_is_done(tmp_path: Path, jobs: int) -> None:
    source, out = write_articles(tmp_path / "in", range(20)), tmp_path / "out"
    chosen = replace(BLANK, jobs=jobs, batch=4)
    run([source], out, chosen, None, plain_finder)
    assert counts(out) == {"new": 20}
    write_articles(source, range(20, 23))
    (source / "003.txt").write_text(SENTENCES[1].format("three"), encoding="utf-8")
    (source / "004.meta.yaml").write_text("published: 2025-02-03\n")
    (source / "005.txt").rename(source / "renamed.txt")
    (source / "006.txt").unlink()
    summary = run([source], out, chosen, None, plain_finder)
    assert summary.work == "16 known, 1 renamed, 3 new, 2 changed, 1 gone"
    assert last_run(out) == {
        "articles": {"known": 16, "renamed": 1, "new": 3, "changed": 2, "again": 0, "failed": 0, "gone": 1},
        "new": ["020.txt", "021.txt", "022.txt"],
        "changed": ["003.txt", "004.txt"],
        "renamed": {"renamed.txt": "005.txt"},
        "gone": ["006.txt"],
    }
    assert same_as_full(source, out, tmp_path / "full")


def test_a_date_in_the_name_is_not_taken_over_under_another_name(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(3)), tmp_path / "out"
    (source / "000.txt").rename(source / "2025-02-03_talks.txt")
    run([source], out, BLANK, None, plain_finder)
    assert read_table(out, ARTICLES)["published"].tolist() == ["", "", "2025-02-03"]
    (source / "2025-02-03_talks.txt").rename(source / "talks.txt")
    run([source], out, BLANK, None, plain_finder)
    assert same_as_full(source, out, tmp_path / "full")


def test_known_articles_need_no_finder_and_change_no_file(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(4)), tmp_path / "out"
    run([source], out, BLANK, None, plain_finder)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name in tables(out)}
    seen: list[Done] = []
    run([source], out, BLANK, How(seen.append), plain_finder)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name in tables(out)} == before
    assert [(done.articles, done.words) for done in seen] == [(4, 0)]
    assert counts(out) == {"known": 4}


def test_fresh_takes_nothing_over(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(4)), tmp_path / "out"
    run([source], out, BLANK, None, plain_finder)
    run([source], out, BLANK, How(fresh=True), plain_finder)
    assert last_run(out)["why_again"] == ["asked for afresh"]
    assert counts(out) == {"again": 4}


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(4)), tmp_path / "out"
    with (source / "002.txt").open("a", encoding="utf-8") as file:
        file.write(" It breaks.")
    (source / "junk.txt").write_bytes(bytes(range(256)))
    (source / "page.html").write_text("<p>kept for later</p>")
    for _ in range(2):
        run([source], out, BLANK, None, fake_finder)
    assert counts(out) == {"known": 4, "failed": 2}
    assert last_run(out)["failed"] == ["002.txt", "junk.txt"]


@pytest.mark.parametrize("damage", ["cut", "overwritten", "entry", "emptied", "other version"])
def test_a_damaged_cache_is_only_slower(tmp_path: Path, damage: str) -> None:
    source, out = write_articles(tmp_path / "in", range(6)), tmp_path / "out"
    run([source], out, BLANK, None, plain_finder)
    wanted = tables(out)
    file = out / CACHE
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "overwritten":
        file.write_bytes(b"no database at all" * 300)
    elif damage == "emptied":
        file.write_bytes(b"")
    else:
        connection = sqlite3.connect(file)
        with connection:
            if damage == "entry":
                connection.execute("UPDATE entries SET text = zeroblob(200) WHERE rowid IN (2, 3)")
            else:
                connection.execute("PRAGMA user_version = 99")
        connection.close()
    (out / "facts.csv").unlink()
    run([source], out, BLANK, None, plain_finder)
    assert tables(out) == wanted
    if damage == "entry":
        assert counts(out) == {"known": 4, "again": 2}
        assert last_run(out)["why_again"] == ["no longer in the cache"]
    run([source], out, BLANK, None, plain_finder)
    assert counts(out) == {"known": 6}


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(3)), tmp_path / "out"
    out.mkdir()
    (out / ".cache").write_text("a file where a folder should be")
    run([source], out, BLANK, None, plain_finder)
    assert same_as_full(source, out, tmp_path / "full")
    assert json.loads((out / LAST_RUN).read_text())["cache"] != "in use"


def test_other_rules_do_known_articles_again(tmp_path: Path) -> None:
    source, out, rules = write_articles(tmp_path / "in", range(3)), tmp_path / "out", tmp_path / "rules"
    rules.mkdir()
    chosen = replace(BLANK, rules=rules)
    run([source], out, chosen, None, plain_finder)
    (rules / "mine.yaml").write_text("pack: mine\n")
    run([source], out, chosen, None, plain_finder)
    assert counts(out) == {"again": 3}
    assert last_run(out)["why_again"] == ["rules changed"]
    (rules / "mine.yaml").unlink()
    run([source], out, chosen, None, plain_finder)
    assert counts(out) == {"known": 3}, "going back costs nothing"


def test_unused_entries_are_dropped_after_some_runs(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(5)), tmp_path / "out"
    run([source], out, BLANK, None, plain_finder)
    (source / "001.txt").unlink()
    for kept in [5] * (KEPT_RUNS - 1) + [4, 4]:
        run([source], out, BLANK, None, plain_finder)
        connection = sqlite3.connect(out / CACHE)
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (kept,)
        connection.close()


def test_every_setting_is_in_the_fingerprint_or_without_bearing(tmp_path: Path) -> None:
    (tmp_path / "officials.yaml").write_text("[]\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text("pack: mine\n")
    other = {
        "english": "blank:en+extract_entities", "german": "fast", "rules": tmp_path / "rules",
        "officials": tmp_path / "officials.yaml",
    }  # fmt: skip
    # Columns bear on the documents that a table is split into, and so on the content of each.
    without_bearing = {"corpus", "out", "jobs", "batch", "review", "rates", "columns"}
    assert {each.name for each in fields(Settings)} == other.keys() | without_bearing
    base = Settings(english="blank:en", german="blank:de", rules=Path("none"), officials=Path("none.yaml"))
    known = fingerprint(base, plain_finder)
    parts = {"english": "model_en", "german": "model_de", "rules": "rules", "officials": "officials"}
    for name, value in other.items():
        assert differences(known, fingerprint(replace(base, **{name: value}), plain_finder)) == [parts[name]]  # type: ignore[arg-type]
    assert differences(known, fingerprint(base, fake_finder)) == ["finder"]
    moved = replace(base, corpus=tmp_path, out=tmp_path, jobs=3, batch=1)
    assert fingerprint(moved, plain_finder) == known


def test_known_articles_load_no_spacy(tmp_path: Path) -> None:
    source, out = write_articles(tmp_path / "in", range(4)), tmp_path / "out"
    (source / "junk.txt").write_bytes(bytes(range(256)))
    config = tmp_path / "extract.toml"
    config.write_text('[pipelines]\nen = "blank:en"\nde = "blank:de"\n')
    arguments = ["--settings", str(config), "run", str(source), "--out", str(out)]
    assert main(arguments) == 0
    wanted = tables(out)
    program = (
        "import sys; from extract.cli import main; assert main(sys.argv[1:]) == 0;"
        "print([name for name in ('spacy', 'thinc', 'onnxruntime', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert counts(out) == {"known": 4, "failed": 1}
    assert done.stdout.splitlines()[-1] == "['pydantic']"
    assert tables(out) == wanted


days = st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31))
# Surrogates stand in texts that were decoded from broken bytes.
texts = st.sampled_from(["", "Öl, Gas", 'sagte "nein"', "a\r\nb\u2028c", "\x00", "\udc80\ud800", "日本 🚂"]) | st.text(
    max_size=4
)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.just(Decimal("1E+9"))
periods = st.one_of(
    days.map(Period.of_day), st.integers(1900, 2100).map(Period.of_year), st.just(Period.parse("2005~/..")),
    st.just(Period.parse("../2035-07")),
)  # fmt: skip
amounts = st.builds(
    Amount, decimals, st.sampled_from(["EUR", "COUNT", "m3"]), st.none() | decimals,
    st.sampled_from(["exact", "about"]), st.none() | decimals,
)  # fmt: skip
offices = st.builds(Office, st.just("minister"), st.sampled_from([(), ("trade",), ("energy", "trade")]), st.booleans())
claims = st.builds(
    Claim, article=texts, type=st.sampled_from(["trade", "official"]), countries=st.tuples(texts, texts),
    evidence=st.builds(Evidence, st.integers(0), st.integers(0), texts, st.integers(0), st.integers(0), texts),
    rule=texts, measure=st.sampled_from([None, "level"]), value=st.none() | amounts, date=st.none() | periods,
    compared_to=st.none() | periods, participants=st.lists(texts, max_size=3).map(tuple), person=texts,
    office=st.none() | offices, language=st.sampled_from([None, "de", "en"]), published=st.none() | days,
    focal=st.booleans(), flags=st.lists(texts, max_size=2).map(tuple), subject=texts,
)  # fmt: skip
articles = st.builds(
    Article, texts, texts, st.sampled_from([None, "de", "en"]),
    st.lists(st.tuples(st.integers(0), st.integers(0), st.sampled_from(["de", "en"])), max_size=2).map(tuple),
    st.none() | days, st.sampled_from(["metadata", "none"]), texts, reason=texts,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(articles, st.lists(claims, max_size=2).map(tuple))
def test_records_come_back_as_they_were(article: Article, found: tuple[Claim, ...]) -> None:
    for kind, record in ((Article, article), (tuple[Claim, ...], found)):
        back = thaw(kind, freeze(record))
        assert back == record
        # Equal decimals can be written in two ways, and tables show which.
        assert repr(back) == repr(record)


@given(st.integers(0), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    data = bytearray(freeze(Article("a.txt", "Text", "de")))
    data[place % len(data)] ^= change
    with pytest.raises(DamagedError):
        thaw(Article, bytes(data))


@pytest.mark.parametrize("data", [b"", b"x" * 16, freeze(Article("a", "", None))[:-1], freeze(())])
def test_bytes_of_others_are_no_records(data: bytes) -> None:
    with pytest.raises(DamagedError):
        thaw(Article, data)


def test_what_one_store_is_given_the_next_one_has(tmp_path: Path) -> None:
    article, claims = Article("a.txt", "Text", "de"), (claim("meeting", "DE KZ", article="a.txt"),)
    with Store(tmp_path / CACHE) as one, Store(tmp_path / CACHE) as other:
        one.put([("1", Outcome(article, claims))])
        assert other.has("1")
        assert not other.has("2")
        assert other.note("b.txt", "x", "1", known=True)
        assert not other.note("b.txt", "x", "1", known=True), "the name is taken"
        assert [each.article.name for each in other.listed()] == ["b.txt"]
        assert [each.article for each in other.claims()] == ["b.txt"]
        assert other.text("b.txt") == "Text"
        other.finish({"rules": "1"})
        assert one.last_fingerprint() == {"rules": "1"}
        assert (one.problem, other.problem) == ("", "")


def test_a_failure_hides_what_was_found_before_for_one_run_only(tmp_path: Path) -> None:
    article = Article("a.txt", "Text", "de")
    with Store(tmp_path / CACHE) as store:
        store.note("a.txt", "x", "1", known=False)
        assert store.left() == 1
        store.put([("1", Outcome(article, (claim("meeting", "DE KZ", article="a.txt"),)))])
        store.put([("1", Outcome(replace(article, status="failed", reason="why")))])
        assert [each.article.reason for each in store.listed()] == ["why"]
        assert (list(store.claims()), list(store.texts()), store.text("a.txt"), store.left()) == ([], [], None, 0)
    with Store(tmp_path / CACHE) as store:
        store.note("a.txt", "x", "1", known=True)
        assert store.text("a.txt") == "Text"
