"""Documents to articles and claims, and what becomes of one that breaks on the way."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.config import ConfigError, Settings
from extract.reading import Document, read_document
from extract.records import Article, Claim
from extract.rules.loader import RuleError, load_rules

Finder = Callable[[Article], list[Claim]]
# Builds a finder from the settings, once per process; a function of a module, so that other processes can import it.
FinderFactory = Callable[[Settings], Finder]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An article after the attempt to analyse it, and its claims; a failed one carries the reason and no claims."""

    article: Article
    claims: tuple[Claim, ...] = ()


def make_finder(settings: Settings) -> Finder:
    """Pipelines and rules of the settings, joined to a function from article to claims.

    Raises:
        RuleError: when a rule pack is not valid.
        ConfigError: when the user's register of officials is not valid.
    """
    # Imported here because spaCy takes seconds to load, which scoring and the reading of tables need not wait for.
    from extract.finding.mentions import analyse_parsed
    from extract.finding.nlp import Pipelines
    from extract.finding.officials import load_register
    from extract.rules.gate import Gate
    from extract.rules.matching import find_claims

    pipelines = Pipelines(settings)
    rules = load_rules(settings.rules)
    register = load_register(settings.officials)
    gate = Gate(rules, register)

    def find(article: Article) -> list[Claim]:
        outlook = gate.look(article)
        if not outlook.requests:
            return []
        parsed = pipelines.parse_all(outlook.requests)
        return find_claims(analyse_parsed(article, parsed, register), rules)

    return find


def process_batch(batch: Sequence[Document], finder: Callable[[], Finder]) -> list[Outcome]:
    """Read documents and find their claims: what every runner calls, here, in another process or on another machine.

    Args:
        batch: the documents; what becomes of one hangs on nothing but itself.
        finder: asked for only when there is a text to analyse.

    Returns:
        One outcome a document, in their order.

    Raises:
        ConfigError, RuleError: what is wrong with settings or rules is wrong for every article.
    """
    return [_process(document, finder) for document in batch]


def _process(document: Document, finder: Callable[[], Finder]) -> Outcome:
    try:
        article = read_document(document)
    except Exception as error:  # reading promises not to raise; a defect in it must not stop the batch either
        return Outcome(Article(document.name, "", None, status="failed", reason=describe(error)))
    return analyse_article(article, finder()) if article.status == "processed" else Outcome(article)


def analyse_article(article: Article, find: Finder) -> Outcome:
    """Claims of one article; an error in it becomes its status and reason.

    Raises:
        ConfigError, RuleError: what is wrong with settings or rules is wrong for every article.
    """
    if article.status != "processed":
        return Outcome(article)
    try:
        return Outcome(article, tuple(find(article)))
    except (ConfigError, RuleError):
        raise
    except Exception as error:  # one article must never stop the batch
        return Outcome(replace(article, status="failed", reason=describe(error)))


def describe(error: BaseException) -> str:
    """Type and message of an error on one line, with the room and module where it rose.

    >>> describe(ValueError("no such\\nmonth"))
    'ValueError: no such month'
    """
    message = " ".join(str(error).split()) or "no message"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _room(frame.filename)]
    where = f" (in {_room(frames[-1].filename)}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {message}{where}"


def _room(file: str) -> str:
    """ "finding/dates/grammar.py" for a file of a room, else empty; `running` itself is where errors are caught."""
    parts = Path(file).parts
    if "extract" not in parts:
        return ""
    inside = parts[len(parts) - parts[::-1].index("extract") :]
    return "" if inside[0] == "running" else "/".join(inside)
