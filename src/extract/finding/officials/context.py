"""Whose office it is where nothing says so: the sentence, the pair of countries the text is about, who meets whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.finding.officials.attach import Stated
from extract.finding.officials.known import NO_HOME
from extract.finding.officials.words import Page
from extract.records import CountryMention
from extract.values.government import can_have
from extract.values.office import Office

_HELD_BY_ONE = frozenset(
    ("head_of_state", "head_of_government", "minister", "parliament_speaker", "central_bank_governor")
)
_TO = re.compile(
    r"\b(?:visit(?:ed|s|ing)?|toured|besucht(?:e|en)?) $|"
    r"\b(?:to|nach|towards|into|aus|from|in (?:die|den|das))(?: the| der| dem)? $|"
    r"\b(?:visit|visits|Besuch\w*|Reise|trip)[^.;]{0,12}\b(?:to|in|nach) (?:the |der |den |die )?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|im|at|aus|from|nach|to|near|bei|über|about|on|auf) (?:the |der |dem |den )?$", re.IGNORECASE)
_AND = re.compile(r",? (?:and|und|sowie|as well as)(?: (?:the|der|die|dem|den|his|her|sein|seine|seinem))? |, ")
_TEAM = frozenset(
    "head_of_government deputy_head_of_government head_of_region minister deputy_minister adviser spokesperson "
    "central_bank_governor special_envoy".split()
)
# The other side of talks: what stands between a subject and the title of the person met or receiving.
_TALKS = re.compile(
    r"\b(?:traf|trafen|trifft|treffen|getroffen|sprach|sprachen|spricht|telefonierte|telefonierten|telefoniert|verhandelte|"
    r"beriet|konferierte|unterhielt|empfing|empfingen|empfängt|begrüßte|begrüßten|begrüßt|Gespräch\w*|Treffen|Telefonat|"
    r"Unterredung|Beratungen|wurde|wurden|wird|met|meets|meet|meeting|met with|spoke|speaks|spoken|talked|talks|talk|"
    r"call|phone call|received|welcomed|hosted|greeted)\b"
    r"(?P<between>[^.;:“”\"]{0,70})$"
)
_BY = re.compile(r"\b(?:von|vom|durch|by)\b[^,]{0,25}$")
_WITH = re.compile(r"\b(?:mit|with|beim?|to)\b[^,]{0,25}$")
_RECEIVED = re.compile(r"empfangen|begrüßt|eingeladen|getroffen|bewirtet|receive|welcome|greet|host|invite|\bmet\b")
# Members of a delegation, of the country of whom they go with.
_COMPANY = re.compile(
    r"\b(?:[Bb]egleitet (?:\w+ ){0,3}von|in (?:\w+ )?Begleitung von|gemeinsam mit|zusammen mit|im Beisein von|"
    r"Seite an Seite mit|unterstützt von|accompanied by|together with|along with|alongside|joined by|flanked by|"
    r"supported by)(?:(?!\b(?:told|said|met|spoke|sagte|traf|sprach|teilte)\b)[^.;:]){0,200}$"
)
_ACCOMPANIED = re.compile(r"\bbegleitet\b|\bBegleitung\b")
# How much a mention says about the nationality of an official near it, by form.
_FORMS = {
    "name": 1.0,
    "adjective": 1.0,
    "demonym": 0.6,
    "capital": 0.9,
    "metonym": 1.0,
    "place": 0.5,
    "organisation": 0.3,
    "coordinate": 0.6,
    "historic": 0.3,
}
# Who serves in another country than that of the office, and what is at home elsewhere than where it works.
_ABROAD = frozenset(
    "ambassador consul special_envoy business_leader other_official adviser member_of_parliament".split()
)
_FOREIGN_BODY = re.compile(
    r"institut|foundation|stiftung|office|büro|vertretung|mission|embassy|botschaft|delegation|GIZ|KfW|DAAD|USAID|school|"
    r"schule|center|centre|zentrum",
    re.IGNORECASE,
)
_POSTED = re.compile(r"\b(?:ambassador to|botschafter(?:s|in)? in) (?:the |der |den )?$", re.IGNORECASE)
_LEAD = 350  # characters that say what a text is about


@dataclass(frozen=True, slots=True)
class Known:
    """A place of an official whose country is known, named or not.

    Attributes:
        start, end: offsets of the title with the name, or of the name alone.
        office: one of the person's.
        countries: of the office.
        titled: a title stands there; `owned` it names its country itself ("der usbekische Vizepremier").
    """

    start: int
    end: int
    office: Office
    countries: tuple[str, ...]
    titled: bool
    owned: bool = False


def pair_of(page: Page) -> tuple[str, ...]:
    """The two countries that a text is about, empty when it is about fewer or more."""
    weights: defaultdict[str, float] = defaultdict(float)
    for mention in page.countries:
        for code in mention.codes:
            weights[code] += _FORMS[mention.form] * (3 if mention.start < _LEAD else 1)
    first = sorted(weights.items(), key=lambda item: -item[1])[:3]
    if len(first) < 2 or (len(first) == 3 and first[1][1] == first[2][1]):
        return ()
    return first[0][0], first[1][0]


def context_home(page: Page, stated: Stated, known: Sequence[Known], counts: Counter[str]) -> tuple[str, ...]:
    """The country from the context, empty when nothing speaks for one.

    Args:
        page: the text.
        stated: a name with its title, whose country is not said.
        known: the officials whose country is known.
        counts: how often the text names each country.
    """
    office, phrase = stated.title.office, stated.title.phrase
    if office.role in NO_HOME or stated.title.organised or not counts:
        return ()
    offset = page.words[stated.first].start
    start, end = page.sentence(offset)
    near = [mention for mention in page.countries if start <= mention.start < end]
    if side := _side(page, near, offset):
        return side
    scores = _mentioned(page, near, start, offset, counts)
    for one in known:
        for code in one.countries:
            if start <= one.start < end:
                scores[code] += 1.5 if _one_team(page, one, stated) else _rival(office)
            if one.titled and _same_seat(office, one.office) and "oreign Secretary" not in phrase:
                scores[code] -= 9.0
    _talks(page, stated, start, near, known, scores)
    scores["EU"] -= 9.0
    for code in stated.title.host:
        scores[code] += -9.0 if office.role in _ABROAD or _FOREIGN_BODY.search(phrase) else 1.0
    able = [code for code in sorted(scores) if can_have(code, office.role, phrase, page.language)]
    if not able:
        return ()
    best = max(able, key=lambda code: scores[code])
    return (best,) if scores[best] > 0 else ()


def _mentioned(
    page: Page, near: Sequence[CountryMention], start: int, offset: int, counts: Counter[str]
) -> defaultdict[str, float]:
    """What the mentions of countries say: in the sentence, shortly before it, in the whole text."""
    scores: defaultdict[str, float] = defaultdict(float)
    pair = pair_of(page)
    total = sum(counts.values())
    for code, times in counts.items():
        scores[code] += 0.5 * times / total + (0.3 if code in pair else 0.0)
    for mention in near:
        venue = bool(pair) and mention.form in ("place", "capital")
        for code in mention.codes:
            scores[code] += _weight(page, mention, offset) * (0.3 if venue and code not in pair else 1.0)
    earlier: defaultdict[str, float] = defaultdict(float)
    for mention in page.countries:
        posted = _POSTED.search(page.text, max(0, mention.start - 20), mention.start)
        if start - 300 <= mention.start < start and not posted:
            for code in mention.codes:
                earlier[code] += 0.3 * _FORMS[mention.form]
    for code, weight in earlier.items():
        aside = bool(pair) and code not in pair
        scores[code] += min(weight, 0.9) * (0.3 if aside else 1.0)
    return scores


def _rival(office: Office) -> float:
    """Another official in the sentence is mostly of the other side; a spokesman speaks for his own."""
    return 0.0 if office.role in ("spokesperson", "adviser") else -2.5


def _talks(
    page: Page,
    stated: Stated,
    start: int,
    near: Sequence[CountryMention],
    known: Sequence[Known],
    scores: defaultdict[str, float],
) -> None:
    """Who is met, called or receives is not of the subject's country but of the pair's other; a companion is of it."""
    before = page.text[start : stated.title.start]
    after = page.text[page.words[stated.last - 1].end : page.sentence(stated.title.start)[1]]
    company, talks = _COMPANY.search(before), _TALKS.search(before)
    passive = talks is not None and talks[0].startswith(("wurde", "wird"))
    if passive and _ACCOMPANIED.search(after) and not company:
        company, talks = talks, None
    if talks is not None and passive and not _received(talks, after):
        talks = None
    said = company or talks
    if said is None:
        return
    verb = start + said.start()
    subjects = [one for one in known if start <= one.start < verb]
    codes, weight = (subjects[-1].countries, 0.0) if subjects else _subject(page, start, verb, near, known)
    if company is not None:
        weight = 4.0
    for code in codes:
        scores[code] += weight
    pair = pair_of(page)
    others = set(pair) - set(codes)
    if len(others) == 1 and company is None:
        scores[others.pop()] += 0.8


def _received(talks: re.Match[str], after: str) -> bool:
    """A passive that tells of a host: "wurde von X empfangen"."""
    return _BY.search(talks["between"]) is not None and _RECEIVED.search(talks["between"] + after[:80]) is not None


def _subject(
    page: Page, start: int, verb: int, near: Sequence[CountryMention], known: Sequence[Known]
) -> tuple[tuple[str, ...], float]:
    """The country of a subject without a title ("die polnische Delegation") or of a pronoun, and its weight."""
    plain = [
        one
        for one in near
        if one.end <= verb
        and len(one.codes) == 1
        and one.form in ("name", "adjective", "metonym", "demonym")
        and not _IN.search(page.text, max(start, one.start - 20), one.start)
    ]
    if plain:
        return plain[-1].codes, -2.5
    earlier = [one for one in known if start - 400 <= one.start < start]
    return (max(earlier, key=lambda one: one.start).countries, -1.5) if earlier else ((), 0.0)


def _one_team(page: Page, one: Known, stated: Stated) -> bool:
    """ "Premierminister A und Außenminister B": two members of one government."""
    office = stated.title.office
    roles = {one.office.role, office.role}
    if not one.titled or not roles <= _TEAM or _same_seat(office, one.office) or roles == {"head_of_government"}:
        return False
    mine = (stated.title.start, page.words[stated.last - 1].end)
    if one.owned and one.start > mine[0]:
        return False  # "Ministerin A und der usbekische Vizepremier B"
    left, right = sorted(((one.start, one.end), mine))
    return _AND.fullmatch(page.text[left[1] : max(right[0], 0)]) is not None


def joined(page: Page, left: Stated, right: Stated) -> bool:
    """Nothing but "and" between a name and the next title."""
    between = page.text[page.words[left.last - 1].end : max(right.title.start, 0)]
    return _AND.fullmatch(between) is not None


def _side(page: Page, near: Sequence[CountryMention], offset: int) -> tuple[str, ...]:
    """ "Auf chinesischer Seite", "The U.S. delegation" earlier in the sentence."""
    for mention in reversed(near):
        if mention.end < offset and len(mention.codes) == 1 and page.lexicon.sides.match(page.text, mention.end + 1):
            between = page.text[mention.end : offset]
            return () if _TALKS.search(between) and _WITH.search(between) else mention.codes
    return ()


def _same_seat(a: Office, b: Office) -> bool:
    if a.former or b.former or a.role != b.role or a.role not in _HELD_BY_ONE:
        return False
    return a.role != "minister" or (bool(a.portfolios) and a.portfolios == b.portfolios)


def _weight(page: Page, mention: CountryMention, offset: int) -> float:
    weight = _FORMS[mention.form]
    distance = abs(mention.start - offset)
    weight *= 1.0 if distance < 80 else 0.7 if distance < 160 else 0.5
    if mention.start > offset:
        weight *= 0.7
        if _TO.search(page.text, max(0, mention.start - 30), mention.start):
            return -0.8
    return weight
