"""The phrase language of rules, and where phrases stand in a text.

A phrase is words with blanks between them. `*` stands for any letters at its place in a word ("Handelsums*",
"*handel"), `(a|b)` for one of several words, `(a|b)?` for a word that may be missing, `...` for a gap of up to twenty
words inside the sentence. Case is ignored, except after `=` ("=Treffen" is the noun only). The trigger `<demonym>`
stands for any word for the people of a country ("12,000 Swedes", "40.000 Polen").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

DEMONYM = "<demonym>"

_PIECE = re.compile(r"\.\.\.|(?:[^\s()]|\([^()]*\)\??)+")
_OPTIONAL = re.compile(r"\([^()]*\)\?")
_PART = re.compile(r"\(([^()]*)\)|([^()]+)")
# A word is taken whole, (?>...): were its punctuation also what stands between words, a row of thirty dots would have
# more readings than can be tried. What is looked for may be the end of a word with hyphens.
_GAP = r"(?:[^\w;:]+(?>\w+(?:[’'.,-]\w+)*)){0,20}?[^\w;:]+(?:\w+[’'.,-]+)*?"


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at `[start, end)` of the text it was looked for in."""

    start: int
    end: int
    phrase: str


class PhraseError(ValueError):
    """A phrase that the phrase language does not allow."""


def phrase_pattern(phrase: str) -> str:
    """The regular expression of a phrase.

    Raises:
        PhraseError: for an empty phrase, or one that consists of gaps and wildcards alone.

    >>> bool(re.search(phrase_pattern("Handelsums*"), "der Handelsumsatz"))
    True
    >>> bool(re.search(phrase_pattern("sagte ... zu"), "Berlin sagte Astana neue Kredite zu"))
    True
    """
    exact = phrase.startswith("=")
    body = phrase.removeprefix("=")
    pieces = _PIECE.findall(body)
    if not re.search(r"\w", body.replace("*", "")):
        raise PhraseError(f"phrase {phrase!r} has no word; write at least one, for example 'Handelsvolumen'")
    pattern, glue = "", ""
    for piece in pieces:
        if piece == "...":
            pattern, glue = pattern + _GAP, ""
        elif _OPTIONAL.fullmatch(piece):
            after = "" if glue else r"\s+"
            pattern += f"(?:{glue}{_word(piece[:-1])}{after})?"
        else:
            pattern += glue + _word(piece)
            glue = r"\s+"
    flags = "" if exact else "(?i:"
    return rf"(?<!\w){flags}{pattern}{'' if exact else ')'}(?!\w)"


def _word(piece: str) -> str:
    parts = []
    for match in _PART.finditer(piece):
        if match[1] is not None:
            choices = (r"\s+".join(_letters(word) for word in one.split()) for one in match[1].split("|"))
            parts.append("(?:" + "|".join(choices) + ")")
        else:
            parts.append(_letters(match[2]))
    return "".join(parts)


def _letters(text: str) -> str:
    return re.escape(text).replace(r"\*", r"[\w-]*")


@dataclass(frozen=True)
class Phrase:
    """A phrase ready to be looked for; a text that holds none of the anchors cannot hold the phrase.

    Attributes:
        anchors: letters in lower case; empty where the phrase has none of its own.
    """

    phrase: str
    anchors: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when the first text has its anchors: most phrases of all packs stand in no text of a short run.

        Raises:
            PhraseError: for a phrase without a word.
        """
        return re.compile(phrase_pattern(self.phrase))


@lru_cache(maxsize=16384)
def compiled(phrase: str) -> Phrase:
    """A phrase with its anchors."""
    return Phrase(phrase, _anchors(phrase))


@lru_cache(maxsize=4096)
def _all_compiled(phrases: tuple[str, ...]) -> tuple[Phrase, ...]:
    return tuple(compiled(phrase) for phrase in phrases)


def _anchors(phrase: str) -> tuple[str, ...]:
    """Letters in lower case of which a text must hold one, empty where the phrase has no such letters.

    >>> _anchors("sagte* ... zu"), _anchors("(den|die) Exporte(n)?")
    (('sagte',), ('exporte',))
    """
    best: tuple[str, ...] = ()
    for piece in _PIECE.findall(phrase.removeprefix("=")):
        if piece == "..." or _OPTIONAL.fullmatch(piece):
            continue
        outside = max(re.split(r"\([^()]*\)\??|\*", piece), key=len)
        group = re.fullmatch(r"\(([^()]*)\)", piece)
        choices = group[1].split("|") if group else [outside]
        letters = tuple(max(re.split(r"[*\s]", choice), key=len).lower() for choice in choices)
        if all(letters) and min(map(len, letters)) > min(map(len, best), default=0):
            best = letters
    return best


def find_phrases(phrases: tuple[str, ...], text: str, lower: str | None = None) -> Iterator[Hit]:
    """Every place where one of the phrases stands, from left to right, not overlapping; of two the first listed.

    Args:
        phrases: what to look for.
        text: where.
        lower: the text in lower case, for callers that look for many phrases in one text.

    >>> [hit.phrase for hit in find_phrases(("Handel mit", "Export*"), "Der Handel mit Polen, die Exporte")]
    ['Handel mit', 'Export*']
    """
    small = text.lower() if lower is None else lower
    found: list[tuple[int, int, int]] = []
    for place, ready in enumerate(_all_compiled(phrases)):
        for anchor in ready.anchors:
            if anchor in small:
                break
        else:
            if ready.anchors:
                continue
        found += [(match.start(), place, match.end()) for match in ready.pattern.finditer(text)]
    end = -1
    for start, place, stop in sorted(found):
        if start >= end:
            end = stop
            yield Hit(start, stop, phrases[place])


def words_of(phrase: str) -> list[str]:
    """The words that a phrase must have, each a phrase of its own.

    >>> words_of("sagte* ... (der|dem)? Hilfe zu")
    ['sagte*', 'Hilfe', 'zu']
    """
    pieces = _PIECE.findall(phrase.removeprefix("="))
    return [piece for piece in pieces if re.search(r"\w", piece) and not _OPTIONAL.fullmatch(piece)]


def any_phrase(phrases: tuple[str, ...], text: str) -> Hit | None:
    """The first phrase that stands in the text, or None."""
    return next(find_phrases(phrases, text), None)
