"""What follows a title word up to the name: "der Republik Kasachstan", "of Industry and Construction"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.finding.officials.lexicon import Meaning, portfolios
from extract.finding.officials.words import SPACES, Page
from extract.records import CountryMention
from extract.values.country import namings
from extract.values.person import PARTICLES

AND = frozenset(("and", "und", "sowie", "&"))
_IN = frozenset("in im to bei beim at for für am an zur".split())
# Roles whose complement may be any name of a firm or body: a person must then be known by a first name.
_VAGUE = frozenset(("other_official", "SECTION", "business_leader", "spokesperson", "CHAIR", "CHIEF", "adviser"))
_NOBLE = frozenset(("Scheich", "Scheicha", "Sheikh", "Sheikha", "Shaikh"))  # their names may be single ones
_BUSINESS = frozenset(("business_leader", "CHAIR", "CHIEF"))
# Public bodies, after which a name without a known first name is believed.
_BODY = re.compile(
    r"(?:administration|verwaltung|kanzlei|abteilung|ministeriums|büros?|amte?s|agentur|behörde|kommission|komitees|instituts|"
    r"Administration|Office|Agency|Committee|Chancellery|Ministry|Department|Council)$"
)
_SHORT_FORM = re.compile(r"\)")  # "des Verbandes der Automobilindustrie (VDA)"
_BOUNDARY = re.compile(r"(?:'s|’s)?[,.;:)(!?“”\"–-]| \(|\s+(?:und|and|sowie)\b|\s*$|\s*\n")


@dataclass(slots=True)
class Complement:
    """The reading of a complement while it goes on.

    Attributes:
        index: the next word; after the reading the first word after the complement.
        begin, end: offsets of what was taken in.
        countries: "of" whom; `region` when named by one of its regions.
        host: "in", "to" where.
        second: the other country of "die Präsidenten Malis und Schwedens".
        name: index of the word where a name follows, -1 when none does; `comma` tells that a comma stands between.
        joiner: the preposition or article just read.
        unknown: the last word taken in is no known word of administration.
    """

    index: int
    begin: int
    end: int
    countries: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    region: bool = False
    second: tuple[str, ...] = ()
    name: int = -1
    comma: bool = False
    joiner: str = ""
    content: bool = False
    unknown: bool = False

    def text(self, page: Page) -> str:
        """The words of the complement."""
        return page.text[self.begin : self.end]


def read_complement(page: Page, index: int, meaning: Meaning) -> Complement:
    """Read from word `index` on until a name, a title or something foreign comes."""
    end = page.words[index - 1].end
    found = Complement(index, end, end)
    while found.index < len(page.words) and _step(page, found, meaning):
        pass
    if found.name < 0 and found.joiner:
        found.index = page.word_at(found.end)
    return found


def is_region(page: Page, mention: CountryMention) -> bool:
    """Whether a country is named by one of its regions."""
    table = namings(page.language)
    naming = table.get(mention.quote) or table.get(mention.quote.removesuffix("'s").removesuffix("’s"))
    return naming is not None and naming.region


def _step(page: Page, found: Complement, meaning: Meaning) -> bool:
    """Take in one word or mention; False when the complement is over."""
    gap, word, words = page.gap(found.index), page.words[found.index], page.lexicon
    lower = word.text.lower()
    if gap == " (" and found.content and _SHORT_FORM.match(page.text, word.end) and word.text.isupper():
        found.index, found.end, found.joiner = found.index + 1, word.end + 1, ""
        return True
    gap = gap.removeprefix(")") if page.text[found.end - 1 : found.end] == ")" else gap
    if gap == ", ":
        if found.content and (lower in words.portfolio_words or _listed(page, found.index)):
            found.index, found.end = found.index + 1, word.end
            return True
        found.name = _name_after_comma(page, found.index, meaning, found.content)
        found.comma = found.name >= 0
        return False
    if gap not in SPACES:
        return False
    mention = page.places.get(word.start)
    if mention is not None:
        return _take_country(page, found, mention)
    if lower in PARTICLES and meaning.role not in _BUSINESS and not found.content and _follows_name(page, found.index):
        found.name = found.index
        return False
    if word.text in words.joiners or (word.text.isupper() and lower in words.joiners):
        if word.text in AND and not (found.content and (_goes_on(page, found.index + 1) or _second(page, found))):
            return False
        found.joiner, found.index = word.text, found.index + 1
        return True
    if page.honorific(found.index):
        found.name = -1 if found.joiner else past_honorifics(page, found.index)
        return False
    if not word.text[0].isupper():
        found.index += 1
        body = found.content and (
            lower in words.body_words or (page.language == "en" and lower in words.portfolio_words)
        )
        if body or (found.joiner and (lower in words.portfolio_words or lower in words.body_words)):
            found.joiner, found.content, found.end = "", True, word.end
            return True
        return bool(found.joiner) and page.language == "de"
    return _take_noun(page, found, meaning)


def _take_country(page: Page, found: Complement, mention: CountryMention) -> bool:
    if not found.joiner and not mention.genitive and page.language == "en":
        return False
    if found.joiner in _IN and mention.form != "metonym" and not mention.genitive:
        found.host = found.host or mention.codes
    elif mention.form != "demonym":
        if found.joiner in AND and found.countries and mention.form == "name":
            found.second = mention.codes
        found.region = found.region or is_region(page, mention)
        found.countries = found.countries or mention.codes
    found.index = max(page.word_at(mention.end), found.index + 1)
    found.end = max(mention.end, page.words[found.index - 1].end)
    short = mention.quote.isupper() or "." in mention.quote  # "ambassador to the US Karl Weber"
    found.joiner = found.joiner if mention.form == "adjective" and not short else ""
    found.content, found.unknown = True, False
    return True


def _second(page: Page, found: Complement) -> bool:
    """Whether "and" is followed by another country, as in "of Mali and Sweden", with names or the end of it after."""
    if not found.countries or found.index + 1 >= len(page.words) or page.gap(found.index + 1) not in SPACES:
        return False
    mention = page.places.get(page.words[found.index + 1].start)
    before = page.ends.get(page.words[found.index - 1].end)
    if mention is None or before is None or mention.form != "name" or before.form != "name":
        return False
    return page.text.startswith(", ", mention.end)


def _take_noun(page: Page, found: Complement, meaning: Meaning) -> bool:
    """A capitalised word: a title or name ends the complement, anything else belongs to it."""
    index, word, words = found.index, page.words[found.index], page.lexicon
    if page.is_title(index) and (not found.joiner or _named_next(page, index + 1)):
        return False
    if not found.joiner and page.name_from(index) > index:
        found.name = _credible(page, found, meaning)
        if found.name >= 0 or not found.content:
            return False
    if not found.joiner and not found.content:
        return False
    lower = word.text.lower()
    found.unknown = not (
        lower in words.portfolio_words or words.noun_ending.search(lower) or word.text in words.not_names
    )
    found.joiner = found.joiner if page.title_ahead(index + 1) else ""
    found.content, found.end, found.index = True, word.end, index + 1
    return True


def _named_next(page: Page, index: int) -> bool:
    """A name follows directly, honorifics aside."""
    while page.honorific(index):
        index += 1
    return index < len(page.words) and page.gap(index) in SPACES and page.name_from(index) > index


def _credible(page: Page, found: Complement, meaning: Meaning) -> int:
    """Where a name after a complement starts: a first name that is known tells it from the complement's own words."""
    index, last = found.index, page.name_from(found.index)
    if not found.content:
        return index
    known = [
        step
        for step in range(index, last - 1)
        if page.words[step].text in page.lexicon.given or page.words[step].start in page.proposals
    ]
    mention = page.ends.get(page.words[index - 1].end)
    at_country = mention is not None and mention.form != "adjective"
    vague = meaning.role in _VAGUE and not at_country and not _BODY.search(found.text(page))
    if found.unknown or (vague and not portfolios(found.text(page), page.language)):
        return known[0] if known else -1
    return index if last - index > 1 or at_country else -1


def _follows_name(page: Page, index: int) -> bool:
    """Whether "von der Leyen" is a name here and not "von der Kommission"."""
    last = page.name_from(index)
    if last == index + 1 or last == index or page.words[last - 1].start in page.places:
        return False
    if page.words[index].text != "von" or page.words[index + 1].text in PARTICLES:
        return True
    full = re.findall(rf"([^\W\d_]+) von {re.escape(page.words[index + 1].text)}\b", page.text)
    return any(first in page.lexicon.given for first in full)


def _listed(page: Page, index: int) -> bool:
    """ ", and the Environment" in a list of portfolios."""
    words = page.words
    following = words[index + 1].text.lower() if index + 1 < len(words) else ""
    skip = words[index + 2].text.lower() if index + 2 < len(words) and following == "the" else following
    return words[index].text.lower() in AND and skip in page.lexicon.portfolio_words


def _goes_on(page: Page, index: int) -> bool:
    """Whether the complement goes on after "and": another portfolio or institution, no title and no name."""
    if index >= len(page.words) or page.gap(index) not in SPACES:
        return False
    word, words = page.words[index].text, page.lexicon
    if page.title_ahead(index):
        return False
    if word.lower() in words.portfolio_words:
        return True
    if word in words.joiners:
        return index + 1 < len(page.words) and page.words[index + 1].text.lower() in words.portfolio_words
    return word in words.not_names or (word[0].isupper() and page.name_from(index) == index)


def past_honorifics(page: Page, index: int) -> int:
    """Index of the name after honorifics, -1 when none follows."""
    while page.honorific(index):
        index += 1
        if page.gap(index) not in (*SPACES, ". "):
            return -1
    return index if page.name_from(index) > index else -1


def _name_after_comma(page: Page, index: int, meaning: Meaning, content: bool) -> int:
    """A full name between commas, as in "Präsidentin der Kammer, Ida Kern, ..."."""
    noble = page.words[index].text in _NOBLE
    if page.honorific(index):
        index = past_honorifics(page, index)
    elif page.is_title(index):
        return -1
    if index < 0:
        return -1
    last = page.name_from(index)
    bare = meaning.role in _VAGUE and not content and page.words[index].text not in page.lexicon.given
    if last - index < (1 if noble else 2) or bare:
        return -1
    return index if _BOUNDARY.match(page.text, page.words[last - 1].end) else -1
