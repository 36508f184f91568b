"""Well-known officials, whose country a text need not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from extract.values.office import Office
from extract.values.person import same_person, skeleton
from extract.values.reference import load_data

# Roles that belong to an organisation rather than to a country.
NO_HOME = frozenset(("head_of_international_organisation", "business_leader"))
_COMMON = frozenset(
    "Müller Fischer Schulze Schneider Koch Becker Wolf Brown Harris Johnson Martin Costa Singh Khan Wang Li Lee Kim "
    "Wong Ross Tai Rice Miller Price Scott Hill Kerry Bush Carter May Hunt Sharif Abbas Petrov Pavel Conte".split()
)


@cache
def _leaders() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """(name, role, country) of well-known officials by the skeleton of the family name."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for code, roles in load_data("extract.finding", "leaders.yaml").items():
        for role, names in roles.items():
            for name in names:
                words = name.split(" ")
                for word in dict.fromkeys((words[-1], words[0])):
                    found.setdefault(skeleton(word), []).append((name, role, code))
    return {key: tuple(rows) for key, rows in found.items()}


def is_leader(name: str) -> bool:
    """Whether a family name is that of a well-known official.

    >>> is_leader("Merkel"), is_leader("Leopard")
    (True, False)
    """
    return any(same_person(name, known) for known, _, _ in _leaders().get(skeleton(name), ()))


def known_home(name: str, offices: Sequence[Office], counts: Mapping[str, int]) -> tuple[str, ...]:
    """The country of a well-known official.

    A family name alone must come with the office that the person held; a common one besides in a text that names the
    country.

    >>> known_home("Biden", [Office("head_of_state")], {}), known_home("Biden", [Office("mayor")], {"US": 1})
    (('US',), ())
    """
    roles = {office.role for office in offices}
    if not roles - NO_HOME:
        return ()
    words = name.split(" ")
    rows = [row for word in {words[-1], words[0]} for row in _leaders().get(skeleton(word), ())]
    fitting = {
        code
        for known, role, code in rows
        if same_person(name, known)
        and (len(words) > 1 or (role in roles and (name not in _COMMON or counts.get(code, 0) > 0)))
    }
    return tuple(fitting) if len(fitting) == 1 else ()
