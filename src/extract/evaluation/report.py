"""Figures of an evaluation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from extract.evaluation.comparing import Attributes
from extract.records import EVENTS, is_quantity

# Whether a type belongs to a group. `deals` counts under "all" only, as in the reference scorer.
GROUPS: Mapping[str, Callable[[str], bool]] = {
    "quantities": lambda kind: is_quantity(kind) and kind != "deals",
    "events": lambda kind: kind in EVENTS,
    "officials": lambda kind: kind == "official",
    "all": lambda _: True,
}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was found, found in excess and missed."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the claims that are right, 0 without claims."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Share of the facts that were found, 0 without facts."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> round(Score(hits=2, extra=1, missed=1).f1, 3)
        0.667
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A coded fact that was missed, or a claim that is too much, by the strict test."""

    kind: Literal["missed", "extra"]
    article: str
    attributes: Attributes

    def text(self) -> str:
        """One line: kind, article and what is known of it."""
        hidden = ("article", "fact_id")
        known = {name: value for name, value in self.attributes.items() if value and name not in hidden}
        return f"{self.kind:7} {self.article} {json.dumps(known, ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of an evaluation.

    Attributes:
        articles: number of coded articles.
        counts: by ("strict" or "core", language, fact type).
        misses: by the strict test, in order of articles.
    """

    articles: int
    counts: Mapping[tuple[str, str, str], Score]
    misses: tuple[Miss, ...]

    def score(self, how: str, group: str = "all", language: str | None = None) -> Score:
        """Score of a group of types ("quantities", "events", "officials", "all"), of one language or both."""
        holds = GROUPS[group]
        return self._sum(how, lambda lang, kind: holds(kind) and language in (None, lang))

    def reaches(self, strict: float = 0.0, core: float = 0.0) -> bool:
        """Whether F1 over all types and both languages is at least at these floors."""
        return self.score("strict").f1 >= strict and self.score("core").f1 >= core

    def text(self, misses: bool = False) -> str:
        """A table by type and language, the figures of the groups, and on demand every miss."""
        lines = [miss.text() for miss in self.misses] if misses else []
        width = max(15, *(len(kind) + 1 for _, _, kind in self.counts)) if self.counts else 15
        lines.append(
            f"{'type':{width}}{'lang':6}{'P':>6}{'R':>6}{'strict':>8}{'core':>7}{'hits':>6}{'extra':>6}{'missed':>7}"
        )
        lines += [
            f"{kind:{width}}{language:6}{strict.precision:6.2f}{strict.recall:6.2f}{strict.f1:8.2f}{core.f1:7.2f}"
            f"{strict.hits:6}{strict.extra:6}{strict.missed:7}"
            for kind, language, strict, core in self._rows()
        ]
        lines.append("")
        for group in GROUPS:
            figures = [
                f"{language or 'both'} {self.score('strict', group, language).f1:.3f}"
                f"/{self.score('core', group, language).f1:.3f}"
                for language in ("de", "en", None)
            ]
            lines.append(f"{group:15}{'   '.join(figures)}")
        lines.append(f"{self.articles} articles; F1 strict/core")
        return "\n".join(lines)

    def _rows(self) -> Iterator[tuple[str, str, Score, Score]]:
        for kind in sorted({kind for _, _, kind in self.counts}):
            for language in sorted({language for _, language, _ in self.counts}):
                key = (language, kind)
                strict = self.counts.get(("strict", *key))
                if strict is not None:
                    yield kind, language, strict, self.counts.get(("core", *key), Score())

    def _sum(self, how: str, keep: Callable[[str, str], bool]) -> Score:
        kept = (score for (test, lang, kind), score in self.counts.items() if test == how and keep(lang, kind))
        return sum(kept, Score())
