"""From the words of a title to an office of the codebook: role and portfolios."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from extract.finding.officials.complement import Complement
from extract.finding.officials.lexicon import FEDERAL, Meaning, deputised, portfolios
from extract.finding.officials.words import Page
from extract.values.office import Office

_WITH_PORTFOLIO = frozenset("minister deputy_minister adviser special_envoy eu_commissioner".split())
# Roles that the complement can turn into another: the president of a parliament, the governor of a central bank.
_TURNED = frozenset(
    "LEADS head_of_state CHAIR CHIEF head_of_region other_official deputy_head_of_state parliament_speaker "
    "head_of_international_organisation".split()
)
# "Leiter des Außenministeriums", "head of the Japanese foreign ministry".
_OF_MINISTRY = re.compile(
    r"\s*(?:of(?: the)?|des|der)?(?: [\w’'-]+)? (?:(?:[Ff]oreign|[Ff]inance|[Dd]efen[cs]e|[Ee]conomy|[Ee]nergy|"
    r"[Jj]ustice|[Ii]nterior|[Tt]rade|[Hh]ealth) )?(?:[Mm]inistry\b|Ministeriums?\b|\w+ministeriums?\b)"
)
_OF_THE_UNION: dict[str, Any] = {"role": "eu_commissioner", "portfolios": ("trade",), "country": "EU"}
_REPUBLIC = re.compile(r"\s*(?:der|of the) (?:Republik|Republic)")
_RUN = re.compile(r"((?:(?:[A-Z][\w.&’-]*|of|for|and) )+)(?:[Vv]ice[- ])?\w+$")
_BODIES = re.compile(
    r"\b(?:Chamber|Association|Federation|Group|Company|Corporation|Bank|Senate|Assembly|Parliament|Agency|Club|"
    r"University|League|Institute|Council|Commission)\b"
)
_BANK = re.compile(r"\b[Bb]ank (?:of )?$")
_FEDERAL_OFFICE = re.compile(r"\bBundes(?:minister|kanzler|präsident)|\bFederal (?:Minister|Chancellor|President)\b")
_SECRETARY_FOR = re.compile(r"\b[Ss]ecretary\b.*\bfor\b")
_SECRETARY_OF_STATE = re.compile(r"\b[Ss]ecretary of [Ss]tate\b")


@dataclass(slots=True)
class Before:
    """What stands before a title word.

    Attributes:
        start: offset where the title phrase starts.
        countries: an adjective or genitive; `region` when it names a region.
        deputy, former: "stellvertretend", "former".
        portfolios: words of portfolios in order.
        partner: the country before "und" that shares the title word.
        determiner: the article or possessive before it all.
        high: "Hohe Vertreterin".
    """

    start: int
    countries: tuple[str, ...] = ()
    region: bool = False
    deputy: bool = False
    former: bool = False
    portfolios: list[str] = field(default_factory=list)
    partner: tuple[str, ...] = ()
    determiner: str = ""
    high: bool = False


def decide(page: Page, meaning: Meaning, before: Before, tail: Complement) -> tuple[Meaning, Office] | None:
    """Meaning with the final role, and the office; None when the words make no office."""
    if meaning.role == "COUNTERPART":
        return meaning, Office("other_official", portfolios(tail.text(page), page.language))
    text = tail.text(page)
    if meaning.role == "TRADE_COMMISSIONER":
        union = any("EU" in mention.codes for mention in page.countries)
        meaning = replace(meaning, **_OF_THE_UNION) if union else replace(meaning, role="other_official")
    meaning = replace(meaning, deputy=meaning.deputy or before.deputy)
    if meaning.role in ("CHIEF", "LEADS", "other_official") and _OF_MINISTRY.match(text):
        codes = portfolios(text, page.language)
        if codes:
            return replace(meaning, role="minister"), Office(
                deputised("minister") if meaning.deputy else "minister", codes
            )
    lead = "" if text or page.language == "de" else _lead(page, before, tail)
    turned = _turned(page, meaning, text or lead, tail)
    role = turned and _settled(page, turned.role, before, text, page.text[before.start : tail.end])
    if turned is None or not role:
        return None
    if role == "head_of_region" and _BANK.search(page.text, max(0, before.start - 20), before.start):
        role = "central_bank_governor"  # "Bank of England governor"
    role, _, portfolio = role.partition(":")
    if meaning.role == "SECRETARY" and portfolio and not any("VA" in mention.codes for mention in page.countries):
        turned = replace(turned, country="US")  # Secretary of State; the Holy See has one, too
    if not turned.country and _FEDERAL_OFFICE.search(page.text, before.start, tail.end):
        turned = replace(turned, country=FEDERAL)  # "beim Bundesminister", "Federal President"
    if portfolio:
        turned = replace(turned, portfolios=(portfolio,))
    if turned.deputy:
        commission = turned.country == "EU" and role == "head_of_international_organisation"
        commission = commission and "ommission" in page.text[before.start : tail.end]
        role = "eu_commissioner" if commission else deputised(role)
    if (before.region if before.countries else tail.region) and role in ("head_of_state", "head_of_government"):
        role = "head_of_region"
    if role == "head_of_region" and (set(text.split()) & page.lexicon.city_words or _of_city(page, meaning, tail)):
        role = "mayor"
    if role == "eu_commissioner" and not any("EU" in mention.codes for mention in page.countries):
        return None  # a police officer
    phrase = page.text[before.start : tail.end]
    state = _SECRETARY_OF_STATE.search(phrase) and not _SECRETARY_FOR.search(phrase)
    if role == "deputy_minister" and state and "US" in (turned.country, *before.countries):
        turned = replace(turned, portfolios=("foreign_affairs",))
    codes = _portfolios(page, turned, before, text) if role in _WITH_PORTFOLIO else ()
    return replace(turned, role=role), Office(role, codes, turned.former or before.former)


def _of_city(page: Page, meaning: Meaning, tail: Complement) -> bool:
    """Whether an akim, who governs a region or a city, has a city: "Akim von Almaty", but "of Karaganda region"."""
    regions = {word.lower() for word in page.lexicon.region_words}
    named = {word.lower() for word in tail.text(page).split()}
    return meaning.country == "KZ" and bool(tail.countries) and not tail.region and not named & regions


def _lead(page: Page, before: Before, tail: Complement) -> str:
    """The institution before an English title: "Kenya Chamber of Commerce President"."""
    run = _RUN.search(page.text, max(0, before.start - 60), tail.begin)
    return run[1] if run and len(run[1].split()) > 1 and _BODIES.search(run[1]) else ""


def _turned(page: Page, meaning: Meaning, text: str, tail: Complement) -> Meaning | None:
    """The meaning after a look at the institution in the complement; None for the president of something else."""
    if meaning.role not in _TURNED or not text:
        return meaning
    for pattern, switched in page.lexicon.institutions:
        if pattern.search(text):
            deputy = meaning.deputy or meaning.role.startswith("deputy_")
            country = switched.country or ("" if meaning.role == "other_official" else meaning.country)
            return replace(meaning, role=switched.role, country=country, deputy=deputy)
    plain = len(text.split()) > 1 and not _REPUBLIC.fullmatch(text)
    if meaning.role in ("head_of_state", "deputy_head_of_state") and plain and not tail.countries:
        return None
    return meaning


def _settled(page: Page, role: str, before: Before, text: str, phrase: str) -> str:
    """Settle the roles that depend on the complement; empty when nothing is left of the office."""
    if role == "CHAIR":
        words = set(re.findall(r"\w+", text))
        of_place = re.match(r"\s*(?:in|im)\b", text) is not None
        return "" if not words or of_place or words & page.lexicon.parties else "business_leader"
    if role == "LEADS":
        return ""
    if role == "CHIEF":
        return "other_official" if text.strip() else ""
    if role == "SECTION":
        return "other_official"
    if role == "HIGH":
        return "eu_commissioner" if before.high else ""
    if role == "SECRETARY":
        own = _SECRETARY_OF_STATE.search(phrase) and not _SECRETARY_FOR.search(phrase)
        return "minister:foreign_affairs" if own else "minister"
    return role


def _portfolios(page: Page, meaning: Meaning, before: Before, text: str) -> tuple[str, ...]:
    """Said inside the word, before it and after it; after "Secretary of X for Y" only Y counts, where it says one."""
    named = set(portfolios(text, page.language))
    if page.language == "en":
        named |= set(portfolios(" ".join(before.portfolios), "en"))
        detailed = re.search(r"\bfor\b.*", text)
        if detailed and (own := portfolios(detailed[0], "en")):
            return own
    else:
        named |= {page.lexicon.stem_portfolio(word) for word in before.portfolios} - {""}
    return tuple(sorted(named | set(meaning.portfolios)))
