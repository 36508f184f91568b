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


@dataclass(frozen=True, slots=True)
class Possible:
    """What the titles of a text may come to.

    Attributes:
        spans: the titles and the names that one of them may find; none when no title can find any.
        codes: countries that title words imply by themselves ("Kremlchef").
    """

    spans: tuple[tuple[int, int], ...] = ()
    codes: frozenset[str] = frozenset()


class _Everything(dict[int, int]):
    """Proposals of a model that takes any word for the begin of a person and never says where one ends."""

    def __contains__(self, key: object) -> bool:
        return True


def possible_offices(text: str, lang: Language, countries: Sequence[CountryMention]) -> Possible:
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
    if not stated:
        return Possible(codes=frozenset(codes))
    spans = [(one.start, one.end) for one in titles]
    spans += [(page.words[one.first].start, page.words[one.last - 1].end) for one in stated]
    return Possible(tuple(sorted(spans)), frozenset(codes))
