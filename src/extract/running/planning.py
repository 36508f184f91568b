"""What a run has to do: which articles are new, changed or known, and what has gone since the last one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from extract.reading import Source
from extract.records import digest
from extract.running.analysing import Outcome
from extract.running.cache import Cache, LastRun
from extract.running.fingerprint import differences, joined

State = Literal["known", "renamed", "new", "changed", "again", "failed"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A file and what is known about it.

    Attributes:
        state: "known" and "renamed" need no work; "again" is a known text whose claims are of no use any more, "failed"
            one that the last run failed at.
        content: digest of the file and its metadata, empty when they cannot be read.
        key: of its entry in the cache, empty likewise.
        outcome: what an earlier run found, under the present name; None when it must be analysed.
        before: the name that a renamed article had.
    """

    source: Source
    state: State
    content: str = ""
    key: str = ""
    outcome: Outcome | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A run before it starts.

    Attributes:
        files: in the order of the sources.
        gone: names of articles that the last run had and this one has not.
        why: the reasons for doing known articles again.
    """

    files: tuple[Planned, ...]
    gone: tuple[str, ...]
    why: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Number of articles by state, and of those gone."""
        found = Counter(each.state for each in self.files)
        return {state: found[state] for state in get_args(State)} | {"gone": len(self.gone)}

    def names(self, state: State) -> list[str]:
        """The articles in a state."""
        return [each.source.name for each in self.files if each.state == state]

    def text(self) -> str:
        """One line for the terminal.

        >>> Plan((), ("a.txt",), ()).text()
        '1 gone'
        """
        parts = [f"{number} {state}" for state, number in self.counts().items() if number]
        return ", ".join(parts) + (f" ({'; '.join(self.why)})" if self.why else "")


def make_plan(sources: Sequence[Source], cache: Cache, parts: Mapping[str, str], fresh: bool = False) -> Plan:
    """Look up every file.

    Args:
        sources: the files.
        cache: of earlier runs.
        parts: the fingerprint of this run.
        fresh: take nothing from the cache.
    """
    last = cache.last()
    names = {source.name for source in sources}
    left = {content: name for name, content in sorted(last.inputs.items()) if name not in names}
    files = tuple(_planned(source, cache, last, left, joined(parts), fresh) for source in sources)
    moved = {each.before for each in files}
    gone = tuple(name for name in sorted(last.inputs) if name not in names and name not in moved)
    why: list[str] = []
    if any(each.state == "again" for each in files):
        changed = [f"{part} changed" for part in differences(last.fingerprint, parts)]
        why = ["asked for afresh"] if fresh else changed or ["no longer in the cache"]
    return Plan(files, gone, tuple(why))


def content_digest(source: Source) -> str:
    """Digest of all of a file that bears on the result, its metadata included; empty when it cannot be read.

    The name is no part of it, but for the ending, which says the format.
    """
    parts = [source.path.suffix.lower()]
    for path in (source.path, source.metadata):
        try:
            with path.open("rb") as file:
                parts.append(hashlib.file_digest(file, "sha256").hexdigest())
        except FileNotFoundError:
            parts.append("none")
        except OSError:
            return ""
    return digest(*parts)


def _planned(source: Source, cache: Cache, last: LastRun, left: Mapping[str, str], mark: str, fresh: bool) -> Planned:
    """One file; `left` has the names of the last run that this one lacks, by content, `mark` the fingerprint."""
    content = content_digest(source)
    key = digest("entry", content, mark) if content else ""
    before = last.inputs.get(source.name)
    outcome = cache.find(key) if key and not fresh else None
    if outcome is not None:
        moved = left.get(content, "") if before is None else ""
        return Planned(source, "renamed" if moved else "known", content, key, relabelled(outcome, source.name), moved)
    if before is None:
        state: State = "again" if content and content in left else "new"
        return Planned(source, state, content, key, before=left.get(content, "") if content else "")
    if before != content:
        return Planned(source, "changed", content, key)
    return Planned(source, "failed" if source.name in last.failed else "again", content, key)


def relabelled(outcome: Outcome, name: str) -> Outcome:
    """An outcome under another name of the article."""
    if outcome.article.name == name:
        return outcome
    claims = tuple(replace(claim, article=name) for claim in outcome.claims)
    return Outcome(replace(outcome.article, name=name), claims)
