"""What is new since an earlier state of the tables."""

from __future__ import annotations

from dataclasses import dataclass

from extract.tables.report.content import Content, Entry, Source


@dataclass(frozen=True, slots=True)
class News:
    """The difference between two states: by the ids of facts, and by the names of articles.

    Attributes:
        confirmed: facts that were there already and have more sources now.
        gone: facts that are no longer there; a fact whose value was corrected is gone and new.
    """

    facts: tuple[Entry, ...]
    officials: tuple[Entry, ...]
    articles: tuple[Source, ...]
    confirmed: tuple[Entry, ...]
    gone: tuple[Entry, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all that is new."""
        return frozenset(entry.id for entry in (*self.facts, *self.officials))


def compare(now: Content, before: Content) -> News:
    """What came, what gained sources and what went between two states."""
    articles = {source.name for source in before.sources if source.status == "processed"}
    return News(
        facts=tuple(entry for entry in now.facts if entry.id not in before.known),
        officials=tuple(entry for entry in now.officials if entry.id not in before.known),
        articles=tuple(each for each in now.sources if each.status == "processed" and each.name not in articles),
        confirmed=tuple(entry for entry in now.entries if entry.sources > before.known.get(entry.id, entry.sources)),
        gone=tuple(entry for entry in before.entries if entry.id not in now.known),
    )
