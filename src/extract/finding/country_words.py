"""Words of a text against the dictionary of country names: one pass, longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.finding.token import Token
from extract.records import Language
from extract.values.country import Naming, namings
from extract.values.reference import load_data

HYPHENS = frozenset("-‐‑–")
GENITIVE = re.compile(r"['’`´]s?$")

_TOKEN = re.compile(
    r"(?:[A-Z]\.)+[A-Z]\b\.?|(?:[A-Z]\.){2,}|\bSt\.|[^\W\d_]+(?:['’ʻ`´][^\W\d_]+)*|(?<=[\w.])[-‐‑–](?=\w)"
)
_DIRECTIONS = ("Nord", "Süd", "Ost", "West", "Zentral", "Mittel")


@dataclass(frozen=True, slots=True)
class Hit:
    first: int  # token indices, [first, last)
    last: int
    naming: Naming
    genitive: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Naming], ...]]  # by first token, longest first
    combining: Mapping[str, str]
    currencies: frozenset[str]
    currencies_of: Mapping[str, frozenset[str]]
    personal: frozenset[str]
    given: frozenset[str]
    administration: frozenset[str]  # words of offices, which follow a country and no first name


def read_tokens(text: str) -> list[Token]:
    """Words, abbreviations with full stops, and the hyphens inside compounds."""
    return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


@cache
def country_lexicon(lang: Language) -> Lexicon:
    phrases: dict[str, list[tuple[tuple[str, ...], Naming]]] = {}
    for surface, naming in namings(lang).items():
        words = tuple(_key(match[0]) for match in _TOKEN.finditer(surface))
        phrases.setdefault(words[0], []).append((words, naming))
    context = load_data("extract.values", "metonyms.yaml")
    return Lexicon(
        {first: tuple(sorted(rest, key=lambda row: -len(row[0]))) for first, rest in phrases.items()},
        context["combining"],
        frozenset(word for line in context["currencies"] for word in line.split()),
        {noun: frozenset(codes) for noun, codes in context["currencies_of"].items()},
        frozenset(context["personal"]),
        frozenset(name for line in load_data("extract.finding", "given_names.yaml") for name in line.split()),
        frozenset(load_data("extract.finding", f"offices_{lang}.yaml")["not_names"]),
    )


def _key(word: str) -> str:
    if word in HYPHENS:
        return "-"
    return word.replace("'", "’").replace("`", "’").replace("´", "’")


def find_hits(text: str, tokens: Sequence[Token], lexicon: Lexicon, lang: Language) -> Iterator[Hit]:
    index, total = 0, len(tokens)
    phrases = lexicon.phrases
    while index < total:
        word = tokens[index].text
        rows = phrases.get(word)
        hit = _match(text, tokens, index, rows, lang) if rows is not None else None
        if hit is None and (word[0].isupper() or "’" in word or "'" in word):
            hit = _variant(text, tokens, index, lexicon, lang)
        if hit is None and index + 1 < total and tokens[index + 1].text in HYPHENS:
            code = lexicon.combining.get(word.lower())
            hit = Hit(index, index + 1, Naming(code, "adjective", stem=True), False) if code else None
        if hit is None:
            index += 1
        else:
            yield hit
            index = hit.last


def _match(
    text: str, tokens: Sequence[Token], index: int, rows: Sequence[tuple[tuple[str, ...], Naming]], lang: Language
) -> Hit | None:
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
                if step < len(words) - 1 or GENITIVE.sub("", word) != words[step]:
                    break
                genitive = True
        else:
            return Hit(index, last, naming, genitive)
    return None


def _variant(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon, lang: Language) -> Hit | None:
    """Other spellings of the word at `index`: with 's, in capitals, without a full stop, with a direction before it."""
    word = _key(tokens[index].text)
    phrases = lexicon.phrases
    if "’" in word:
        bare = GENITIVE.sub("", word)
        rows = phrases.get(word) or phrases.get(bare)
        if rows:
            hit = _match(text, tokens, index, [row for row in rows if len(row[0]) == 1 or word in phrases], lang)
            return hit and Hit(hit.first, hit.last, hit.naming, word not in phrases)
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
        return Hit(index, index + 1, Naming("DE", "metonym", federal=True), word.endswith("s"))
    return None


def _directed(index: int, word: str, phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Naming]]]) -> Hit | None:
    for direction in _DIRECTIONS:
        rest = word.removeprefix(direction)
        if rest == word or rest in ("amerika", "amerikas", "amerikaner", "amerikanern"):
            continue
        for row, naming in phrases.get(rest.capitalize(), ()):
            if len(row) == 1 and naming.form in ("name", "demonym"):
                return Hit(index, index + 1, Naming(naming.code, "place", naming.genitive), naming.genitive)
    return None
