"""Whether a country is meant where its name stands: not a currency, a language, a person or an American state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.finding.country_words import GENITIVE, HYPHENS, Hit, Lexicon
from extract.finding.token import Token
from extract.records import Language

_PLACE_WORDS = {
    "de": frozenset("in aus nach bei von um vor über ab bis zwischen".split()),
    "en": frozenset("in from to at near of via outside around between".split()),
}
_NOT_BEFORE = frozenset("Nicht nicht Non non Anti anti Pro pro Afro Ex".split())
_LANGUAGES = re.compile(r" (?:Sprache|Sprachen|Übersetzung|Sprachkenntniss\w+|language|translation)\b")
_BELONGING = frozenset(("von", "of", "aus", "from", "der", "the"))
# First names that begin sentences and headlines as other words: "Will China", "May German exports", "Mark Russian".
_ALSO_WORDS = frozenset(
    (
        "Will Mark May Grant Bill Rob Sue Pat Drew Art Rich Dean Guy Hope Faith Grace Joy April June August Rose "
        "Summer Chase Frank Ernst Franz Wolf Georgia Jordan Israel India Kenya Chad Paris Sofia Victoria Virginia "
        "Petra Sydney Florence Charlotte Santiago"
    ).split()
)
_GEORGIA_STATE = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Alabama|Florida|Carolina|Arizona|Pennsylvania|Gov\.|Senator)\b"
)
_GEORGIA_COUNTRY = re.compile(
    r"\b(?:Tbilisi|Georgians?|Caucasus|Armenia|Azerbaijan|Batumi|Abkhazia|Ossetia|Moldova|Ukraine)\b"
)
_TITLE_BEFORE = re.compile(
    r"(?:minister(?:in)?|präsident(?:in)?|chef(?:in)?|kanzler(?:in)?|botschafter(?:in)?|Herrn?|Frau|Minister|President|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|"
    r"Senator|Secretary|Ambassador|Sir|Lord|Prof\.?) $"
)


def is_meant(text: str, tokens: Sequence[Token], hit: Hit, lexicon: Lexicon, lang: Language) -> bool:
    """Whether the country is meant: not a currency, a language, a person, a phrase or a shouted pronoun."""
    if not hit.naming.code:
        return False
    start, end = tokens[hit.first].start, tokens[hit.last - 1].end
    if text.startswith("$", end) or _LANGUAGES.match(text, end):
        return False
    if _is_currency(text, tokens, hit, lexicon):
        return False
    word = text[start:end]
    if hit.naming.stem and hit.naming.form == "adjective" and word[0].isupper() and not _in_chain(tokens, hit):
        return False  # "auf Deutsch", "Russisch": the language
    if hit.first and tokens[hit.first - 1].text in HYPHENS and hit.first > 1:
        before = tokens[hit.first - 2]
        if before.text in _NOT_BEFORE and before.end == tokens[hit.first - 1].start:
            return False
    if word == "US" and _shouted(text, start, end):
        return False
    if (
        word.removesuffix("s") == "Georgia"
        and lang == "en"
        and _GEORGIA_STATE.search(text)
        and not _GEORGIA_COUNTRY.search(text)
    ):
        return False
    if _has_first_name(text, tokens, hit, lexicon):
        return False
    return not (GENITIVE.sub("", word) in lexicon.personal and _is_person(text, tokens, hit, lexicon, lang))


def in_name(text: str, tokens: Sequence[Token], hit: Hit, lexicon: Lexicon, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether a country's word is part of a name that a model proposes: "India Arie", "Petra Schweizer".

    At the end of a proposal without a first name it is as often a place that the model took in ("als Orban Kiew
    besuchte"); and a proposal with a word of an office has taken in more than the name ("Ukraine President Omarow").
    """
    start, end = tokens[hit.first].start, tokens[hit.last - 1].end
    before = tokens[hit.first - 1].text if hit.first else ""
    if hit.genitive or text.startswith(tuple(HYPHENS), end) or before in _BELONGING:
        return False  # "Princess Astrid of Norway"
    words = next((text[low:high].split() for low, high in persons if low <= start and end <= high), [])
    whole = len(words) > 1 and not any(word in lexicon.administration for word in words)
    return whole and (text.startswith(words[0], start) or words[0] in lexicon.given)


def _has_first_name(text: str, tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> bool:
    """A family name: a first name right before it that is no other word too ("Jürgen Österreich", "Dawn French")."""
    if not hit.first or hit.genitive or hit.last - hit.first > 1 or not text[tokens[hit.first].start].isupper():
        return False
    before = tokens[hit.first - 1]
    if before.text not in lexicon.given or before.text in _ALSO_WORDS:
        return False
    return text[before.end : tokens[hit.first].start] == " " and not tokens[hit.first].text.isupper()


def _in_chain(tokens: Sequence[Token], hit: Hit) -> bool:
    return hit.last < len(tokens) and tokens[hit.last].text in HYPHENS


def _is_currency(text: str, tokens: Sequence[Token], hit: Hit, lexicon: Lexicon) -> bool:
    if hit.last >= len(tokens) or hit.naming.form not in ("adjective", "name"):
        return False
    index = hit.last
    if tokens[index].text in HYPHENS and index + 1 < len(tokens):
        index += 1
    elif text[tokens[hit.last - 1].end : tokens[index].start] not in (" ", "\xa0"):
        return False
    noun = tokens[index].text.lower()
    return noun in lexicon.currencies or hit.naming.code in lexicon.currencies_of.get(noun, ())


def _shouted(text: str, start: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end) if "\n" in text[end:] else len(text)]
    return line.isupper() and len(line) > end - start + 6


# Who belongs to a country rather than to a person of its name: "Jordan's King Hamza".
_HOLDERS = frozenset("King Queen Prince Princess Crown Emir Sultan President Premier Chancellor Minister".split())
# Endings of family names that no other word of a place has.
_FAMILY = re.compile(
    r"(?:[a-zé]i[ćč]|ovi[cć]|evi[cć]|o[vw]a?|e[vw]a?|sk[iyýá]|enko|chuk|tschuk|shvili|wili|adze|yan|sson|escu|dóttir|dottir)$"
)


def _is_person(text: str, tokens: Sequence[Token], hit: Hit, lexicon: Lexicon, lang: Language) -> bool:
    """A country's or city's name that is part of a person's: after a title or first name, or before a family name."""
    start, end = tokens[hit.first].start, tokens[hit.last - 1].end
    following = tokens[hit.last] if hit.last < len(tokens) else None
    capital_next = following is not None and following.text[0].isupper() and text[end : following.start] == " "
    before = text[max(0, start - 30) : start]
    if capital_next and _TITLE_BEFORE.search(before):
        return True
    if hit.first and tokens[hit.first - 1].text in lexicon.given and text[tokens[hit.first - 1].end : start] == " ":
        return True
    if re.search(r"\b[A-Z]\. $", before) and not re.search(r"\b[A-Z]\.[A-Z]\. $", before):
        return True
    if not capital_next or following is None:
        return False
    located = hit.first > 0 and tokens[hit.first - 1].text.lower() in _PLACE_WORDS[lang]
    if _FAMILY.search(following.text) and following.text not in lexicon.phrases and not located:
        return True  # "Milan Vukovic"
    if lang == "de":
        return False
    if hit.naming.form == "name" and hit.naming.code not in ("JO", "TD", "GE"):
        return False
    previous = tokens[hit.first - 1].text.lower() if hit.first else ""
    plain = previous in _PLACE_WORDS["en"] or text[end : end + 1] == ","
    known = following.text in lexicon.phrases or following.text in lexicon.administration
    owned = hit.genitive and following.text in _HOLDERS
    return hit.naming.form == "name" and not plain and not known and not owned and hit.naming.weak


def is_supported(text: str, tokens: Sequence[Token], hit: Hit, strong: set[str], lang: Language) -> bool:
    """Whether an ambiguous name stands after a preposition of place, or the text names its country otherwise."""
    if hit.naming.code in strong:
        return True
    before = tokens[hit.first - 1].text.lower() if hit.first else ""
    after = text[tokens[hit.last - 1].end : tokens[hit.last - 1].end + 2]
    located = before in _PLACE_WORDS[lang] and hit.naming.form != "name"
    return hit.naming.form == "name" or located or (after == ", " and before in _PLACE_WORDS[lang])
