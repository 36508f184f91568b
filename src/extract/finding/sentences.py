"""Sentence borders by rules, alike for German and English; offsets count code points of the text as given.

A full stop ends a sentence unless an abbreviation, an initial, an ordinal or a small letter after it speaks against
it; German capitalises nouns, so after an abbreviation only a word that usually begins sentences counts as a start.
Sentences never cross a blank line, nor a line break that is not a mere wrap of a longer line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.records import Language
from extract.values.reference import load_data

_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028])(?:[^\S\n\r]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028]))+|\u2029+")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028]")
_CLOSERS = "\"'´”’“‘»«›‹)]}*_"
_OPENERS = "\"'`´„“‘‚»«›‹([{*_"
# Possessive, and only from the head of a run of stops, so that no text makes it slow.
_STOP = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>[{re.escape(_CLOSERS)}]*+)(?P<gap>\s+|(?=[A-ZÄÖÜ][a-zäöüß]*\s)|$)"
)
_NEXT = re.compile(rf"[{re.escape(_OPENERS)}]*\s*(?P<dash>[-–—•]+\s*)?[{re.escape(_OPENERS)}]*(?P<word>\w[\w'’-]*)?")
_LAST_WORD = re.compile(r"(?:[^\W\d_]+\.)*(?:\d[\d.,]*[^\W\d_]*|[^\W\d_][\w’'-]*)$")
_BULLET = re.compile(r"\s*(?:[-–—•*·‣▪►]\s|\(?\d{1,3}[.)]\s|[a-z]\)\s|#+\s)")
_ROMAN = re.compile(r"[IVXL]+")
_ENDED = re.compile(rf"[.!?…:;][{re.escape(_CLOSERS)}]*\s*$")
_MAX_WRAP = 130
# Characters before a full stop in which its last word is sought.
_REACH = 60
_MAX_HEADING = 160


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence `[start, end)` without white space at its ends.

    Attributes:
        paragraph: number of the paragraph, from 0.
        heading: a short line of its own without a full stop.
    """

    start: int
    end: int
    paragraph: int
    heading: bool


@dataclass(frozen=True, slots=True)
class _Words:
    never: frozenset[str]
    unless_starter: frozenset[str]
    before_number: frozenset[str]
    months: frozenset[str]
    starters: frozenset[str]
    after_cardinal: frozenset[str]


@cache
def _words(language: Language) -> _Words:
    data = load_data("extract.finding", "sentences.yaml")[language]
    return _Words(**{key: frozenset(data[key].split()) for key in _Words.__slots__})


def split_sentences(text: str, language: Language) -> list[Piece]:
    """The sentences of a text in order.

    Args:
        text: any text.
        language: whose abbreviations and sentence starts to use.

    >>> text = "Am 3. Mai kamen 2 Mrd. Euro.  Das war viel."
    >>> [text[piece.start:piece.end] for piece in split_sentences(text, "de")]
    ['Am 3. Mai kamen 2 Mrd. Euro.', 'Das war viel.']
    """
    pieces: list[Piece] = []
    paragraph = -1
    width = _wrap_width(text)
    for block_start, block_end in paragraphs(text):
        last = 0
        for index, (start, end) in enumerate(_lines(text, block_start, block_end, width)):
            spans = list(_split_line(text, start, end, _words(language), german=language == "de"))
            # Lines of one sentence each make one paragraph; lines that hold more are paragraphs themselves.
            if index == 0 or len(spans) > 1 or last > 1:
                paragraph += 1
            last = len(spans)
            heading = len(spans) == 1 and _is_heading(text, *spans[0])
            pieces.extend(Piece(first, until, paragraph, heading) for first, until in spans)
    return pieces


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between blank lines, without white space at their ends; empty ones are left out.

    >>> list(paragraphs("a b\\n \\nc"))
    [(0, 3), (6, 7)]
    """
    position = 0
    for match in _BLANK_LINE.finditer(text):
        yield from _stripped(text, position, match.start())
        position = match.end()
    yield from _stripped(text, position, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _raw_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines, position = [], start
    for match in _LINE_BREAK.finditer(text, start, end):
        lines.append((position, match.start()))
        position = match.end()
    lines.append((position, end))
    return lines


def _wrap_width(text: str) -> int:
    """The width at which lines were wrapped, 0 where line breaks mean something.

    A wrapped line could not have taken the first word of the next one: that is tested for all breaks of the text.
    """
    blocks = [_raw_lines(text, start, end) for start, end in paragraphs(text)]
    width = max((end - start for lines in blocks if len(lines) > 1 for start, end in lines), default=0)
    breaks = full = 0
    for lines in blocks:
        for (start, end), (next_start, next_end) in pairwise(lines):
            breaks += 1
            full += _is_full(text, start, end, next_start, next_end, width)
    return width if breaks >= 3 and width <= _MAX_WRAP and full >= 0.8 * breaks else 0


def _is_full(text: str, start: int, end: int, next_start: int, next_end: int, width: int) -> bool:
    words = text[next_start:next_end].split(maxsplit=1)
    return bool(words) and (end - start) + 1 + len(words[0]) > width


def _lines(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph, mere wraps joined."""
    lines = _raw_lines(text, start, end)
    first = start
    for line, following in pairwise(lines):
        if not _is_wrap(text, line, following, width):
            yield from _stripped(text, first, line[1])
            first = following[0]
    yield from _stripped(text, first, end)


def _is_wrap(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines only wraps a longer line."""
    if _BULLET.match(text, *following):
        return False
    if width and _is_full(text, *line, *following, width):
        return True
    return text[slice(*following)].lstrip()[:1].islower() and not _ENDED.search(text[slice(*line)])


def _split_line(text: str, start: int, end: int, words: _Words, *, german: bool) -> Iterator[tuple[int, int]]:
    first = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends(text, first, match, end, words, german=german):
            yield from _stripped(text, first, match.end("close"))
            first = match.end()
    yield from _stripped(text, first, end)


def _ends(text: str, first: int, match: re.Match[str], end: int, words: _Words, *, german: bool) -> bool:
    following = _NEXT.match(text, match.end(), end)
    word = following["word"] if following else None
    if not word:
        return False
    starts = word[0].isupper() and word.split("'")[0].split("’")[0].lower() in words.starters
    if not match["gap"]:
        before = _LAST_WORD.search(text, max(first, match.start() - _REACH), match.start())
        return starts and before is not None and before[0][-3:].isalpha() and before[0][-3:].islower()
    if word[0].islower():
        return False
    if match["mark"] != ".":
        return True
    if german and match["close"] and following and following["dash"]:
        return starts
    return _full_stop_ends(text, first, match, word, words, starts=starts, german=german)


def _full_stop_ends(
    text: str, first: int, match: re.Match[str], word: str, words: _Words, *, starts: bool, german: bool
) -> bool:
    found = _LAST_WORD.search(text, max(first, match.start() - _REACH), match.start())
    if found is None:
        return True
    before = found[0]
    if before[0].isdigit():
        return _number_ends(text, first, found, word, words, starts=starts, german=german)
    if set(match["close"]) & set('"”“«»'):
        return True
    # "z. B.": each part is a single letter with a space after its full stop.
    spaced = re.search(r"(?:\b[^\W\d_]\.\s?)+$", text[max(first, found.start() - 12) : found.start()])
    joined = re.sub(r"\s", "", spaced[0] + before) if spaced and len(before) == 1 else before
    # "Müller-Str.", "Prof.-Dr.": the part behind the last hyphen is the abbreviation.
    tail = joined.rsplit("-", 1)[-1]
    keys = {joined, joined.lower(), tail, tail.lower()}
    if keys & words.never:
        return False
    if word[0].isdigit() and keys & (words.before_number | words.months):
        return False
    if keys & words.unless_starter or (german and _ROMAN.fullmatch(before)):
        return starts
    if len(before) == 1 or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", before):
        return starts
    return True


def _number_ends(
    text: str, first: int, found: re.Match[str], word: str, words: _Words, *, starts: bool, german: bool
) -> bool:
    """Whether the full stop after a number ends the sentence rather than making an ordinal or a list number."""
    if found.start() == first:
        return False
    if not german or len(found[0]) > 3 or not found[0].isdigit():
        return True
    if word.lower() in words.months or word[0].isdigit():
        return False
    earlier = _LAST_WORD.search(text[max(first, found.start() - _REACH) : found.start()].rstrip())
    return starts or (earlier is not None and earlier[0].lower() in words.after_cardinal)


def _is_heading(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    if len(line) > _MAX_HEADING or _BULLET.match(line):
        return line.startswith("#") and len(line) <= _MAX_HEADING
    if not _ENDED.search(line):
        return True
    return line.rstrip(_CLOSERS)[-1:] in "?!…" and len(line.split()) <= 12
