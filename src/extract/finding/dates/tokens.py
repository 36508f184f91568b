"""Text -> tokens, each with a tag of one character, so that the grammar is a regular expression over tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.finding.dates.lexicon import Lexicon, Word, lexicon
from extract.records import Language

#: Kinds of tokens that do not come from the lexicon.
_MARKS = {
    ".": "dot", ",": "comma", "/": "slash", "(": "open", ")": "close", "[": "open", "]": "close", "%": "percent",
    "-": "dash", "–": "dash", "—": "dash", "‐": "dash", "‑": "dash",
}  # fmt: skip
_NAMES = (
    "other name number_other break dot comma slash open close dash percent genitive"
    " day int year two nth fulldate daymonth monthyear span decade short_year clock quarter_code half_code week_code"
    " month month_lower weekday weekday_abbreviated weekday_set weekday_daypart unit unit_number weekend season"
    " season_unit daypart fiscal calendar relative anaphor edge unit_edge unit_before unit_twice_before same_before"
    " unit_after deictic deictic_year deictic_time reference set_adverb duration_word duration_suffix each"
    " distance_before distance_after ago since until through from to between and of in the one about several half_word"
    " same_period decade_word clock_word week_word number ordinal holiday era abbr_dot"
    " month_week year_on_year"
).split()
TAG = {name: chr(0x100 + index) for index, name in enumerate(_NAMES)}

_TOKEN = re.compile(
    r"""
      (?P<fulldate>\d{4}-\d{1,2}-\d{1,2}(?!\d) | \d{4}/\d{1,2}/\d{1,2}(?!\d)
        | \d{1,2}\.[ \u00a0]?\d{1,2}\.[ \u00a0]?\d{4}(?!\d) | \d{1,2}\.\d{1,2}\.\d{2}(?![\d.,]\d)(?!\d)
        | (?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)
        | \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d) | \d{1,2}-\d{1,2}-\d{4}(?!\d)
        | (?<![\w-])(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])-\d\d(?![\w-]))
    | (?P<clock>\d{1,2}(?:[:.]\d{2}){1,2}(?=\ ?(?:Uhr|[ap]\.?\ ?m\b)) | \d{1,2}:\d{2}(?::\d{2})?(?!\d)
        | \d{1,2}(?:[:.]\d{2})?\ ?[ap](?:\.m\.|m\b))
    | (?P<daymonth>\d{1,2}\.[ \u00a0]?\d{1,2}\.(?![\d]))
    | (?P<monthyear>\d{1,2}/\d{4}(?!\d))
    | (?P<span>\d{4}/\ ?(?:\d{4}|\d{2})(?!\d))
    | (?P<decade>['’]?(?:\d{4}|\d{2})(?:er|ern|s|['’]s)(?!\w))
    | (?P<era>(?<!\w)(?:[vn]\.\s?(?:d\.\s?)?(?:Chr|u\.\s?Z)\b\.? | (?:vor|nach)\ Chr(?:istus|isti\ Geburt|\.)
        | B\.C\.(?:E\.)?|BCE?(?!\w) | A\.D\.|AD(?!\w)))
    | (?P<short>['’]\d{2}(?!\w))
    | (?P<nth>\d{1,2}(?:st|nd|rd|th|ten|te)(?!\w))
    | (?P<figure>\d+(?:[.,'’]\d+)+)
    | (?P<integer>\d+(?!\w))
    | (?P<glued>\d\w*)
    | (?P<genitive>['’]s?(?!\w))
    | (?P<word>[^\W\d_]\w*(?:['’]clock)?)
    | (?P<blank>\n[^\S\n]*\n\s*)
    | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_ABBREVIATED = frozenset(
    "jan jän jänn feb febr mär mrz mar apr jun jul aug sep sept okt oct nov dez dec mo di mi do fr sa so mon tue tues"
    " wed thu thur thurs fri sat sun jh jhd jhdt jahrh ca hj hbj".split()
)
_CODE = re.compile(
    r"(?:FY(?P<fy>\d{4}|\d\d)|(?P<q>Q)([1-4])|([1-4])(?P<q2>Q)(?:\d\d)?|(?P<h>H)([12])|([12])(?P<h2>H)(?:\d\d)?|KW(?P<k>\d{1,2}))"
)
_DAYPARTS = re.compile(r"(?P<day>\w+?tags?|mittwochs?|sonnabends?)(?P<part>spät|früh)?(?P<rest>\w*)", re.IGNORECASE)


class Token(NamedTuple):
    """A token.

    Attributes:
        start, end: where it stands in the text.
        tag: name of its kind.
        text: as written.
        value: the value of the lexicon, or the digits.
    """

    start: int
    end: int
    tag: str
    text: str
    value: str

    @property
    def number(self) -> int:
        """The value as a number."""
        return int(self.value)


def tokenise(text: str, lang: Language) -> list[Token]:
    """All tokens of a text in order."""
    words = lexicon(lang)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        written = match[0]
        if kind == "word":
            meaning = words.exact.get(written) or words.lower.get(written.lower())
            if meaning is None:
                meaning = _odd_word(written, words)
            tokens.append(Token(start, end, meaning.tag, written, meaning.value))
        elif kind == "mark":
            tag = _MARKS.get(written, "other")
            if tag == "dot" and tokens and tokens[-1].end == start and tokens[-1].text.lower() in _ABBREVIATED:
                tag = "abbr_dot"
            tokens.append(Token(start, end, tag, written, ""))
        else:
            tokens.append(_numeric(kind or "", start, end, written))
    return _join_phrases(tokens, words)


_OTHER = Word("other", "")
_NAME = Word("name", "")


def _odd_word(written: str, words: Lexicon) -> Word:
    """Words with digits ("Q1"), weekdays with a part of the day ("Dienstagabend"), and all others."""
    first = written[0]
    if first in "QHKF" and (code := _CODE.fullmatch(written)):
        if code["fy"]:
            return Word("year", code["fy"] if len(code["fy"]) == 4 else "20" + code["fy"])
        kind = "week_code" if code["k"] else "quarter_code" if code["q"] else "half_code"
        return Word(kind, code["k"] or written[1])
    if first in "MDFSmdfs" and len(written) > 8 and (parts := _DAYPARTS.fullmatch(written)):
        day = words.lower.get(parts["day"].lower().removesuffix("s"))
        rest = parts["rest"].lower().replace("morgen", "morgens", 1).replace("morgenss", "morgens")
        part = words.lower.get(rest) or words.exact.get(rest) if rest else None
        if day and day.tag == "weekday" and (parts["part"] or part):
            return Word("weekday_daypart", day.value + (part.value if part else "MO"))
    return _NAME if first.isupper() else _OTHER


def _numeric(kind: str, start: int, end: int, written: str) -> Token:
    if kind == "integer":
        return Token(start, end, _integer(written), written, written)
    if kind == "glued":
        code = _CODE.fullmatch(written)
        if code:
            return Token(start, end, "quarter_code" if code["q2"] else "half_code", written, written[0])
        return Token(start, end, "number_other", written, "")
    if kind in ("decade", "nth", "short"):
        digits = re.sub(r"\D", "", written)
        return Token(start, end, {"short": "short_year"}.get(kind, kind), written, digits)
    tag = {"figure": "number_other", "blank": "break"}.get(kind, kind)
    return Token(start, end, tag, written, written)


def _integer(digits: str) -> str:
    value = int(digits) if len(digits) <= 4 else 0
    if len(digits) <= 2:
        return "day" if 1 <= value <= 31 else "two" if len(digits) == 2 else "int"
    if len(digits) == 4:
        return "year" if 1000 <= value <= 2199 else "int"
    return "int" if len(digits) == 3 else "number_other"


def ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Whether the dot at an index ends a sentence: it follows no number and a capital follows."""
    if index and tokens[index - 1].tag == "day":
        return False
    return index + 1 >= len(tokens) or tokens[index + 1].text[:1].isupper() or tokens[index + 1].tag == "break"


def _plain(written: str) -> str:
    return written.lower().replace("’", "'")


def _join_phrases(tokens: list[Token], words: Lexicon) -> list[Token]:
    """Words that make one meaning together ("in letzter Zeit", "Christmas Eve") become one token."""
    phrases = words.phrases
    joined: list[Token] = []
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        for rest, meaning in phrases.get(token.text.lower(), ()):
            following = tokens[index + 1 : index + 1 + len(rest)]
            if len(following) == len(rest) and all(_plain(a.text) == b for a, b in zip(following, rest, strict=True)):
                end = following[-1].end
                written = " ".join([token.text, *(item.text for item in following)])
                joined.append(Token(token.start, end, meaning.tag, written, meaning.value))
                skip = len(rest)
                break
        else:
            joined.append(token)
    return joined
