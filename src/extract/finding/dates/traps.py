"""Words and figures that look like dates and are none."""

from __future__ import annotations

import re
from functools import cache

from extract.finding.dates.pieces import Match
from extract.finding.dates.tokens import Token
from extract.records import Language
from extract.values.reference import load_data


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_data("extract.finding", "dates_traps.yaml").items()}


@cache
def _first_names() -> frozenset[str]:
    return frozenset(name for line in load_data("extract.finding", "given_names.yaml") for name in line.split())


def is_trap(form: str, match: Match) -> bool:
    """Whether what a form matched is no time expression."""
    if form in ("year", "year_range"):
        return _year_trap(match)
    if form in ("month", "season", "holiday", "weekday") and len(match.tokens) == 1 and _is_named(match):
        return True
    if form in ("day_month", "day_list") and (priced := match.before()) is not None and priced.text in "$€£¥":
        return True
    if form == "month_list" and _is_named(match):
        return True
    return form == "month" and len(match.tokens) == 1 and _month_trap(match)


def _is_named(match: Match) -> bool:
    """Whether a title or a first name stands before the word: "Frau Sommer", "Theresa May", "Karl März"."""
    before = match.before(2 if (dotted := match.before()) and dotted.text == "." else 1)
    if before is None or before.tag == "break":
        return False
    return before.text.lower() in _words()["titles"] or (before.tag == "name" and before.text in _first_names())


def _year_trap(match: Match) -> bool:
    token = match.find("year", "short_year")
    if token is None or match.has("unit", "edge"):
        return False
    words = _words()
    before, after = match.before(), match.after()
    said = before.text.lower() if before else ""
    if after is not None and (after.tag == "percent" or after.text in "€$£°"):
        return True
    if after is not None and after.text.lower() in words["counted"] and not _year_of_report(match, token):
        return True
    if token.tag == "short_year":
        return before is not None and before.tag in ("name", "number_other", "genitive")
    if (said in words["named"] and not _closes_amount(match)) or (said and said in "$€£¥§#+*=<>&@") or _glued(match):
        return True
    if before is not None and before.tag in ("int", "number_other"):
        return True
    strong = said in words["prepositions"] or (before is not None and before.tag in ("open", "month", "season"))
    earlier = match.before(2)
    strong = strong or (before is not None and before.tag == "dash" and earlier is not None and earlier.tag == "year")
    value = token.number
    if not strong and (not 1500 <= value <= 2100 or (value < 1800 and _odd_place(match))):
        return True
    return _counts(match, strong=strong)


def _year_of_report(match: Match, token: Token) -> bool:
    """Whether a figure behind a verb is the year of the text or the one before: "Vorn lagen 2024 Autos"."""
    before, published = match.before(), match.scene.today
    recent = published is not None and 0 <= published.year - token.number <= 1
    return recent and match.scene.lang == "de" and before is not None and before.text.lower() in _words()["verbs"]


# "5 Mio. Euro", "$3 billion US": the word before the year is the unit of an amount that ends there.
_AMOUNT_END = re.compile(
    r"(?:\d|Mio\.|Mrd\.|Bio\.|Tsd\.|Million(?:en)?|Milliarden?|Billionen|million|billion|trillion|\bbn)\s+[\w$]+\s*$"
)


def _closes_amount(match: Match) -> bool:
    start = match.tokens[0].start
    return _AMOUNT_END.search(match.scene.text, max(0, start - 40), start) is not None


def _glued(match: Match) -> bool:
    """Whether a hyphen or a slash ties the figure to another one: a telephone number, a code."""
    before, after = match.before(), match.after()
    token = match.tokens[-1]
    if before is not None and before.end == token.start:
        other = match.before(2)
        tied = other is not None and other.end == before.start
        if before.tag == "slash" or (before.tag == "dash" and tied and other and other.tag in ("number_other", "int")):
            return True
    following = match.after(2)
    return (
        after is not None
        and after.tag == "dash"
        and after.start == token.end
        and following is not None
        and following.start == after.end
        and following.tag in ("int", "number_other")
    )


def _odd_place(match: Match) -> bool:
    before = match.before()
    return before is None or before.tag not in ("other", "name", "reference", "about", "comma", "and")


def _counts(match: Match, *, strong: bool) -> bool:
    """Whether what follows the figure is what it counts."""
    before, after, following = match.before(), match.after(), match.after(2)
    if after is None:
        return False
    if (
        after.text.lower() in ("in", "im", "during")
        and not strong
        and following
        and following.tag in ("unit", "relative", "year", "month")
    ):
        return True
    token, lang = match.tokens[-1], match.scene.lang
    # What is counted in four digits is mostly a round number, and years of our time are written more than counts.
    if 1850 <= token.number <= 2035 and token.number % (10 if token.number < 1950 else 100):
        return False
    weak = lang == "de" and before is not None and before.text.lower() in _words()["weak"]
    if (weak or not strong) and token.number % 100 == 0 and _counts_described(after, following, lang):
        return True
    if lang == "de" and after.tag == "name" and after.start - token.end == 1:
        tokens = match.scene.tokens
        named = before is not None and before.tag == "name" and match.first > 1 and tokens[match.first - 2].tag != "dot"
        return weak or not (strong or (named and token.number % 100))
    if lang == "en" and after.tag == "other" and after.text.endswith("s") and not strong:
        return after.text not in ("was", "is", "has", "does", "as", "its", "his", "this", "plus", "versus", "saw", "s")
    return False


def _counts_described(after: Token, following: Token | None, lang: Language) -> bool:
    """Whether an adjective and a noun follow: "1800 neue Stellen", "1800 new jobs"."""
    if after.tag != "other" or following is None:
        return False
    if lang == "de":
        return following.tag == "name" and after.text.endswith(("e", "en", "er"))
    return following.tag == "other" and following.text.endswith("s") and not after.text.endswith(("s", "ed"))


def _month_trap(match: Match) -> bool:
    name = match.tokens[0].text.lower()
    before, after = match.before(), match.after()
    if len(name) == 3 and name != "mai" and name != "may" and match.tokens[0].text.isupper():
        placed = before is not None and before.tag in _PLACES and before.tag not in ("comma", "and", "open")
        return not placed  # DEC and MAR are firms
    placed = before is not None and before.tag in _PLACES
    if match.scene.lang == "de":
        earlier = match.before(2)
        listed = placed and before is not None and before.tag not in ("comma", "break", "and", "close", "slash")
        listed = listed or (
            before is not None and before.tag == "and" and earlier is not None and earlier.tag == "month"
        )
        return name in ("august", "jan") and not listed and after is not None and after.tag == "name"
    if name not in _words()["doubtful"]:
        return False
    return not placed or (name not in ("may", "march") and after is not None and after.tag == "name")


_PLACES = frozenset(
    "in since until through from between of to and the edge open comma dash slash unit holiday year".split()
)
