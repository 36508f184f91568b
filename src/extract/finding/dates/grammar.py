"""The forms of time expressions, as regular expressions over the tags of tokens; alike for both languages."""

from __future__ import annotations

import re
from functools import cache

from extract.finding.dates.tokens import TAG

# Pieces that several forms share. Names in lower case are tags, in upper case other pieces.
_PIECES = {
    "DAY": "(day dot?|nth|ordinal)",
    "MONTH": "((month|month_lower) dot?)",
    "WEEKDAY": "((weekday|weekday_abbreviated) dot?)",
    "YEAR": "(year|short_year)",
    "NUM": "(number dash number|number ordinal|one half_word|one several|number|several|one|day|int|two|half_word|number_other)",
    "QUANT": "(about* NUM)",
    "REL": "(the? relative)",
    # what tells the year after a month, quarter or season: "2023", "dieses Jahres", "of last year", "im Jahr 2005"
    "TAIL": "((comma? (of|in)? the? (calendar|fiscal)? (unit the?)? (YEAR|span))|(of|in|comma)? the? relative (fiscal)? (unit|fiscal) YEAR?"
    "|(of|in)? the? (unit_before|unit_after)|relative genitive? unit)",
}

# Form -> pattern; the first that matches at a place wins, so longer forms come first.
_FORMS: tuple[tuple[str, str], ...] = (
    ("full", "(WEEKDAY comma? (the|in the?)?)? fulldate"),
    ("day_list", "(WEEKDAY comma?)? the? DAY ((comma|and|until|dash|slash|to|through) (to|until)? the? DAY)+ of? MONTH (comma? of? YEAR|TAIL)?"),
    ("month_day_list", "(WEEKDAY comma?)? MONTH the? (day|nth) ((and|until|dash|to|through) (day|nth))+ (comma? YEAR)?"),
    ("day_month", "(WEEKDAY comma? in? the? )?the? DAY of? dash? MONTH ((comma|of|dash)? YEAR|TAIL)?"),
    ("month_day", "(WEEKDAY comma?)? MONTH the? (day|nth|ordinal) (comma? YEAR|TAIL)?"),
    ("numeric_day", "(WEEKDAY comma? (the|in the)?)? daymonth YEAR?"),
    ("week_part", "the? (relative|ordinal|day dot) (unit|weekend|weekday) (of|in|the)+ MONTH TAIL?"),
    ("month_list", "the? edge? MONTH ((comma|and|until|dash|slash|to|through) (to|until)? edge? MONTH)+ TAIL"),
    ("month", "(the? edge (of|dash)?)? REL? the? MONTH TAIL?"),
    ("fiscal_part", "the? fiscal unit? (ordinal|day dot|relative) dash? (unit|half_word)"),
    ("part", "(the? edge of?)? the? (relative unit? genitive)? fiscal? (ordinal|day dot|relative ordinal) dash? (unit|half_word) ((of|the|in)* (calendar|fiscal) unit? (YEAR|span)|TAIL)?"),
    ("first_months", "the? (ordinal|relative|edge) (number|day|one|several) unit TAIL?"),
    ("part_code", "(quarter_code|half_code) ((slash|dash|comma)? (YEAR|two|span)|TAIL)?"),
    ("year_part_code", "year dash? (quarter_code|half_code)"),
    ("fiscal", "(the? edge of?)? the? relative? fiscal (unit|dash)? (span|YEAR|two)?"),
    ("week_number", "(week_word day|week_code|day dot week_word|unit day) (slash? YEAR)?"),
    ("century", "(the? edge (of|dash)?)? the? (ordinal|nth|day dot|number dash? ordinal) dash? unit"),
    ("decade", "(the? edge (of|dash)?)? the? (decade|short_year decade) dash? unit?"),
    ("decade_word", "(the? edge (of|dash)?)? the? (number dash)? decade_word (dash? unit)?"),
    ("season", "(the? edge (of|dash)?)? the? relative? season (of? the? unit? (YEAR|span)|TAIL)?"),
    ("same", "the? anaphor (unit|season|weekend|weekday|month)"),
    ("same_period", "(the|in)? (same_period|same_before) (of|in|the|dash)* (YEAR|TAIL|QUANT unit distance_before)?"),
    ("sets", "each (QUANT|relative)? (unit|weekday|weekend|month|season|daypart|weekday_daypart|weekday_set)"),
    ("distance", "(ago|in)? QUANT dash? unit (and QUANT unit)? (distance_before|distance_after)"),
    ("ago", "ago (about|the)* NUM unit (and NUM unit)?"),
    ("rel_count", "the? relative about* (number|day|two|int|several|half_word) about? unit"),
    ("rel_half", "the? relative half_word (dash? unit|the? unit)"),
    ("edge_unit", "the? edge of? the? relative? (unit|weekend) genitive? (YEAR)?"),
    ("rel_unit", "the? (relative genitive?)? relative (unit|weekend) (the? YEAR)?"),
    ("year_distance", "the? unit (distance_before|distance_after|relative)"),
    ("weekday_tail", "(the|in)* WEEKDAY (of|in|the)* relative (unit)"),
    ("weekday_time", "(relative|deictic)? weekday_daypart|(the? relative)? (weekday genitive? daypart)|(deictic) daypart|deictic_time|relative daypart"),
    ("weekday", "(the? relative)? WEEKDAY"),
    ("weekend", "the? relative? weekend"),
    ("unit_before", "the? (unit_before|unit_twice_before|unit_after)"),
    ("unit_edge", "the? unit_edge (YEAR|TAIL)?"),
    ("deictic", "edge? deictic"),
    ("deictic_year", "deictic_year"),
    ("holiday", "(the? edge (of|dash)?)? relative? holiday (TAIL)?"),
    ("clock", "(clock|day|number) dash? clock_word|clock clock_word?"),
    ("duration", "QUANT (and half_word)? dash? (unit|unit_number) (and NUM unit)?|QUANT dash? duration_suffix|duration_word"),
    ("year_span", "(the? edge)? span"),
    ("month_year", "monthyear"),
    ("year_range", "YEAR dash (two|day)"),
    ("year", "(the? edge (of|dash)?)? the? (unit the?)? YEAR"),
    ("year_short", "unit int"),
    ("reference", "reference"),
    ("set_adverb", "set_adverb|weekday_set"),
    ("day_alone", "in the? (day dot|nth)"),
    ("unit_alone", "the unit"),
)  # fmt: skip


@cache
def grammar() -> re.Pattern[str]:
    """One pattern of all forms; the name of the group that matched is the form."""
    starts = {name for name in TAG if name not in _NEVER_FIRST}
    first = "".join(TAG[name] for name in sorted(starts))
    body = "|".join(f"(?P<{name}>{_compile(pattern)})" for name, pattern in _FORMS)
    return re.compile(f"(?=[{first}])(?:{body})")


_NEVER_FIRST = frozenset(
    "other name break dot comma slash open close dash percent genitive of to until and since through from between"
    " degree".split()
)


def _compile(pattern: str) -> str:
    for _ in range(4):
        pattern = re.sub(r"\b([A-Z]+)\b", lambda match: _PIECES[match[1]], pattern)
    pattern = re.sub(r"[a-z_]+", lambda match: TAG[match[0]], pattern)
    return pattern.replace("(", "(?:").replace(" ", "")


def tag_string(tags: list[str]) -> str:
    """The tags of a text as the string that the grammar reads."""
    return "".join(TAG[tag] for tag in tags)
