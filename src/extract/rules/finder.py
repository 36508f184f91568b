"""Articles to claims: the gate, the model where it is needed, the finders and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from extract.config import ConfigError
from extract.finding.mentions import analyse_parsed
from extract.finding.nlp import Parsed, Pipelines, Request
from extract.records import Article, Claim
from extract.rules.gate import Gate
from extract.rules.matching import find_claims
from extract.rules.schema import RuleSet
from extract.values.register import Register

# Articles after which the pipelines forget the words that they have seen, so that memory does not grow.
_FORGETS_AFTER = 256


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article that was looked at ahead, with its parsed texts; none when it can state nothing."""

    article: Article
    parsed: tuple[Parsed, ...]


class ClaimFinder:
    """Finds the claims of articles; belongs to one process."""

    def __init__(self, pipelines: Pipelines, rules: RuleSet, register: Register) -> None:
        """Take pipelines, rules and the register of officials."""
        self._pipelines = pipelines
        self._rules = rules
        self._register = register
        self._gate = Gate(rules, register)
        self._ready: dict[int, _Ready] = {}
        self._zone = ExitStack()
        self._remembered = 0

    def __call__(self, article: Article) -> list[Claim]:
        """The claims of an article in German or English, in order of the text.

        Raises:
            ConfigError: when a pipeline cannot be loaded.
            ValueError: when the article was turned away and so has no language.
        """
        ready = self._ready.pop(id(article), None)
        if ready is None and not self._ready:
            self._forget(1)
        parsed = ready.parsed if ready is not None else tuple(self._pipelines.parse_all(self._gate.look(article)))
        return find_claims(analyse_parsed(article, parsed, self._register), self._rules) if parsed else []

    def look_ahead(self, articles: Sequence[Article]) -> None:
        """Let the model read several articles together, which saves it a fifth of its time; claims are the same.

        An article that cannot be read so is left to its own call, which tells what is wrong with it.
        """
        self._ready.clear()
        self._forget(len(articles))
        looks = [(article, self._requests(article)) for article in articles]
        looks = [(article, requests) for article, requests in looks if requests is not None]
        try:
            parsed = self._pipelines.parse_all([one for _, requests in looks for one in requests or ()])
        except ConfigError:
            raise
        except Exception:  # one of them breaks the model: each is tried by itself
            return
        at = 0
        for article, requests in looks:
            count = len(requests or ())
            self._ready[id(article)] = _Ready(article, tuple(parsed[at : at + count]))
            at += count

    def _forget(self, coming: int) -> None:
        """Make room for the words of some more articles; nothing that was parsed before is used after."""
        if self._remembered == 0 or self._remembered >= _FORGETS_AFTER:
            self._zone.close()
            self._zone.enter_context(self._pipelines.memory_zone())
            self._remembered = 0
        self._remembered += coming

    def _requests(self, article: Article) -> tuple[Request, ...] | None:
        try:
            return self._gate.look(article)
        except Exception:  # raised again when the article is asked for
            return None
