"""What may stand between a name and its title: "X, seit 2021 Botschafterin", "X, who was minister", "X as minister"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.finding.officials.words import SPACES, Page

_MONTHS = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    "January|February|March|May|June|July|October|December"
)
_TIME = (
    rf"(?:(?:(?:Anfang|Mitte|Ende|early|mid|late|dem|dieser|this)[ -])?(?:\d{{1,2}}\. )?(?:(?:{_MONTHS}) )?\d{{4}}|"
    rf"(?:{_MONTHS})|kurzem|langem|heute|gestern|recently|last year|"
    r"(?:(?:vielen|mehreren) )?Jahren|Jahresbeginn)"
)
_LEAD = re.compile(
    r", (?:(?:who|der|die) )?"
    r"(?:(?:is|was|has been|had been|served|has served|serves|became|who) )?"
    r"(?:(?:also|auch|zugleich|derzeit|zurzeit|aktuell|gegenwärtig|heute|nun|jetzt|mittlerweile|inzwischen|zuletzt|damals|"
    r"seinerzeit|now|currently|then|today|until recently|bis vor kurzem|most recently|at the time) )*"
    rf"(?:(?:seit|since|von|from|bis|until|till|in|zwischen|between|nach)? ?{_TIME}"
    rf"(?: (?:bis|to|until|und|and|–|-) {_TIME})?,? )?"
    r"(?:(?:also|auch|zugleich) )?(?:(?:as|als) )?(?:(?:the|a|an|der|die|das|den|dem|ein|eine|einen|einem|einer) )?"
)
_FORMER = re.compile(
    r"\b(?:was|war|waren|had|served|bis|until|till|to|damals|seinerzeit|at the time|then|zwischen|between)\b"
)
_SINCE = re.compile(r"\b(?:since|seit|now|currently|derzeit|nun|jetzt|heute)\b")
_WAS_AFTER = re.compile(r"[^,.;]{0,40}?\b(?:war|gewesen|until|bis)\b")
# "unter X als Minister" speaks of the office of somebody else.
_NOT_BEFORE = frozenset(
    "unter under mit with von of by neben nach than wie für for bei beim gegen against zwischen between an to".split()
)
_AS = frozenset(("als", "as"))
_IS = frozenset("ist war is was became".split())
_PAST = frozenset(("war", "was"))
_TO_BE = frozenset(("zum", "zur"))
_APPOINTED = re.compile(
    r"\b(?:er)?n[ae]nn(?:t|te|ten|en)\b|\bgewählt\b|\bwählte\w?\b|\bberufen\b|\bberief\b|\bbestell\w+|\bbefördert\w*"
)
_FOLLOWED = re.compile(
    r"\b(?:Nachfolge(?:r|rin)? (?:von|an)|folgte? (?:auf)?|löste?|ablös\w*|ersetzt\w*|succeed\w*|replac\w+|"
    r"successor to)(?: \w+)? ?$"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads from a name to its title.

    Attributes:
        index: the first word after the name.
        former: the words put the office into the past.
        bare: no comma stands between: "X als Minister"; `says` the title is all that a sentence says: "X ist Minister".
    """

    index: int
    former: bool = False
    bare: bool = False
    says: bool = False


def lead_in(page: Page, index: int, end: int) -> Lead | None:
    """The words between a name and the title that starts at word `index`, article included; None when there are none.

    Args:
        page: the text.
        index: the first word of the title or its article.
        end: offset where the title ends.
    """
    start = page.words[index].start
    before = page.words[index - 1].text
    if page.gap(index) in SPACES and before in _AS | _TO_BE | _IS and index > 1 and page.gap(index - 1) in SPACES:
        if before in _TO_BE and not _APPOINTED.search(page.text, *page.sentence(start)):
            return None
        first = index - 1
        while first > 0 and page.gap(first) in SPACES and page.words[first - 1].text[0].isupper():
            first -= 1
        followed = _FOLLOWED.search(page.text[max(0, page.words[first].start - 40) : page.words[first].start])
        return Lead(index - 1, bool(followed) or before in _PAST, bare=True, says=before in _IS)
    comma = page.text.rfind(", ", max(0, start - 70), start)
    if comma < 0:
        return None
    opening = page.text.rfind(", ", max(0, comma - 60), comma)
    for place in (comma, opening):
        words = page.text[place:start] if place >= 0 else ""
        if words and _LEAD.fullmatch(words):
            first = page.word_at(place + 2)
            past = bool(_FORMER.search(words)) or (" who " not in words and bool(_WAS_AFTER.match(page.text[end:])))
            until = re.match(r" (?:until|bis|from|between|von)\b", page.text[end:]) is not None
            return Lead(first, (past or until) and not _SINCE.search(words))
    return None


def lead_fits(page: Page, first: int) -> bool:
    """Whether "X als Minister" tells of X, given the word before the name, and whether X is surely a name."""
    if page.words[first].text not in page.lexicon.given and page.words[first].start not in page.proposals:
        return False
    if not first or page.gap(first) not in SPACES:
        return True
    start = page.words[first].start
    if _FOLLOWED.search(page.text[max(0, start - 40) : start]):
        return True
    return page.words[first - 1].text.lower() not in _NOT_BEFORE
