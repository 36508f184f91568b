"""The log of decisions: added to by several at a time, read whatever a crash left."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_writers import MANY, decision, write_many

from extract.records import Decision
from extract.review import LogError, append, read_log
from extract.review.log import LogGrown, Stretch, read_on


def test_what_was_added_is_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "review" / "decisions.jsonl"
    assert read_log(path).decisions == ()
    first, second = (
        decision("1", note='sagt "nein"\nund\u2028geht'),
        decision("2", seen=(("value", "3,9"), ("note", ""))),
    )
    append(path, [first])
    append(path, [second, first])
    assert read_log(path).decisions == (first, second, first)
    assert read_log(path).problems == ()
    assert len(path.read_text(encoding="utf-8").split("\n")) == 4
    assert json.loads(path.read_text(encoding="utf-8").split("\n")[1])["seen"] == {"value": "3,9", "note": ""}


def test_a_log_is_read_on_where_reading_ended(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    assert read_on(path) == Stretch()
    append(path, [decision("1")])
    first = read_on(path)
    assert [each.fact for each in first.log.decisions] == ["1"]
    with path.open("ab") as file:
        file.write(b"nonsense\n" + b'{"fact": "half')
    second = read_on(path, first)
    assert (second.log.decisions, second.lines) == ((), 2)
    assert f"{path}:2: no decision" in second.log.problems[0]
    assert second.end < second.size == path.stat().st_size
    append(path, [decision("2")])  # the half line is closed first
    third = read_on(path, second)
    assert [each.fact for each in third.log.decisions] == ["2"]
    assert f"{path}:3: no decision" in third.log.problems[0]
    assert third.end == third.size == path.stat().st_size


def test_who_adds_to_what_was_looked_at_is_told_when_it_has_grown(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append(path, [decision("1")], size=0)
    seen = read_on(path)
    append(path, [decision("2")])
    with pytest.raises(LogGrown):
        append(path, [decision("3")], size=seen.size)
    append(path, [decision("3")], size=read_on(path, seen).size)
    assert [each.fact for each in read_log(path).decisions] == ["1", "2", "3"]


texts = st.text(st.characters(), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
@given(
    st.builds(
        Decision, fact=texts.filter(bool), action=st.sampled_from(["accept", "edit", "note"]), who=texts.filter(bool),
        when=texts.filter(bool), field=texts, value=texts, note=texts,
        seen=st.dictionaries(texts, texts, max_size=2).map(lambda entries: tuple(entries.items())),
    )
)  # fmt: skip
def test_any_text_comes_back(tmp_path: Path, made: Decision) -> None:
    path = tmp_path / "decisions.jsonl"
    path.unlink(missing_ok=True)
    append(path, [made])
    assert read_log(path).decisions == (made,)


@pytest.mark.parametrize("cut", [1, 5, 40, 90])
def test_a_line_that_a_crash_cut_off_is_reported_and_the_rest_kept(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "decisions.jsonl"
    append(path, [decision("1"), decision("2", note="Übergröße")])
    whole = path.read_bytes()
    path.write_bytes(whole[: -min(cut, len(whole) // 2 - 1) - 1])
    log = read_log(path)
    assert log.decisions == (decision("1"),)
    (problem,) = log.problems
    assert problem.startswith(f"{path}:2: no decision: ")
    assert problem.endswith("a crash cut it off; decide again")
    append(path, [decision("3")])
    log = read_log(path)
    assert log.decisions == (decision("1"), decision("3"))
    assert [each.startswith(f"{path}:2: ") for each in log.problems] == [True]


def test_a_last_line_without_its_end_counts_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append(path, [decision("1")])
    path.write_bytes(path.read_bytes()[:-1])
    append(path, [decision("2")])
    assert read_log(path).decisions == (decision("1"), decision("2"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "it is no JSON object"),
        ('{"fact": "1", "action": "accept", "who": "ada"}', "it lacks when"),
        ('{"fact": "1", "action": "agree", "who": "ada", "when": "x"}', "there is no action 'agree'"),
        ('{"fact": "1", "action": "note", "who": "ada", "when": "x", "weight": "1"}', "unknown weight"),
        ('{"fact": 1, "action": "note", "who": "ada", "when": "x"}', "all contents must be texts"),
        (
            '{"fact": "1", "action": "note", "who": "ada", "when": "x", "seen": {"value": 3}}',
            "all contents must be texts",
        ),
        ("\xff", "no decision"),
    ],
)
def test_a_wrong_line_is_named_and_passed_over(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(line.encode("latin-1") + b"\n\n")
    append(path, [decision("1")])
    log = read_log(path)
    assert log.decisions == (decision("1"),)
    (problem,) = log.problems
    assert problem.startswith(f"{path}:1: ")
    assert message in problem
    assert "correct the line" in problem


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(path, who)) for who in ("ada", "ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    log = read_log(path)
    assert log.problems == ()
    for who in ("ada", "ben"):
        assert [each.fact for each in log.decisions if each.who == who] == [str(number) for number in range(MANY)]
    pairs = [(one.who, other.who) for one, other in zip(log.decisions[::2], log.decisions[1::2], strict=True)]
    assert {one == other for one, other in pairs} == {True}, "the lines of one call stay together"


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write everywhere")
def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append(path, [decision("1")])
    path.chmod(stat.S_IRUSR)
    with pytest.raises(LogError, match="make it writable"):
        append(path, [decision("2")])


def test_a_folder_in_the_place_of_the_log_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="cannot be read"):
        read_log(tmp_path)
    with pytest.raises(LogError, match="could not be kept"):
        append(tmp_path, [decision("1")])


def test_every_part_of_a_decision_is_in_its_id() -> None:
    base = decision("1")
    others = [
        replace(base, fact="2"), replace(base, action="reject"), replace(base, who="ben"), replace(base, when="later"),
        replace(base, field="value"), replace(base, value="3"), replace(base, other="4"), replace(base, note="n"),
        replace(base, seen=(("value", "3"),)),
    ]  # fmt: skip
    assert len({each.id for each in [base, *others]}) == 10
