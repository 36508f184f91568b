"""Countries in a text: one pass over its words with a dictionary of all surface forms, longest match first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.records import CountryMention, Language
from extract.values.country import Naming, namings
from extract.values.reference import load_data

_TOKEN = re.compile(
    r"(?:[A-Z]\.)+[A-Z]\b\.?|(?:[A-Z]\.){2,}|\bSt\.|[^\W\d_]+(?:['’ʻ`´][^\W\d_]+)*|(?<=[\w.])[-‐‑–](?=\w)"
)
_HYPHENS = frozenset("-‐‑–")
_GENITIVE = re.compile(r"['’`´]s?$")
_DIRECTIONS = ("Nord", "Süd", "Ost", "West", "Zentral", "Mittel")
_PLACE_WORDS = {
    "de": frozenset("in aus nach bei von um vor über ab bis zwischen".split()),
    "en": frozenset("in from to at near of via outside around between".split()),
}
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
_NOT_BEFORE = frozenset("Nicht nicht Non non Anti anti Pro pro Afro Ex".split())
_LANGUAGES = re.compile(r" (?:Sprache|Sprachen|Übersetzung|Sprachkenntniss\w+|language|translation)\b")
_GEORGIA_STATE = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Alabama|Florida|Carolina|Arizona|Pennsylvania|Gov\.|Senator)\b"
)
_GEORGIA_COUNTRY = re.compile(
    r"\b(?:Tbilisi|Georgians?|Caucasus|Armenia|Azerbaijan|Batumi|Abkhazia|Ossetia|Moldova|Ukraine)\b"
)
_DC = re.compile(r",? ?D\. ?C\.|,? DC\b")
_TITLE_BEFORE = re.compile(
    r"(?:minister(?:in)?|präsident(?:in)?|chef(?:in)?|kanzler(?:in)?|botschafter(?:in)?|Herrn?|Frau|Minister|President|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|"
    r"Senator|Secretary|Ambassador|Sir|Lord|Prof\.?) $"
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int  # token indices, [first, last)
    last: int
    naming: Naming
    genitive: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Naming], ...]]  # by first token, longest first
    combining: Mapping[str, str]
    currencies: frozenset[str]
    currencies_of: Mapping[str, frozenset[str]]
    personal: frozenset[str]
    given: frozenset[str]


def find_countries(text: str, lang: Language) -> list[CountryMention]:
    """Countries named in a text, in order and without overlap.

    Capitals, metonyms ("Kreml") and other places stand as forms of their own. "Georgia" is the country unless the text
    speaks of the American state; names that people bear are left out where a name of a person is the likelier reading.

    Args:
        text: any text.
        lang: its language.

    >>> [(m.quote, m.codes) for m in find_countries("Die deutsch-kasachischen Beziehungen", "de")]
    [('deutsch-kasachischen', ('DE', 'KZ'))]
    """
    lexicon = _lexicon(lang)
    tokens = [_Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    hits = list(_hits(text, tokens, lexicon, lang))
    kept = [hit for hit in hits if _meant(text, tokens, hit, lexicon, lang)]
    strong = {
        hit.naming.code for hit in kept if not hit.naming.weak and hit.naming.form in ("name", "adjective", "demonym")
    }
    kept = [hit for hit in kept if not hit.naming.weak or _supported(text, tokens, hit, strong, lang)]
    counts = Counter(hit.naming.code for hit in kept if not hit.naming.federal)
    return list(_mentions(text, tokens, kept, counts, lang))


@cache
def _lexicon(lang: Language) -> _Lexicon:
    phrases: dict[str, list[tuple[tuple[str, ...], Naming]]] = {}
    for surface, naming in namings(lang).items():
        words = tuple(_key(match[0]) for match in _TOKEN.finditer(surface))
        phrases.setdefault(words[0], []).append((words, naming))
    context = load_data("extract.values", "metonyms.yaml")
    return _Lexicon(
        {first: tuple(sorted(rest, key=lambda row: -len(row[0]))) for first, rest in phrases.items()},
        context["combining"],
        frozenset(word for line in context["currencies"] for word in line.split()),
        {noun: frozenset(codes) for noun, codes in context["currencies_of"].items()},
        frozenset(context["personal"]),
        frozenset(name for line in load_data("extract.finding", "given_names.yaml") for name in line.split()),
    )


def _key(word: str) -> str:
    if word in _HYPHENS:
        return "-"
    return word.replace("'", "’").replace("`", "’").replace("´", "’")


def _hits(text: str, tokens: Sequence[_Token], lexicon: _Lexicon, lang: Language) -> Iterator[_Hit]:
    index, total = 0, len(tokens)
    phrases = lexicon.phrases
    while index < total:
        word = tokens[index].text
        rows = phrases.get(word)
        hit = _match(text, tokens, index, rows, lang) if rows is not None else None
        if hit is None and (word[0].isupper() or "’" in word or "'" in word):
            hit = _variant(text, tokens, index, lexicon, lang)
        if hit is None and index + 1 < total and tokens[index + 1].text in _HYPHENS:
            code = lexicon.combining.get(word.lower())
            hit = _Hit(index, index + 1, Naming(code, "adjective", stem=True), False) if code else None
        if hit is None:
            index += 1
        else:
            yield hit
            index = hit.last


def _match(
    text: str, tokens: Sequence[_Token], index: int, rows: Sequence[tuple[tuple[str, ...], Naming]], lang: Language
) -> _Hit | None:
    for words, naming in rows:
        last = index + len(words)
        if last > len(tokens):
            continue
        genitive = naming.genitive
        for step in range(1, len(words)):
            before, token = tokens[index + step - 1], tokens[index + step]
            gap = text[before.end : token.start]
            hyphen = words[step] == "-" or words[step - 1] == "-"
            if gap not in (("",) if hyphen else (" ", "\n", " ", " & ", ". ")):
                break
            word = _key(token.text)
            if word != words[step]:
                if step < len(words) - 1 or _GENITIVE.sub("", word) != words[step]:
                    break
                genitive = True
        else:
            return _Hit(index, last, naming, genitive)
    return None


def _variant(text: str, tokens: Sequence[_Token], index: int, lexicon: _Lexicon, lang: Language) -> _Hit | None:
    """Other spellings of the word at `index`: with 's, in capitals, without a full stop, with a direction before it."""
    word = _key(tokens[index].text)
    phrases = lexicon.phrases
    if "’" in word:
        bare = _GENITIVE.sub("", word)
        rows = phrases.get(word) or phrases.get(bare)
        if rows:
            hit = _match(text, tokens, index, [row for row in rows if len(row[0]) == 1 or word in phrases], lang)
            return hit and _Hit(hit.first, hit.last, hit.naming, hit.naming.form != "adjective" or lang == "en")
        return None
    if "." in word:
        rows = phrases.get(word + ".")
        return _match(text, tokens, index, rows, lang) if rows else None
    if len(word) > 3 and word.isupper():
        rows = phrases.get(word.capitalize()) or phrases.get(word.capitalize().replace("ss", "ß"))
        single = [row for row in rows or () if len(row[0]) == 1 and not row[1].weak]
        return _match(text, tokens, index, single, lang) if single else None
    if lang == "de" and word.startswith(_DIRECTIONS):
        return _directed(index, word, phrases)
    if lang == "de" and word.startswith("Bundes") and word.endswith(("ministerium", "ministeriums", "ministerien")):
        return _Hit(index, index + 1, Naming("DE", "metonym", federal=True), word.endswith("s"))
    return None


def _directed(index: int, word: str, phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Naming]]]) -> _Hit | None:
    for direction in _DIRECTIONS:
        rest = word.removeprefix(direction)
        if rest == word or rest in ("amerika", "amerikas", "amerikaner", "amerikanern"):
            continue
        for row, naming in phrases.get(rest.capitalize(), ()):
            if len(row) == 1 and naming.form in ("name", "demonym"):
                return _Hit(index, index + 1, Naming(naming.code, "place", naming.genitive), naming.genitive)
    return None


def _meant(text: str, tokens: Sequence[_Token], hit: _Hit, lexicon: _Lexicon, lang: Language) -> bool:
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
    if hit.first and tokens[hit.first - 1].text in _HYPHENS and hit.first > 1:
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
    return not (_GENITIVE.sub("", word) in lexicon.personal and _is_person(text, tokens, hit, lexicon, lang))


def _in_chain(tokens: Sequence[_Token], hit: _Hit) -> bool:
    return hit.last < len(tokens) and tokens[hit.last].text in _HYPHENS


def _is_currency(text: str, tokens: Sequence[_Token], hit: _Hit, lexicon: _Lexicon) -> bool:
    if hit.last >= len(tokens) or hit.naming.form not in ("adjective", "name"):
        return False
    index = hit.last
    if tokens[index].text in _HYPHENS and index + 1 < len(tokens):
        index += 1
    elif text[tokens[hit.last - 1].end : tokens[index].start] not in (" ", " "):
        return False
    noun = tokens[index].text.lower()
    return noun in lexicon.currencies or hit.naming.code in lexicon.currencies_of.get(noun, ())


def _shouted(text: str, start: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end) if "\n" in text[end:] else len(text)]
    return line.isupper() and len(line) > end - start + 6


def _is_person(text: str, tokens: Sequence[_Token], hit: _Hit, lexicon: _Lexicon, lang: Language) -> bool:
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
    if lang == "de" or not capital_next or following is None:
        return False
    if hit.naming.form == "name" and hit.naming.code not in ("JO", "TD", "GE"):
        return False
    previous = tokens[hit.first - 1].text.lower() if hit.first else ""
    plain = previous in _PLACE_WORDS["en"] or text[end : end + 1] == ","
    known = following.text in lexicon.phrases or following.text in (
        "Valley",
        "River",
        "Times",
        "Office",
        "Embassy",
        "Government",
    )
    return hit.naming.form == "name" and not plain and not known and hit.naming.weak


def _supported(text: str, tokens: Sequence[_Token], hit: _Hit, strong: set[str], lang: Language) -> bool:
    if hit.naming.code in strong:
        return True
    before = tokens[hit.first - 1].text.lower() if hit.first else ""
    after = text[tokens[hit.last - 1].end : tokens[hit.last - 1].end + 2]
    located = before in _PLACE_WORDS[lang] and hit.naming.form != "name"
    return hit.naming.form == "name" or located or (after == ", " and before in _PLACE_WORDS[lang])


def _mentions(
    text: str, tokens: Sequence[_Token], hits: Sequence[_Hit], counts: Counter[str], lang: Language
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
    r" (?:and|or|has|have|had|is|are|was|were|will|would|to|in|on|at|for|with|as|said|says|also|by|of|from)\b"
)


def _before_noun(text: str, end: int, lang: Language) -> bool:
    """ "US-Präsident", "U.S. side" against "in the US and"."""
    if lang == "de" or text.startswith("-", end):
        return text.startswith("-", end)
    return re.match(r" [^\W\d_]", text[end : end + 2]) is not None and not _VERBS_AFTER.match(text, end)


def _brussels(text: str) -> int:
    return len(re.findall(r"\b(?:Brüssel|Brussels)\b|\bBrüssels\b", text))


def _joined(text: str, tokens: Sequence[_Token], left: _Hit, right: _Hit) -> bool:
    """Two hits with nothing but a hyphen between them: a pair compound."""
    if right.first != left.last + 1 or tokens[left.last].text not in _HYPHENS:
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
