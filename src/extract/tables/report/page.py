"""The page as bytes: templates and style brought together, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import extract
from extract.records import Language
from extract.tables.report import phrases
from extract.tables.report.content import Entry, Proof
from extract.tables.report.news import compare
from extract.tables.report.reading import read_content
from extract.tables.report.view import Limits, build_view, only_pairs
from extract.tables.report.wording import Wording
from extract.values.amount import plain

# Remarks that a row shows in another way: the number of sources, a word behind the value.
_ELSEWHERE = frozenset({"single_source", "planned"})
_SERIOUS = frozenset({"conflict", "name_suggested", "out_of_term"})


def render_report(
    folder: Path, language: Language, since: Path | None = None, pairs: Collection[Sequence[str]] = (),
    limits: Limits | None = None,
) -> bytes:  # fmt: skip
    """The report on the tables of a folder, as HTML in UTF-8; the same tables give the same bytes.

    Args:
        folder: with the tables of a run.
        language: of all words of the report; sentences stay as they are.
        since: folder with earlier tables, to tell what is new.
        pairs: codes of countries; only these pairs, all where none is given.
        limits: how many rows each section shows.

    Raises:
        ReportError: when a folder has no tables, or they cannot be read.
    """
    say = Wording(language)
    content, before = read_content(folder), read_content(since) if since is not None else None
    if pairs:
        content = only_pairs(content, pairs)
        before = only_pairs(before, pairs) if before is not None else None
    news = compare(content, before) if before is not None else None
    view = build_view(content, news, say, limits or Limits())
    style = _style()
    text = _templates().get_template("report.html.j2").render(
        view=view, say=say, phrases=phrases, version=extract.__version__, style=Markup(style), style_hash=_hash(style),
        elsewhere=_ELSEWHERE, serious=_SERIOUS, outlets=_outlets, distinct=_distinct,
    )  # fmt: skip
    return text.encode()


def _outlets(proofs: Sequence[Proof]) -> list[Proof]:
    """One proof for each article."""
    return list({proof.source.name: proof for proof in reversed(proofs)}.values())[::-1]


def _distinct(entries: Sequence[Entry]) -> list[Proof]:
    """The best sentence of each row, one that several share only once."""
    best = [entry.proofs[0] for entry in entries if entry.proofs]
    return list({(one.source.name, one.before + one.quote + one.after): one for one in reversed(best)}.values())[::-1]


def _style() -> str:
    return files("extract.tables.report").joinpath("data", "report.css").read_text(encoding="utf-8")


def _hash(style: str) -> str:
    """What the content security policy allows: this style and no other."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@cache
def _templates() -> Environment:
    """Everything that is put into a template is escaped, except markup of our own."""
    environment = Environment(
        loader=PackageLoader("extract.tables.report", "data"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["plain"] = plain
    return environment
