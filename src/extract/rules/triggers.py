"""The phrase language of rules, and where phrases stand in a text.

A phrase is words with blanks between them. `*` stands for any letters at its place in a word ("Handelsums*",
"*handel"), `(a|b)` for one of several words, `(a|b)?` for a word that may be missing, `...` for a gap of up to twenty
words inside the sentence. Case is ignored, except after `=` ("=Treffen" is the noun only). The trigger `<demonym>`
stands for any word for the people of a country ("12,000 Swedes", "40.000 Polen").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

DEMONYM = "<demonym>"

_PIECE = re.compile(r"\.\.\.|(?:[^\s()]|\([^()]*\)\??)+")
_OPTIONAL = re.compile(r"\([^()]*\)\?")
_PART = re.compile(r"\(([^()]*)\)|([^()]+)")
_GAP = r"(?:[^\w;:]+[\w’'.,-]+){0,20}?[^\w;:]+"


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


@lru_cache(maxsize=4096)
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    return re.compile("|".join(f"({phrase_pattern(phrase)})" for phrase in phrases))


def find_phrases(phrases: tuple[str, ...], text: str) -> Iterator[Hit]:
    """Every place where one of the phrases stands, from left to right, not overlapping.

    >>> [hit.phrase for hit in find_phrases(("Handel mit", "Export*"), "Der Handel mit Polen, die Exporte")]
    ['Handel mit', 'Export*']
    """
    pattern = _compiled(phrases)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        if match.lastindex is not None:
            yield Hit(match.start(), match.end(), phrases[match.lastindex - 1])


def any_phrase(phrases: tuple[str, ...], text: str) -> Hit | None:
    """The first phrase that stands in the text, or None."""
    return next(find_phrases(phrases, text), None)


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that lie in no longer hit, in order of the text."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept
