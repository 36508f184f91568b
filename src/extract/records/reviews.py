"""What reviewers decide, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.records.kinds import Action, ReviewStatus, Standing, digest


@dataclass(frozen=True, slots=True)
class Change:
    """A column whose content is no longer what a reviewer saw."""

    column: str
    seen: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What reviewers said of a fact, as far as it bears on the fact as it is now.

    Attributes:
        status: "changed" when the fact is no longer what the reviewer saw; an edit accepts.
        by, at: of the last word on it.
        note: all notes, in the order in which they were taken.
        edits: (column, content that a reviewer put in its place), at most one a column.
        changes: what is no longer as it was seen; empty unless the status is "changed".
    """

    status: ReviewStatus = "new"
    by: str = ""
    at: str = ""
    note: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer said of a fact: one line of the log `corpus/review/decisions.jsonl`, which is only added to.

    Attributes:
        fact: id of the fact as it was shown; of "add" the id that it has by itself.
        action: "same" and "different" speak of two facts, "undo" takes an earlier decision back, "add" states a fact
            that was missed.
        field, value: of an edit: a column of `facts.csv` or `officials.csv`, and its new content in the table's form.
        other: the other fact of "same" and "different" (of "different" also a claim, or a suggested name), the id of
            the decision that "undo" takes back.
        note: free text.
        who: the reviewer.
        when: UTC, to the second ("2026-03-01T09:30:00Z").
        seen: (column, content) of the row as it was shown, ("claims", ids joined by "; "), ("evidence", places joined
            by "; ", each "article:start-end"), ("quote", words that state it); of "same" and "different" the same for
            the other fact, each name with "other." before it. Only "claims" and the columns must be there. Of "add"
            it is what the reviewer states, with the one place and quote that state it.
    """

    fact: str
    action: Action
    who: str
    when: str
    field: str = ""
    value: str = ""
    other: str = ""
    note: str = ""
    seen: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Digest of all that it says."""
        return digest(
            "decision", self.fact, self.action, self.who, self.when, self.field, self.value, self.other, self.note,
            *(part for entry in self.seen for part in entry),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A decision, and what has become of it.

    Attributes:
        standing: "holds"; "changed" when the fact is no longer what was seen; "orphan" when there is no such fact any
            more, or no longer the words that state an added one; "overruled" by a later decision; "undone" by one;
            "unusable" when it cannot be carried out.
        fact: id of the fact that it speaks of now, empty when there is none.
        changes: what is no longer as it was seen.
        reason: why it is unusable; of "add" also why it is an orphan, and which rules find the fact by now.
    """

    decision: Decision
    standing: Standing
    fact: str = ""
    changes: tuple[Change, ...] = ()
    reason: str = ""
