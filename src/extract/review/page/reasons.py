"""Why a rule fired: what sets it off, and on demand the extractor's own account of the sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from extract.config import Settings
from extract.records import Article, Language
from extract.review.page.stock import Row
from extract.rules.loader import RuleError, load_rules
from extract.rules.schema import Indicator, RuleSet
from extract.rules.triggers import PhraseError, phrase_pattern

if TYPE_CHECKING:
    from extract.finding.nlp import Pipelines

_WHOLE = 20_000
_KINDS = frozenset({"mention", "fact", "joins", "no", "hint"})


@dataclass(frozen=True, slots=True)
class Found:
    """A rule: its file and line, and the patterns of its triggers in one language."""

    source: str
    triggers: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the extractor's account: "mention", "fact", "joins", "no", "hint", "sentence" or "text"."""

    kind: str
    text: str


class Reasons:
    """Rules and pipelines, each loaded when the first question comes; threads take turns."""

    def __init__(self, settings: Settings) -> None:
        """Take rules, models and register from the settings."""
        self._settings = settings
        self._rules: RuleSet | None = None
        self._pipelines: Pipelines | None = None
        self._patterns: dict[tuple[str, Language], tuple[re.Pattern[str], ...]] = {}
        self._lock = Lock()

    def find(self, rule: str, language: Language) -> Found | None:
        """A rule by its id, None where the rules of today have none of that name."""
        with self._lock:
            try:
                rules = self._loaded()
            except RuleError:  # the user's packs are broken at this moment; facts can be reviewed all the same
                return None
            known = next((each for each in rules.rules if each.id == rule), None)
            if known is None:
                return None
            key = (rule, language)
            if key not in self._patterns:
                self._patterns[key] = tuple(_patterns(known.trigger.of(language)))
            return Found(rules.source(rule), self._patterns[key])

    def indicators(self) -> Mapping[str, Indicator]:
        """The types of facts that the user's packs declare."""
        with self._lock:
            try:
                return self._loaded().indicators
            except RuleError:
                return {}

    def account(self, article: Row, text: str, sentence: tuple[int, int]) -> list[Line]:
        """What the extractor finds in a sentence, which rules fire there, and why others do not.

        Args:
            article: its row of `articles.csv`.
            text: of the article, or a part of it.
            sentence: a stretch of the text.

        Raises:
            ConfigError, RuleError: when model or rules cannot be used.
        """
        from extract.finding.mentions import analyse
        from extract.finding.nlp import Pipelines
        from extract.finding.officials import load_register
        from extract.rules.explain import explain

        with self._lock:
            rules = self._loaded()
            self._pipelines = self._pipelines or Pipelines(self._settings)
            low, high = _stretch(text, sentence)
            found = analyse(
                _article(article, text[low:high]), self._pipelines, load_register(self._settings.officials)
            )  # fmt: skip
            lines = list(explain(found, rules))
        return _of_sentence(lines, " ".join(text[slice(*sentence)].split()))

    def _loaded(self) -> RuleSet:
        if self._rules is None:
            self._rules = load_rules(self._settings.rules)
        return self._rules


def _patterns(phrases: Sequence[str]) -> list[re.Pattern[str]]:
    found = []
    for phrase in phrases:
        try:
            found.append(re.compile(phrase_pattern(phrase)))
        except PhraseError:  # a placeholder such as <demonym> stands for words that are no phrase
            continue
    return found


def _stretch(text: str, sentence: tuple[int, int]) -> tuple[int, int]:
    """The whole of a text of usual length, of others what is around the sentence."""
    if len(text) <= _WHOLE:
        return 0, len(text)
    return max(0, sentence[0] - _WHOLE // 2), min(len(text), sentence[1] + _WHOLE // 2)


def _article(row: Row, text: str) -> Article:
    language: Language = "de" if row.get("language") == "de" else "en"
    article = Article(row.get("article", "text"), text, language)
    try:
        return replace(article, published=dt.date.fromisoformat(row.get("published", "")))
    except ValueError:
        return article


def _of_sentence(lines: Sequence[str], sentence: str) -> list[Line]:
    """The block of one sentence; where it cannot be told, all of them."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        else:
            blocks.append([])
    own = [block for block in blocks[1:] if block and block[0] == sentence]
    chosen = own or [block for block in blocks[1:] if block and (block[0] in sentence or sentence in block[0])]
    return [_line(line) for block in (chosen or blocks) for line in block]


def _line(line: str) -> Line:
    if not line.startswith("    "):
        return Line("sentence", line)
    kind, _, text = line.strip().partition(" ")
    return Line(kind, text.strip()) if kind in _KINDS else Line("text", line.strip())
