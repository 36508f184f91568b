"""The forms of time expressions, as regular expressions over the tags of tokens; alike for both languages."""

from __future__ import annotations

import re
from functools import cache

from extract.finding.dates.tokens import TAG

# Pieces that several forms share. Names in lower case are tags, in upper case other pieces.
_PIECES = {
    "DAY": "(day dot?|nth|ordinal)",
    "LINK": "((comma|and|until|dash|slash|to|through|in) (to|until|in)? the?)",
    "MONTH": "((month|month_lower) abbr_dot?)",
    "WEEKDAY": "((weekday|weekday_abbreviated) abbr_dot?)",
    "YEAR": "(year|short_year)",
    "FIGURE": "(year|int|two|day)",
    "EDGE": "(the? edge (of|dash)?)",
    # "Anfang", and "in der ersten Hälfte des" before what is longer than a year
    "START": "(EDGE|the? (ordinal|relative) half_word (of|the){0,2})",
    "SIDE": "(the? (edge|distance_before|distance_after) (of|dash|in)?)",
    "DISTANCE": "(distance_before|distance_after)",
    "NTH": "(ordinal|nth|day dot)",
    "NUM": "(number dash number|number ordinal|one half_word|half_word one|one several|number|several|one|day|int|two"
    "|half_word|number_other)",
    "QUANT": "(about{0,4} NUM)",
    "REL": "(the? relative)",
    # what tells the year after a month, quarter or season: "2023", "dieses Jahres", "of last year", "im Jahr 2005"
    "TAIL": "(comma? (of|in)? the? (calendar|fiscal)? (unit the?)? (YEAR|span)"
    "|(of|in|comma)? REL fiscal? (unit|fiscal) YEAR?"
    "|(of|in)? the? (unit_before|unit_after)"
    "|of? the unit"
    "|(of|in)? the? anaphor unit"
    "|relative genitive? unit)",
}

# Every repetition is bounded, so that no text makes the search slower than in proportion to its length.
# Form -> patterns; the first that matches at a place wins, so longer forms come first.
_FORMS: dict[str, tuple[str, ...]] = {
    "full": ("(relative? WEEKDAY comma? (in? the)?)? fulldate",),
    "coded_day": (
        "(day|nth) (dash|slash) MONTH (dash|slash) (year|two)",
        "year (dash|slash) MONTH (dash|slash) day",
        "MONTH dash day dash year",
    ),
    "day_list": (
        "(WEEKDAY comma?)? the? DAY (comma? LINK (WEEKDAY comma?)? DAY){1,6} of? MONTH (comma? of? YEAR|TAIL)?",
    ),
    "month_day_list": (
        "(WEEKDAY comma?|the)? MONTH the? (day|nth) ((and|until|dash|to|through) (day|nth)){1,6} (comma? YEAR)?",
    ),
    "day_month": ("(relative? WEEKDAY comma? in? the?)? the? DAY of? dash? MONTH ((comma|of|dash)? YEAR|TAIL)?",),
    "month_day": ("(relative? WEEKDAY comma?|the)? MONTH the? (day|nth|ordinal) (comma? YEAR|TAIL)?",),
    "numeric_day": ("(relative? WEEKDAY comma? (in? the)?)? daymonth YEAR?",),
    "week_part": ("the? (relative|NTH) (unit|weekend|weekday) (of|in|the){1,6} MONTH TAIL?",),
    "month_week": ("the? (relative|NTH)? month_week TAIL?",),
    "week_of": (
        "the? unit (of|from|in) the? (MONTH (day|nth) (comma? YEAR)?|DAY of? MONTH (of? YEAR|TAIL)?)",
        "the? unit (of|from|in) the? (daymonth YEAR?|fulldate)",
    ),
    "nth_weekday": ("each? the? (relative|NTH) weekday (of|in) the? relative? unit",),
    "month_list": ("EDGE? the? MONTH ((comma|and|until|dash|slash|to|through) (to|until|in)? edge? MONTH){1,6} TAIL?",),
    "month": ("START? (REL|the)? MONTH TAIL?",),
    "fiscal_part": ("the? fiscal unit? (relative|NTH) dash? (unit|half_word)",),
    "part_list": (
        "EDGE? the? fiscal? NTH (comma? LINK EDGE? NTH){1,3} dash? (unit abbr_dot?|half_word) TAIL?",
        "the? (quarter_code|half_code) (comma? LINK (quarter_code|half_code)){1,3} (slash? (YEAR|two)|TAIL)?",
    ),
    "part": (
        "EDGE? the? (relative unit? genitive)? fiscal? (relative? ordinal|nth|day dot|relative) dash?"
        " (unit abbr_dot?|half_word) ((of|the|in){0,4} (calendar|fiscal) unit? (YEAR|span)|TAIL|two|day)?",
    ),
    "first_months": ("the? (ordinal|relative|edge) (number|day|one|several) unit TAIL?",),
    "part_code": ("(quarter_code|half_code) ((slash|dash|comma)? (YEAR|span)|(slash|dash)? (two|day)|TAIL)?",),
    "year_part": ("YEAR genitive? (ordinal|relative) dash? (unit|half_word)",),
    "year_part_code": ("year dash? (quarter_code|half_code)",),
    "fiscal": (
        "EDGE? the? relative? fiscal unit (the|of){0,4} (span|YEAR|two)?",
        "EDGE? the? relative? fiscal dash? (span|YEAR|two)",
        "EDGE? REL fiscal",
    ),
    "week_list": ("week_word (day|two) ((comma|and|until|dash|to) (day|two)){1,3} (slash? YEAR|of YEAR)?",),
    "week_number": (
        "week_word monthyear",
        "(week_word (day|two)|week_code|day dot week_word|unit (day|two)) (slash? YEAR|of YEAR)?",
    ),
    "era_century": ("START? the? NTH unit abbr_dot? era",),
    "era_year": ("EDGE? (unit the?)? FIGURE ((dash|until|and|to) FIGURE)? era", "era FIGURE"),
    "century": ("START? the? (NTH|number dash? ordinal) dash? unit",),
    "decade": ("START? the? (decade|short_year decade) dash? unit?",),
    "decade_word": ("START? the? (number dash?)? decade_word (dash? unit)?",),
    "season": ("EDGE? the? (relative|anaphor)? season (of? the? unit? (YEAR dash (two|day)|YEAR|span)|TAIL)?",),
    "same_ago": ("the? anaphor (unit|weekend) (QUANT unit distance_before|TAIL)",),
    "same": ("the? anaphor (anaphor)? (unit|season|weekend|weekday|month)",),
    "same_period": ("the? (same_period|same_before) (of|in|the|dash){0,4} (YEAR|TAIL|QUANT unit distance_before)?",),
    "year_on_year": ("the? year_on_year",),
    "sets": ("each (QUANT|relative)? (unit|weekday|weekend|month|season|daypart|weekday_daypart|weekday_set)",),
    "distance": ("(ago|in)? QUANT dash? unit (and QUANT unit)? dash? DISTANCE",),
    "ahead": ("in QUANT unit",),
    "ago": ("ago (about|the){0,4} NUM unit (and NUM unit)?",),
    "rel_count": ("REL about{0,4} (number|day|two|int|several|half_word) about? unit",),
    "rel_half": ("REL half_word the? dash? unit",),
    "edge_unit": (
        "unit genitive edge",
        "unit dash? edge",
        "DISTANCE in the unit",
        "the? edge of? the? relative? (unit|weekend) genitive? YEAR?",
    ),
    "rel_unit": ("SIDE? the? (relative genitive?)? relative calendar? (unit|weekend) (the? YEAR)?",),
    "year_earlier": ("the? unit dash? distance_before (unit|season)",),
    "year_distance": ("the? unit dash? (DISTANCE|relative|in)",),
    "weekday_tail": ("WEEKDAY (of|in|the){0,4} relative unit",),
    "weekday_time": (
        "(relative|deictic)? weekday_daypart",
        "(the? relative)? weekday genitive? daypart",
        "deictic (daypart|deictic)",
        "weekday deictic",
        "deictic_time",
        "relative daypart",
    ),
    "weekday_nth": ("weekday comma? the? (nth|day dot)",),
    "weekday": ("REL? WEEKDAY",),
    "weekend": ("the? relative? weekend",),
    "unit_before": ("the? (unit_before|unit_twice_before|unit_after)",),
    "unit_edge": ("the? unit_edge (YEAR|TAIL)?",),
    "deictic_weekday": ("deictic comma? weekday",),
    "deictic": ("(edge|DISTANCE)? deictic",),
    "holiday": ("EDGE? relative? holiday TAIL?",),
    "clock": ("(clock|day|number) dash? clock_word", "clock clock_word?"),
    "duration": (
        "QUANT (and one? half_word)? dash? (unit|unit_number) (and NUM unit)?",
        "QUANT dash? duration_suffix",
        "duration_word",
        "one weekend",
    ),
    "year_span": ("(the? edge)? span",),
    "month_year": ("monthyear",),
    "year_range": ("the? YEAR dash (two|day)",),
    "year": ("EDGE? the? unit the? YEAR", "EDGE the? YEAR", "YEAR"),
    "year_short": ("unit (int|two)",),
    "reference": ("reference",),
    "set_adverb": ("set_adverb", "weekday_set"),
    "day_alone": ("in the? (day dot|nth)",),
    "unit_alone": ("the unit",),
    "past_alone": ("the relative",),
    "deictic_year": ("deictic_year", "relative"),
}
_NEVER_FIRST = frozenset(
    "other name break dot comma slash open close dash percent genitive of to until and since through from between"
    " abbr_dot".split()
)


@cache
def grammar() -> re.Pattern[str]:
    """One pattern of all forms; the name of the group that matched is the form."""
    first = "".join(tag for name, tag in TAG.items() if name not in _NEVER_FIRST)
    body = "|".join(f"(?P<{form}>{_compile(patterns)})" for form, patterns in _FORMS.items())
    return re.compile(f"(?=[{first}])(?:{body})")


@cache
def forms_after(form: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of less rank than one, each with its own pattern."""
    forms = list(_FORMS)
    return tuple((name, re.compile(_compile(_FORMS[name]))) for name in forms[forms.index(form) + 1 :])


def _compile(patterns: tuple[str, ...]) -> str:
    pattern = "|".join(patterns)
    while re.search(r"[A-Z]", pattern):
        pattern = re.sub(r"\b[A-Z]+\b", lambda match: _PIECES[match[0]], pattern)
    pattern = re.sub(r"[a-z_]+", lambda match: TAG[match[0]], pattern)
    return pattern.replace("(", "(?:").replace(" ", "")


def tag_string(tags: list[str]) -> str:
    """The tags of a text as the string that the grammar reads."""
    return "".join(TAG[tag] for tag in tags)
