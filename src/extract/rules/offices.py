"""Officials: one claim for each office that a sentence states of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.records import Claim, Evidence, PersonMention
from extract.rules.view import SentenceView
from extract.values.office import Office


def office_claims(views: Iterable[SentenceView], rule_id: str) -> Iterator[Claim]:
    """Claims of type `official`, one a person and office; later mentions of the same one add nothing.

    Args:
        views: the sentences of an article, in order.
        rule_id: what the claims name as their rule.
    """
    seen: set[tuple[str, str]] = set()
    for view in views:
        for person in view.persons:
            if not person.stated:
                continue
            for office in person.offices:
                if (person.person, office.code) in seen:
                    continue
                seen.add((person.person, office.code))
                start = person.title_start if person.title_start >= 0 else person.start
                end = max(person.title_end, person.end)
                yield Claim(
                    article="",
                    type="official",
                    countries=person.countries,
                    evidence=Evidence(start, end, view.cut(start, end), view.start, view.end, view.text),
                    rule=rule_id,
                    person=person.person,
                    office=office,
                    known_as=person.known_as,
                    same_as=person.same_as,
                    flags=tuple(_flags(person, office)),
                )


def _flags(person: PersonMention, office: Office) -> Iterator[str]:
    if person.country_from_context:
        yield "country_from_context"
    if person.same_as:
        yield "name_suggested"
    if office in person.out_of_term:
        yield "out_of_term"
