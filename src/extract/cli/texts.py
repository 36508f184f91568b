"""`extract mentions` and `extract explain`: single texts."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_choices, add_command, chosen
from extract.config import Settings

if TYPE_CHECKING:
    from extract.records import Article, Language
    from extract.review.articles import StoredArticles


def register(commands: Commands) -> None:
    """Add the commands."""
    mentions = add_command(
        commands, "mentions", _mentions, "Print amounts and dates of the texts of a JSON Lines file."
    )
    mentions.add_argument(
        "file", metavar="FILE", help='objects with "id", "text", perhaps "lang" and "ref_date"; - for stdin'
    )

    explain = add_command(
        commands, "explain", _explain, "Print what is found in a text, which rules fire, and why others do not."
    )
    explain.add_argument(
        "text",
        metavar="TEXT|FILE",
        help="a text, the path of an article (news.jsonl#17 where a file holds several), or - for stdin",
    )
    choose_language(explain)
    add_choices(explain)


def choose_language(command: argparse.ArgumentParser) -> None:
    """The options that say of a text what it does not say itself."""
    command.add_argument("--published", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="publication date")
    command.add_argument("--lang", choices=("de", "en"), help="language, where a short text does not tell")


def add_articles(command: argparse.ArgumentParser) -> None:
    """The options of commands that look up articles of a run."""
    command.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables (default: outputs)")
    command.add_argument(
        "--corpus", type=Path, action="append", metavar="PATH",
        help="files or folders that the run has read; may be given several times (default: corpus)",
    )  # fmt: skip


def stored_articles(options: argparse.Namespace, settings: Settings) -> StoredArticles:
    """The articles that these options name."""
    from extract.review.articles import StoredArticles

    return StoredArticles(options.out or settings.out, options.corpus or [settings.corpus])


def _mentions(options: argparse.Namespace, _: Settings) -> int:
    from extract.finding.lines import mention_lines

    def detect(text: str) -> Language | None:
        from extract.reading.languages import guess

        return guess(text)

    with _opened(options.file) as (lines, name):
        for line in mention_lines(lines, name, detect):
            print(line)
    return GOOD


@contextmanager
def _opened(file: str) -> Iterator[tuple[TextIO, str]]:
    if file == "-":
        yield sys.stdin, "stdin"
        return
    try:
        with Path(file).open(encoding="utf-8-sig") as lines:
            yield lines, file
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def _explain(options: argparse.Namespace, settings: Settings) -> int:
    from extract.finding.mentions import analyse
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.explain import explain
    from extract.rules.loader import load_rules

    settings = chosen(options, settings)
    article = article_of(options.text, options, settings)
    if article.language is None:
        print(f"{article.name}: {article.reason}; --lang de or --lang en settles it", file=sys.stderr)
        return FINDINGS
    analysis = analyse(article, Pipelines(settings), load_register(settings.officials))
    for line in explain(analysis, load_rules(settings.rules)):
        print(line)
    return GOOD


def article_of(text: str, options: argparse.Namespace, settings: Settings) -> Article:
    """An article from a text, the path of one, or "-" for stdin, with the language and date that the options give."""
    from extract.reading.articles import article_from_text

    if text == "-":
        article = article_from_text("stdin", sys.stdin.read())
    else:
        article = _article_at(text, settings) or article_from_text("text", text)
    if options.lang and article.status != "failed":
        article = replace(article, language=options.lang, paragraph_languages=(), status="processed", reason="")
    if options.published:
        article = replace(article, published=options.published, published_from="metadata")
    return article


def _article_at(text: str, settings: Settings) -> Article | None:
    """The article at a path, or in the file at the beginning of one: "news.zip/a.html"; None where there is none.

    Raises:
        UsageError: when the file holds several articles, or none of that name.
    """
    from extract.reading import documents, list_sources, read_document

    ends = [len(text), *(mark.start() for mark in re.finditer("[/#]", text))]
    file = next((text[:end] for end in ends if _is_file(text[:end])), None)
    if file is None:
        return None
    sources = list_sources([Path(file)])
    inside = text[len(file) :]
    found = documents(sources, settings.columns)
    if inside:
        found = (each for each in found if each.name == sources[0].name + inside)
    document = next(found, None)
    if document is None:
        raise UsageError(f"{file}: holds no article {inside}".rstrip())
    if not inside and next(found, None) is not None:
        one = file + document.name[len(sources[0].name) :]
        raise UsageError(f"{file}: holds several articles; name one of them, for example {one}")
    return read_document(document)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        # Too long for a path, or with a character that paths cannot have: a text.
        return False
