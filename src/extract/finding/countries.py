"""Countries in a text: names, adjectives, people, capitals, metonyms and places, with their ISO codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extract.finding.country_sense import in_name, is_meant, is_supported
from extract.finding.country_words import HYPHENS, Hit, country_lexicon, find_hits, read_tokens
from extract.finding.token import Token
from extract.records import CountryMention, Language
from extract.values.country import Naming

_STATES = {
    "de": re.compile(
        r"(?:\b(?:Demokratische[nrs]?|Islamische[nrs]?|Sozialistische[nrs]?|Bolivarische[nrs]?|Föderative[nrs]?|"
        r"Plurinationale[nrs]?|Haschemitische[nrs]?|Arabische[nrs]?|Kooperative[nrs]?|Unabhängige[nrs]?|"
        r"Orientalische[nrs]?) )*"
        r"\b(?:Bundes|Volks)?(?:Republik|Königreich(?:e?s)?|Staat(?:e?s)?|Fürstentum(?:s)?|Großherzogtum(?:s)?|"
        r"Sultanat(?:e?s)?|"
        r"Emirat(?:e?s)?|Föderation|Bundesstaat(?:e?s)?|Commonwealth) $"
    ),
    "en": re.compile(
        r"(?:\b(?:Democratic|Islamic|Socialist|Bolivarian|Federal|Federative|Plurinational|Hashemite|Arab|Independent|"
        r"Co-operative|United|Oriental|People[’']s) )*\b(?:Republic|Kingdom|State|States|Principality|Grand Duchy|"
        r"Sultanate|"
        r"Emirate|Federation|Commonwealth|Union) of (?:the )?$"
    ),
}
_STATE_AFTER = re.compile(
    r" (?:Republik|Föderation|Konföderation|Eidgenossenschaft|Republic|Federation|Confederation)\b"
)
_DC = re.compile(r",? ?D\. ?C\.|,? DC\b")


def find_countries(text: str, lang: Language, persons: Sequence[tuple[int, int]] = ()) -> list[CountryMention]:
    """Countries named in a text, in order and without overlap.

    Capitals, metonyms ("Kreml") and other places stand as forms of their own. "Georgia" is the country unless the text
    speaks of the American state; names that people bear are left out where a name of a person is the likelier reading.

    Args:
        text: any text.
        lang: its language.
        persons: spans that a statistical model takes for persons; a part of a longer one is no country.

    >>> [(m.quote, m.codes) for m in find_countries("Die deutsch-kasachischen Beziehungen", "de")]
    [('deutsch-kasachischen', ('DE', 'KZ'))]
    """
    lexicon = country_lexicon(lang)
    tokens = read_tokens(text)
    hits = list(find_hits(text, tokens, lexicon, lang))
    kept = [
        hit
        for hit in hits
        if is_meant(text, tokens, hit, lexicon, lang) and not in_name(text, tokens, hit, lexicon, persons)
    ]
    strong = {
        hit.naming.code for hit in kept if not hit.naming.weak and hit.naming.form in ("name", "adjective", "demonym")
    }
    kept = [hit for hit in kept if not hit.naming.weak or is_supported(text, tokens, hit, strong, lang)]
    counts = Counter(hit.naming.code for hit in kept if not hit.naming.federal)
    return list(_mentions(text, tokens, kept, counts, lang))


def _mentions(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], counts: Counter[str], lang: Language
) -> Iterator[CountryMention]:
    index = 0
    while index < len(hits):
        group = [hits[index]]
        while index + len(group) < len(hits) and _joined(text, tokens, group[-1], hits[index + len(group)]):
            group.append(hits[index + len(group)])
        index += len(group)
        start, end = tokens[group[0].first].start, tokens[group[-1].last - 1].end
        if len(group) > 1:
            codes = tuple(dict.fromkeys(hit.naming.code for hit in group))
            yield CountryMention(
                start=start, end=end, quote=text[start:end], codes=codes, form="coordinate", genitive=group[-1].genitive
            )
            continue
        hit = group[0]
        start, end, naming = _widened(text, start, end, hit.naming, lang)
        code = _federal(text, start, counts) if naming.federal else naming.code
        form = naming.form
        if naming.code == "BE" and text[start:end] in ("Brüssel", "Brüssels", "Brussels", "Brussels’"):
            code, form = ("EU", "metonym") if counts["EU"] and not counts["BE"] > _brussels(text) else (code, form)
        if text[start:end] in ("US", "U.S.", "UK", "U.K.", "EU", "E.U.") and _before_noun(text, end, lang):
            form = "adjective"
        yield CountryMention(
            start=start, end=end, quote=text[start:end], codes=(code,), form=form, genitive=hit.genitive
        )


_VERBS_AFTER = re.compile(
    r" (?:and|or|has|have|had|is|are|was|were|will|would|to|in|on|at|for|with|as|said|says|also|by|of|from|\w+ed)\b"
)


def _before_noun(text: str, end: int, lang: Language) -> bool:
    """ "US-Präsident", "U.S. side" against "in the US and"."""
    if lang == "de" or text.startswith("-", end):
        return text.startswith("-", end)
    return re.match(r" [^\W\d_]", text[end : end + 2]) is not None and not _VERBS_AFTER.match(text, end)


def _brussels(text: str) -> int:
    return len(re.findall(r"\b(?:Brüssel|Brussels)\b|\bBrüssels\b", text))


def _joined(text: str, tokens: Sequence[Token], left: Hit, right: Hit) -> bool:
    """Two hits with nothing but a hyphen between them: a pair compound."""
    if right.first != left.last + 1 or tokens[left.last].text not in HYPHENS:
        return False
    if "place" in (left.naming.form, right.naming.form) or left.naming.code == right.naming.code:
        return False
    return tokens[left.last - 1].end == tokens[left.last].start and tokens[left.last].end == tokens[right.first].start


def _widened(text: str, start: int, end: int, naming: Naming, lang: Language) -> tuple[int, int, Naming]:
    """Take in "Republik", "Kingdom of" before the name, "Republik", "Federation" after the adjective, and ", D.C."."""
    if naming.form == "name":
        before = _STATES[lang].search(text, max(0, start - 60), start)
        if before:
            return before.start(), end, naming
    elif naming.form == "adjective":
        after = _STATE_AFTER.match(text, end)
        if after:
            return start, after.end(), Naming(naming.code, "name")
    elif naming.code == "US" and naming.form == "capital":
        after = _DC.match(text, end)
        if after:
            return start, after.end(), naming
    return start, end, naming


_FEDERAL_ADJECTIVE = re.compile(
    r"(?:(österreichisch\w*|austrian|wiener)|(schweizer\w*|eidgenössisch\w*|swiss|berner)|"
    r"(deutsch\w*|german|berliner)) $",
    re.IGNORECASE,
)


def _federal(text: str, start: int, counts: Counter[str]) -> str:
    """Whose federal body it is: by the adjective before it, else Germany unless the text speaks of another one only."""
    match = _FEDERAL_ADJECTIVE.search(text, max(0, start - 30), start)
    if match:
        return "AT" if match[1] else "CH" if match[2] else "DE"
    return federal_country(counts)


def federal_country(counts: Mapping[str, int]) -> str:
    """The country whose "Bundes-" offices a text means, given how often it names each.

    >>> federal_country({"AT": 3}), federal_country({"AT": 1, "DE": 1}), federal_country({})
    ('AT', 'DE', 'DE')
    """
    best = max(("AT", "CH"), key=lambda code: counts.get(code, 0))
    return best if counts.get(best, 0) > 2 * counts.get("DE", 0) else "DE"
