"""What a run tells when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from extract.records import FactType, Listed, Placed
from extract.tables import Written

_RANK: Mapping[str, int] = MappingProxyType({kind: rank for rank, kind in enumerate(get_args(FactType))})
_SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run, and where its files are.

    Attributes:
        articles: number by (status, language); the language is "none" where it is not known.
        facts: number by type, in the order of the codebook.
        claims: statements behind the facts.
        conflicts: groups of facts that contradict each other.
        failed: (article, reason) of what could not be read or analysed; a reason for a warning, not for an exit status.
        rejected: (article, reason) of what was turned away.
        files: written.
        work: how many of the articles were new or known.
        decisions: of reviewers, number by what has become of them.
        unread: lines of their log that are no decisions.
        left: number of articles that were not done, because the run was stopped.
    """

    articles: Mapping[tuple[str, str], int]
    facts: Mapping[str, int]
    claims: int
    conflicts: int
    failed: tuple[tuple[str, str], ...]
    rejected: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]
    work: str = ""
    decisions: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    left: int = 0

    def text(self) -> str:
        """A few lines for the terminal."""
        lines = [f"{sum(self.articles.values())} articles" + (f": {self.work}" if self.work else "")]
        lines += [
            f"  {number:6} {status}, language {language}" if language != "none" else f"  {number:6} {status}"
            for (status, language), number in self.articles.items()
        ]
        lines.append(f"{sum(self.facts.values())} facts from {self.claims} statements")
        lines += [f"  {number:6} {kind}" for kind, number in self.facts.items()]
        lines.append(f"{self.conflicts} conflicts")
        if self.decisions:
            lines.append("decisions: " + ", ".join(f"{number} {name}" for name, number in self.decisions.items()))
        if self.files:
            lines.append(f"written to {self.files[0].parent}: {', '.join(path.name for path in self.files)}")
        return "\n".join(lines)

    def warning(self) -> str:
        """What went wrong with single articles or decisions, empty when nothing did."""
        unread = [f"warning: {problem}" for problem in self.unread]
        if not self.failed:
            return "\n".join(unread)
        shown = [f"  {name}: {reason}" for name, reason in self.failed[:_SHOWN_PROBLEMS]]
        more = len(self.failed) - len(shown)
        rest = [f"  and {more} more, see articles.csv"] if more else []
        first = f"warning: {len(self.failed)} of the articles failed and give no facts:"
        return "\n".join([first, *shown, *rest, *unread])


def summarise(listed: Iterable[Listed], written: Written, placed: Iterable[Placed] = ()) -> Summary:
    """Count what a run read, found and wrote."""
    statuses: Counter[tuple[str, str]] = Counter()
    reasons: dict[str, list[tuple[str, str]]] = {"failed": [], "rejected": []}
    for each in listed:
        article = each.article
        statuses[article.status, article.language or "none"] += 1
        if article.status in reasons:
            reasons[article.status].append((article.name, article.reason))
    return Summary(
        articles=dict(sorted(statuses.items())),
        facts=dict(sorted(written.facts.items(), key=lambda entry: (_RANK.get(entry[0], len(_RANK)), entry[0]))),
        claims=written.claims,
        conflicts=written.conflicts,
        failed=tuple(reasons["failed"]),
        rejected=tuple(reasons["rejected"]),
        files=tuple(written.files),
        decisions=dict(sorted(Counter(each.standing for each in placed).items())),
    )
