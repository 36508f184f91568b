"""`extract review`: decisions on facts, taken and looked at."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli import page
from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_command, reviewer
from extract.cli.texts import add_articles, stored_articles
from extract.config import Settings

if TYPE_CHECKING:
    from extract.records import Decision
    from extract.review.deciding import Shown
    from extract.review.log import Log


_PLACES = 5


def register(commands: Commands) -> None:
    """Add the commands."""
    review = add_command(commands, "review", page.open_page, "Decide on facts in the browser, or with an ACTION here.")
    page.add_options(review)
    actions = review.add_subparsers(metavar="ACTION")

    log = add_command(actions, "log", _log, "Print the decisions in the order in which they were taken.")
    log.add_argument("facts", nargs="*", metavar="FACT_ID", help="only those on these facts")
    listed = add_command(actions, "list", _list, "Print what the last run made of the decisions.")
    listed.add_argument(
        "standing", nargs="*", metavar="STANDING", help="only holds, changed, orphan, ... (default: all)"
    )

    _add_out(listed)

    for action, says in (
        ("accept", "The facts are right."),
        ("reject", "The facts are wrong; they stay in the tables with that status."),
        ("note", "Remark something on facts."),
    ):
        command = add_command(actions, action, _decide, says)
        command.add_argument("facts", nargs="+", metavar="FACT_ID", help="its beginning does where that is unique")
        _add_common(command, action)
    edit = add_command(actions, "edit", _edit, "Put another content beside that of columns.")
    edit.add_argument("facts", nargs=1, metavar="FACT_ID")
    edit.add_argument("edits", nargs="+", metavar="COLUMN=CONTENT", help="for example date=2023-05 value=3900000000")
    _add_common(edit, "edit")
    for action, says, more in (
        ("same", "Two facts are one.", "the other fact"),
        ("different", "Two facts are not one, or a claim is of another.",
         "the other fact; also a claim_id of this one, or a name of its column same_as"),
    ):  # fmt: skip
        pair = add_command(actions, action, _pair, says)
        pair.add_argument("facts", nargs=1, metavar="FACT_ID")
        pair.add_argument("other", metavar="OTHER_ID", help=more)
        _add_common(pair, action)
    add = add_command(actions, "add", _add, "State a fact that was missed, by the words of an article that state it.")
    add.add_argument("article", metavar="ARTICLE", help="its name in articles.csv")
    words = add.add_mutually_exclusive_group(required=True)
    words.add_argument("--quote", metavar="WORDS", help="the words that state it, as the article has them")
    words.add_argument(
        "--at", metavar="START-END", help="instead their first character, from 0, and the one after them"
    )
    add.add_argument("--type", required=True, dest="kind", metavar="TYPE", help="of the fact, for example trade")
    add.add_argument("cells", nargs="+", metavar="COLUMN=CONTENT", help="for example countries=DE,KZ value=3.9e9")
    add.add_argument("--rules", type=Path, metavar="DIR", help="folder of your rule packs (default: models/rules)")
    add_articles(add)
    _add_words(add, "add")
    undo = add_command(actions, "undo", _undo, "Take a decision back: the last on a fact, or the one named.")
    undo.add_argument("facts", nargs="+", metavar="FACT_ID|DECISION")
    _add_common(undo, "undo")

    book = add_command(actions, "import", _import, "Take the verdicts, values and remarks of an edited workbook.")
    book.add_argument("file", type=Path, metavar="FILE.xlsx", help="a workbook of `extract export xlsx`, edited")
    _add_out(book)
    book.add_argument(
        "--by", "--who", dest="who", metavar="NAME", default=argparse.SUPPRESS,
        help="the reviewer (default: your name here)",
    )  # fmt: skip
    book.add_argument("--dry-run", action="store_true", help="print the decisions, keep none")


def _add_common(command: argparse.ArgumentParser, action: str) -> None:
    _add_out(command)
    _add_words(command, action)


def _add_words(command: argparse.ArgumentParser, action: str) -> None:
    command.set_defaults(action=action)
    # Not named here, it may have been named before the action.
    command.add_argument(
        "--who", metavar="NAME", default=argparse.SUPPRESS, help="the reviewer (default: your name on this machine)"
    )
    command.add_argument("--note", default="", metavar="TEXT", help="a remark")


def _add_out(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder of the tables (default: outputs)"
    )


def _decide(options: argparse.Namespace, settings: Settings) -> int:
    if options.action == "note" and not options.note:
        raise UsageError("review note: say what with --note TEXT")
    shown = _shown(options, settings)
    return _kept(options, settings, [_made(options, shown, fact) for fact in options.facts])


def _edit(options: argparse.Namespace, settings: Settings) -> int:
    shown = _shown(options, settings)
    made = _made(options, shown, options.facts[0])
    return _kept(options, settings, [shown.edit(made, field, text) for field, text in _cells(options, options.edits)])


def _cells(options: argparse.Namespace, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Columns and contents."""
    for word in words:
        field, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f"review {options.action}: {word!r} names no column; write COLUMN=CONTENT")
        yield field, text


def _add(options: argparse.Namespace, settings: Settings) -> int:
    from extract.review.missing import missed_decision
    from extract.rules.loader import load_rules

    article = stored_articles(options, settings).get(options.article)
    if article is None:
        raise UsageError(f"review add: there is no article {options.article}; articles.csv has their names")
    start, end = _stretch(options, article.text)
    decision = missed_decision(
        article.name, article.text, start, end, options.kind, dict(_cells(options, options.cells)),
        who=reviewer(options), when=_now(), note=options.note,
        indicators=load_rules(options.rules or settings.rules).indicators,
    )  # fmt: skip
    return _kept(options, settings, [decision])


def _stretch(options: argparse.Namespace, text: str) -> tuple[int, int]:
    """The words that are meant."""
    from extract.review.missing import find_quote

    if options.quote is None:
        found = re.fullmatch(r"(\d+)-(\d+)", options.at)
        if found is None:
            raise UsageError(f"review add: --at {options.at} is no stretch; write for example --at 120-184")
        return int(found[1]), int(found[2])
    places = list(find_quote(text, options.quote))
    if len(places) == 1:
        return places[0]
    if not places:
        raise UsageError(f"review add: {options.article} has no such words: {options.quote!r}")
    where = ", ".join(f"--at {start}-{end}" for start, end in places[:_PLACES])
    raise UsageError(f"review add: the words stand in {len(places)} places; quote more of them, or choose: {where}")


def _pair(options: argparse.Namespace, settings: Settings) -> int:
    shown = _shown(options, settings)
    return _kept(options, settings, [shown.pair(_made(options, shown, options.facts[0]), options.other)])


def _undo(options: argparse.Namespace, settings: Settings) -> int:
    from extract.records import Decision
    from extract.review import standing_decisions

    log = _read(settings)
    left = [each for each in standing_decisions(log.decisions) if each is not None]
    decisions = []
    for name in options.facts:
        last = next((each for each in reversed(left) if _named(each, name)), None)
        if last is None:
            raise UsageError(f"review undo: no decision that stands is of fact {name}, or called so; see `review log`")
        left.remove(last)
        decisions.append(
            Decision(
                fact=last.fact, action="undo", other=last.id, who=reviewer(options), when=_now(), note=options.note
            )
        )
    return _kept(options, settings, decisions)


def _import(options: argparse.Namespace, settings: Settings) -> int:
    """What could not be taken is talk and a finding; the decisions that could be are kept all the same."""
    from extract.review.workbook import fact_ids, read_workbook
    from extract.tables.stored import read_stored

    known = fact_ids(read_stored(options.out or settings.out))
    log = _read(settings).decisions
    decisions, problems = read_workbook(options.file, known, who=reviewer(options), when=_now(), log=log)
    for problem in problems:
        print(f"{options.file}: {problem}", file=sys.stderr)
    if options.dry_run:
        for line in _lines(decisions):
            print(line)
    elif decisions:
        _kept(options, settings, decisions)
    print(f"{len(decisions)} decisions, {len(problems)} problems", file=sys.stderr)
    return FINDINGS if problems else GOOD


def _named(decision: Decision, name: str) -> bool:
    """By its own id, or by its fact; an undo by its own id only, so that undoing twice goes further back."""
    return decision.id.startswith(name) or (decision.action != "undo" and decision.fact.startswith(name))


def _log(options: argparse.Namespace, settings: Settings) -> int:
    from extract.review import standing_decisions

    log = _read(settings)
    for decision, stands in zip(log.decisions, standing_decisions(log.decisions), strict=True):
        if not options.facts or any(decision.fact.startswith(fact) for fact in options.facts):
            undone = "" if stands else " (undone)"
            print("\t".join([decision.id, decision.when, decision.who, decision.fact, _said(decision) + undone]))
    return FINDINGS if log.problems else GOOD


def _list(options: argparse.Namespace, settings: Settings) -> int:
    from extract.tables.schema import DECISIONS
    from extract.tables.stored import read_stored_table

    for row in read_stored_table(options.out or settings.out, DECISIONS).records():
        if not options.standing or row["standing"] in options.standing:
            stated = f"{row['seen']} {row['quote']!r}" if row["action"] == "add" else ""
            lost = row["standing"] == "orphan" and not stated
            what = row["changes"] or row["reason"] or (row["seen"] if lost else "")
            said = " ".join(filter(None, [row["action"], row["field"], row["content"], stated, row["note"]]))
            print("\t".join([row["standing"], row["decision"], row["fact_id"] or row["seen_fact_id"], said, what]))
    return GOOD


def _said(decision: Decision) -> str:
    edit = f"{decision.field}={decision.value}" if decision.field else ""
    return " ".join(filter(None, [decision.action, edit, *_stated(decision), decision.other, decision.note]))


def _stated(decision: Decision) -> Iterator[str]:
    """What an added fact states, and where."""
    from extract.review.seeing import EVIDENCE, QUOTE, sight

    if decision.action == "add":
        seen = dict(decision.seen)
        yield from (f"{name}={text}" for name, text in sight(decision).row.items() if text)
        yield f"{seen.get(EVIDENCE, '')} {seen.get(QUOTE, '')!r}"


def _made(options: argparse.Namespace, shown: Shown, fact: str) -> Decision:
    return shown.decision(fact, options.action, who=reviewer(options), when=_now(), note=options.note)


def _shown(options: argparse.Namespace, settings: Settings) -> Shown:
    from extract.review.deciding import load_shown

    return load_shown(options.out or settings.out)


def _read(settings: Settings) -> Log:
    from extract.review import LOG_NAME, read_log

    log = read_log(settings.review / LOG_NAME)
    for problem in log.problems:
        print(f"warning: {problem}", file=sys.stderr)
    return log


def _kept(options: argparse.Namespace, settings: Settings, decisions: list[Decision]) -> int:
    from extract.review import LOG_NAME, append

    append(settings.review / LOG_NAME, decisions)
    for line in _lines(decisions):
        print(line)
    print("`extract run` puts them into the tables", file=sys.stderr)
    return GOOD


def _lines(decisions: list[Decision]) -> Iterator[str]:
    return (f"{each.id}\t{each.fact}\t{_said(each)}" for each in decisions)


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
