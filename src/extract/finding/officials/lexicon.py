"""The words of offices: what a title word means, which portfolios a phrase names, which words no name holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from extract.records import Language
from extract.values.country import namings
from extract.values.reference import load_data

FEDERAL = "FED"  # the country of "Bundes-" offices, decided by the article
_DEPUTIES = {
    "minister": "deputy_minister",
    "head_of_state": "deputy_head_of_state",
    "head_of_government": "deputy_head_of_government",
    "parliament_speaker": "deputy_parliament_speaker",
    "head_of_region": "other_official",
    "central_bank_governor": "other_official",
    "ambassador": "other_official",
    "mayor": "other_official",
    "head_of_agency": "other_official",
    "head_of_international_organisation": "other_official",
    "SECRETARY": "deputy_minister",
    "SECTION": "other_official",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a title word says.

    Attributes:
        role: of the codebook, or "CHAIR" and "SECRETARY", which the complement decides.
        portfolios: sorted codes.
        country: fixed by the title, `FEDERAL` for offices that Germany, Austria and Switzerland share, else "".
        deputy, former: said inside the word ("Vizeaußenminister", "Exkanzler").
        plural: the form can only be plural; `maybe_plural` it can be.
        organised: names its own organisation ("BASF-Chef"), so no country is looked for in the context.
    """

    role: str
    portfolios: tuple[str, ...] = ()
    country: str = ""
    deputy: bool = False
    former: bool = False
    plural: bool = False
    maybe_plural: bool = False
    organised: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data of `offices_de.yaml` or `offices_en.yaml`, ready for look-up."""

    language: Language
    heads: Mapping[str, Any]
    head_pattern: re.Pattern[str]
    deputy: re.Pattern[str]
    former: re.Pattern[str]
    modifiers: re.Pattern[str]
    portfolio_words: Mapping[str, str]
    portfolio_phrases: tuple[tuple[re.Pattern[str], str], ...]
    portfolio_stems: Mapping[str, str]
    prefixes: Mapping[str, str]
    parties: frozenset[str]
    abbreviations: Mapping[str, str]
    counterpart: re.Pattern[str]
    predecessor: re.Pattern[str]
    successor: re.Pattern[str]
    honorifics: frozenset[str]
    style_openers: frozenset[str]
    body_words: frozenset[str]
    joiners: frozenset[str]
    not_names: frozenset[str]
    lower_not_names: frozenset[str]
    noun_ending: re.Pattern[str]
    given: frozenset[str]
    region_words: frozenset[str]
    city_words: frozenset[str]
    sides: re.Pattern[str]
    institutions: tuple[tuple[re.Pattern[str], Meaning], ...]

    def turn(self, word: str) -> str:
        """Whether a word of `counterpart` speaks of the one before or after in the same office."""
        if self.predecessor.fullmatch(word):
            return "predecessor"
        return "successor" if self.successor.fullmatch(word) else ""

    def stem_portfolio(self, word: str) -> str:
        """The portfolio of a German compound's first half ("Wirtschafts-"), "" when it names none."""
        stem = word.lower().rstrip("-").removeprefix("bundes")
        return self.portfolio_stems.get(stem) or self.portfolio_stems.get(stem.removesuffix("s"), "")


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of one language."""
    data = load_data("extract.finding", f"offices_{language}.yaml")
    german = language == "de"
    endings = "(?:e|er|en|em|es|s)?" if german else ""

    def words(key: str) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(map(re.escape, data[key])) + ")" + endings, re.IGNORECASE)

    phrases = sorted(data["portfolio_phrases"].items(), key=lambda item: -len(item[0]))

    def mirrors(*keys: str) -> re.Pattern[str]:
        stems = "|".join(re.escape(stem) for key in keys for stem in data[key])
        return re.compile(rf"(?:{stems})(?:e|en|in|innen|s|er|n)?" if german else f"(?:{stems})", re.IGNORECASE)

    heads = _german_heads(data) if german else _english_heads(data)
    return Lexicon(
        language=language,
        heads=heads,
        head_pattern=_pattern(heads, german),
        deputy=words("deputy"),
        former=words("former"),
        modifiers=words("modifiers"),
        portfolio_words=data["portfolio_words"],
        portfolio_phrases=tuple((re.compile(rf"\b{re.escape(phrase)}\b"), code) for phrase, code in phrases),
        portfolio_stems=data.get("portfolio_stems", {}),
        prefixes=data.get("prefixes", {}),
        parties=frozenset(data["parties"]),
        abbreviations=data.get("ministry_portfolios", {}),
        counterpart=mirrors("counterpart", "predecessor", "successor"),
        predecessor=mirrors("predecessor"),
        successor=mirrors("successor"),
        honorifics=frozenset(data["honorifics"]),
        style_openers=frozenset(data["style_openers"]),
        body_words=frozenset(data.get("body_words", ())),
        joiners=frozenset(data["joiners"]),
        not_names=frozenset(data["not_names"]),
        lower_not_names=frozenset(word.lower() for word in data["not_names"]),
        noun_ending=re.compile("(?:" + "|".join(sorted(data["noun_endings"], key=len, reverse=True)) + ")$"),
        given=frozenset(name for line in load_data("extract.finding", "given_names.yaml") for name in line.split()),
        region_words=frozenset(data["region_words"]),
        city_words=frozenset(data["city_words"]),
        sides=re.compile(data["sides"]),
        institutions=tuple((re.compile(pattern), _meaning(code)) for code, pattern in data["institutions"].items()),
    )


def _meaning(code: str) -> Meaning:
    code, _, country = code.partition("@")
    role, _, portfolio = code.partition(":")
    return Meaning(role, (portfolio,) if portfolio else (), country)


def _german_heads(data: Mapping[str, Any]) -> dict[str, Any]:
    """Inflected head -> (rests, whether it is plural, whether it may be)."""
    forms: dict[str, Any] = {}
    for head, entry in data["heads"].items():
        base = head[: -len(entry["cut"])] if "cut" in entry else head
        rests = {rest: _meaning(code) for rest, code in entry["rests"].items()}
        for ending in data["declensions"][entry["declension"]]:
            kind = entry["declension"]
            plural = (
                ending in ("innen",) or (kind == "er" and ending == "n") or (kind == "ar" and ending in ("e", "en"))
            )
            maybe = (
                plural
                or (kind in ("er", "chef") and not ending)
                or (kind == "chef" and ending == "s")
                or (kind in ("ent", "adj") and ending == "en")
            )
            forms[base + ending] = (rests, plural, maybe, entry.get("unknown_hyphen", ""))
    return forms


def _english_heads(data: Mapping[str, Any]) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    for phrase, code in data["heads"].items():
        singular, _, plural = phrase.partition("/")
        forms[singular] = (_meaning(code), False)
        forms[plural or f"{singular}s"] = (_meaning(code), True)
    return forms


def _pattern(heads: Mapping[str, Any], german: bool) -> re.Pattern[str]:
    longest = "|".join(re.escape(head).replace("\\ ", "[ -]") for head in sorted(heads, key=len, reverse=True))
    if german:
        return re.compile(f"(.*?)({longest})")
    return re.compile(
        rf"(?<![\w-])(?:(?:vice|ex|then|deputy|co)-)?(?:{longest})(?:[ -](?:designate|elect))?(?![\w-]|[’'](?!s\b))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=50_000)
def german_title(word: str) -> Meaning | None:
    """What one German word means as a title, None when it is none.

    >>> german_title("Vizehandelsminister")
    Meaning(role='minister', portfolios=('trade',), country='', deputy=True, former=False, plural=False, \
maybe_plural=True, organised=False)
    >>> german_title("Bundestagspräsidentin").country, german_title("Gesprächen")
    ('DE', None)
    """
    if not word[:1].isupper():
        return None
    words = lexicon("de")
    match = words.head_pattern.fullmatch(word.lower())
    if match is None:
        return None
    rests, plural, maybe, unknown = words.heads[match[2]]
    rest = word[: len(match[1])]
    found = _rest(rest, rests, words)
    if found is None and unknown and "-" in rest and (own := rests.get(rest.rpartition("-")[2].lower())):
        found = replace(own, organised=True) if own.role == unknown else None  # "Siemens-Vorstandschef"
    if found is None and unknown and rest.endswith("-") and rest.split("-")[0] not in words.parties and len(rest) > 2:
        country = namings("de").get(rest[:-1])
        found = None if country else Meaning(unknown, organised=True)
    return found and replace(found, plural=plural, maybe_plural=maybe)


def _rest(rest: str, rests: Mapping[str, Meaning], words: Lexicon) -> Meaning | None:
    key = rest.lower().strip("-")
    if key in rests:
        return rests[key]
    if key.endswith("vize") and (inner := _rest(rest[:-4].rstrip("-"), rests, words)) is not None and key != "vize":
        return replace(inner, deputy=True)  # "Wirtschaftskammer-Vizepräsident"
    for wild, cut in (("*", ""), ("staats*", "staats")):
        if wild in rests and key.endswith(cut):
            stem = key.removesuffix(cut).rstrip("-")
            portfolio = words.portfolio_stems.get(stem) or words.portfolio_stems.get(stem.removesuffix("s"))
            if portfolio:
                return replace(rests[wild], portfolios=(portfolio,))
    lowered = rest.lower()
    for prefix, kind in words.prefixes.items():
        if lowered.startswith(prefix):
            inner = _rest(rest[len(prefix) :].lstrip("-"), rests, words)
            if inner is not None:
                return _prefixed(inner, kind)
    head, hyphen, tail = rest.partition("-")
    if hyphen and (head in namings("de") or head in words.parties or head in ("UN", "UNO", "Nato", "NATO")):
        return _rest(tail, rests, words)
    return None


def _prefixed(meaning: Meaning, kind: str) -> Meaning:
    if kind == "former":
        return replace(meaning, former=True)
    if kind == "deputy":
        return replace(meaning, deputy=True)
    if kind == "federal":
        return replace(meaning, country=meaning.country or FEDERAL)
    if kind == "region":
        return replace(meaning, country=meaning.country or "DE")
    return meaning


def deputised(role: str) -> str:
    """The role of a deputy.

    >>> deputised("minister"), deputised("spokesperson")
    ('deputy_minister', 'spokesperson')
    """
    return _DEPUTIES.get(role, role)


def portfolios(phrase: str, language: Language) -> tuple[str, ...]:
    """Portfolios that a phrase names, sorted.

    >>> portfolios("Ministry for Economic Cooperation and Development", "en")
    ('development',)
    >>> portfolios("im Bundeswirtschaftsministerium", "de"), portfolios("für Verkehr und Digitales", "de")
    (('economy',), ('digital', 'transport'))
    """
    words = lexicon(language)
    text = " ".join(phrase.lower().split())
    found: set[str] = set()
    for pattern, code in words.portfolio_phrases:
        text, times = pattern.subn(" ", text)
        if times and code:
            found.add(code)
    for word in re.findall(r"[^\W\d_]+", text):
        code = words.portfolio_words.get(word) or _ministry(word, words)
        if code:
            found.add(code)
    for word in re.findall(r"\b[A-Z][A-Za-z]{1,4}\b", phrase):
        found.update(filter(None, words.abbreviations.get(word, "").split("+")))
    return tuple(sorted(found))


def _ministry(word: str, words: Lexicon) -> str:
    for ending in ("ministerium", "ministeriums", "ministerien", "ressort", "ressorts", "departement", "departements"):
        if word.endswith(ending):
            stem = word.removesuffix(ending).removeprefix("bundes")
            return words.portfolio_stems.get(stem) or words.portfolio_stems.get(stem.removesuffix("s"), "")
    return ""
