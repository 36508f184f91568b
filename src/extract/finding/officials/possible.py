"""Where a text may give somebody an office, whatever a statistical model will propose: a look before the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.finding.countries import federal_country
from extract.finding.officials.attach import attach
from extract.finding.officials.clauses import relative_clauses
from extract.finding.officials.homes import tally
from extract.finding.officials.lexicon import FEDERAL
from extract.finding.officials.titles import find_titles
from extract.finding.officials.words import Page
from extract.records import CountryMention, Language

# Before a title and behind it a model's proposal can change what name is read: a lead with its name, a list of names.
_BEFORE, _BEHIND = 200, 200


@dataclass(frozen=True, slots=True)
class Possible:
    """What the titles of a text may come to.

    Attributes:
        spans: stretches around titles to which a name may belong.
        codes: countries that title words imply by themselves ("Kremlchef").
    """

    spans: tuple[tuple[int, int], ...] = ()
    codes: frozenset[str] = frozenset()


class _Everything(dict[int, int]):
    """Proposals of a model that takes any word for the begin of a person and never says where one ends."""

    def __contains__(self, key: object) -> bool:
        return True


def possible_offices(
    text: str, lang: Language, countries: Sequence[CountryMention]
) -> Possible:
    """The titles that may find a name, or whose country may count.

    Args:
        text: any text.
        lang: its language.
        countries: found without a model's proposals.
    """
    page = replace(Page.read(text, lang, countries, ()), proposals=_Everything())
    titles = sorted([*find_titles(page), *relative_clauses(page)], key=lambda title: title.start)
    if not titles:
        return Possible()
    counts = tally(page)
    codes = {federal_country(counts) if one.fixed == FEDERAL else one.fixed for one in titles if one.fixed}
    stated = attach(page, titles)
    spans = [
        (
            min(one.title.start, page.words[one.first].start) - _BEFORE,
            max(one.title.end, page.words[one.last - 1].end) + _BEHIND,
        )
        for one in stated
    ]
    return Possible(tuple(spans), frozenset(codes))
