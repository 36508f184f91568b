"""Decisions on the facts of an output folder, by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.records import Action, Decision
from extract.review.seeing import PERSON, seen, seen_other
from extract.tables.editing import checked
from extract.tables.schema import EDITED, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS, Table
from extract.tables.stored import read_stored


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says why and what to do."""


class FieldError(DecisionError):
    """The same because of one field of it.

    Attributes:
        field: a column of the tables, "type" or "quote".
        says: the message without the field.
    """

    def __init__(self, field: str, says: str) -> None:
        """Name the field and say what to do."""
        super().__init__(f"{field}: {says}")
        self.field, self.says = field, says


@dataclass(frozen=True, slots=True)
class Shown:
    """The facts of a folder as they are shown to a reviewer.

    Attributes:
        rows: table and row by id of the fact.
        evidence: rows of `evidence.csv` by id of the fact.
    """

    rows: Mapping[str, tuple[Table, Mapping[str, str]]]
    evidence: Mapping[str, Sequence[Mapping[str, str]]]

    def decision(self, fact: str, action: Action, *, who: str, when: str, note: str = "") -> Decision:
        """A decision on a fact, with all that was seen of it.

        Args:
            fact: its id, or enough of the beginning to tell it from others.
            action: what is decided.
            who: the reviewer.
            when: UTC, to the second.
            note: free text.

        Raises:
            DecisionError: when there is no such fact, or several.
        """
        fact = self._full(fact)
        return Decision(fact=fact, action=action, who=who, when=when, note=note, seen=self._seen(fact))

    def edit(self, decision: Decision, field: str, text: str) -> Decision:
        """The decision to put another content into a column.

        Args:
            decision: on the fact, with the action "edit".
            field: name of the column.
            text: the content in any form that can be understood; it is kept in the form of the tables.

        Raises:
            DecisionError: when the column cannot be edited or the content cannot stand there.
        """
        table = self.rows[decision.fact][0]
        columns = {column.name: column for column in table.columns}
        if EDITED + field not in columns:
            known = ", ".join(name.removeprefix(EDITED) for name in columns if name.startswith(EDITED))
            raise DecisionError(f"{field}: no column of {table.name} that can be edited; these can: {known}")
        try:
            return replace(decision, field=field, value=checked(columns[field], text))
        except ValueError as error:
            raise DecisionError(f"{field}: {error}") from error

    def pair(self, decision: Decision, other: str) -> Decision:
        """A decision about two facts.

        Args:
            decision: on the first, with the action "same" or "different".
            other: id of the second. Of "different" also a claim of the first that does not belong to it, or a name in
                its column `same_as`.

        Raises:
            DecisionError: when there is no such fact, claim or name.
        """
        if other in {each["claim_id"] for each in self.evidence.get(decision.fact, ())}:
            return replace(decision, other=other)
        if decision.action == "different" and other and other in self._suggested(decision.fact):
            found = self._called(decision.fact, other)
            if len(found) != 1:
                return replace(decision, other=other, seen=(*decision.seen, *seen_other([(PERSON, other)])))
            (other,) = found
        other = self._full(other)
        if other == decision.fact:
            raise DecisionError(f"{other}: the two facts are one; give another one, or a claim_id of evidence.csv")
        return replace(decision, other=other, seen=(*decision.seen, *seen_other(self._seen(other))))

    def _suggested(self, fact: str) -> list[str]:
        """The names of others who may be the person of a fact."""
        return self.rows[fact][1].get("same_as", "").split(LIST_SEPARATOR)

    def _called(self, fact: str, name: str) -> list[str]:
        """The other facts of the same office whose person has a name."""
        row = self.rows[fact][1]
        return [
            identity
            for identity, (table, other) in self.rows.items()
            if table is OFFICIALS and identity != fact and name in (other["person"], other["known_as"])
            and (other["role"], other["country"]) == (row["role"], row["country"])
        ]  # fmt: skip

    def _full(self, fact: str) -> str:
        if fact in self.rows:
            return fact
        found = [identity for identity in self.rows if fact and identity.startswith(fact)]
        if len(found) != 1:
            what = "several facts begin so" if found else "there is no such fact"
            raise DecisionError(f"{fact}: {what}; fact_id stands in facts.csv and officials.csv")
        return found[0]

    def _seen(self, fact: str) -> tuple[tuple[str, str], ...]:
        return seen(self.rows[fact][1], self.evidence.get(fact, ()))


def load_shown(folder: Path) -> Shown:
    """The facts of an output folder.

    Raises:
        TableError: when a table is missing or cannot be read.
    """
    stored = read_stored(folder, (FACTS, OFFICIALS, EVIDENCE))
    rows = {row["fact_id"]: (table, row) for table in (FACTS, OFFICIALS) for row in stored[table.name].records()}
    evidence: dict[str, list[Mapping[str, str]]] = {}
    for row in stored[EVIDENCE.name].records():
        evidence.setdefault(row["fact_id"], []).append(row)
    return Shown(rows, evidence)
