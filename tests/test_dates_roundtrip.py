"""A random date, written in the many ways of both languages, is found again and means the same."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.finding.dates import find_dates
from extract.finding.dates.slots import Slot

MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
MONTHS_EN = "January February March April May June July August September October November December".split()
WEEKDAYS_DE = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
WEEKDAYS_EN = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
PUBLISHED = dt.date(2023, 6, 20)

Form = Callable[[dt.date], str]


def suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def short(month: str) -> str:
    return month if len(month) == 3 else f"{month[:3]}."


FORMS_DE: list[Form] = [
    lambda d: f"{d.day}. {MONTHS_DE[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day}. {d.month}. {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{WEEKDAYS_DE[d.weekday()]}, {d.day}. {MONTHS_DE[d.month - 1]} {d.year}",
    lambda d: f"{WEEKDAYS_DE[d.weekday()]}, dem {d.day}. {MONTHS_DE[d.month - 1]} {d.year}",
    lambda d: f"{d.day}. {short(MONTHS_DE[d.month - 1])} {d.year}",
    lambda d: f"{d.day}. {MONTHS_DE[d.month - 1]} des Jahres {d.year}",
]
FORMS_EN: list[Form] = [
    lambda d: f"{MONTHS_EN[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day} {MONTHS_EN[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS_EN[d.month - 1]} {d.day}{suffix(d.day)}, {d.year}",
    lambda d: f"{d.day}{suffix(d.day)} of {MONTHS_EN[d.month - 1]} {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.month:02d}/{d.day:02d}/{d.year}",
    lambda d: f"{WEEKDAYS_EN[d.weekday()]}, {MONTHS_EN[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{WEEKDAYS_EN[d.weekday()]} {d.day} {MONTHS_EN[d.month - 1]} {d.year}",
    lambda d: f"{short(MONTHS_EN[d.month - 1])} {d.day}, {d.year}",
]
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2190, 12, 31))
FRAMES = {
    "de": ("Das Abkommen wurde am {} unterzeichnet.", "Am {} kam er."),
    "en": ("It was signed on {}.", "On {} he came."),
}
LANGUAGES = pytest.mark.parametrize("lang", ["de", "en"])


@LANGUAGES
@given(day=DAYS, data=st.data())
@settings(max_examples=150, deadline=None)
def test_full_dates(lang: Any, day: dt.date, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(FORMS_DE if lang == "de" else FORMS_EN))(day)
    text = data.draw(st.sampled_from(FRAMES[lang])).format(written)
    found = find_dates(text, lang, PUBLISHED)
    assert [mention.timex for mention in found] == [day.isoformat()]
    assert found[0].period is not None and found[0].period.edtf == day.isoformat()
    assert found[0].resolved_by == "text"


@LANGUAGES
@given(year=st.integers(1600, 2150), part=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_parts_of_years(lang: Any, year: int, part: int) -> None:
    nth = {"de": f"{part}. Quartal {year}", "en": f"{part}{suffix(part)} quarter of {year}"}[lang]
    for written in (nth, f"Q{part} {year}", f"Q{part}/{year}"):
        (mention,) = find_dates(f"Das war {written}." if lang == "de" else f"It was {written}.", lang, None)
        assert mention.timex == f"{year}-Q{part}"
        assert mention.period == Slot.of("quarter", year, part).period


@LANGUAGES
@given(year=st.integers(1600, 2150), month=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_months(lang: Any, year: int, month: int) -> None:
    name = (MONTHS_DE if lang == "de" else MONTHS_EN)[month - 1]
    for frame in ("Im {}.", "Ende {}.") if lang == "de" else ("In {}.", "In late {}."):
        (mention,) = find_dates(frame.format(f"{name} {year}"), lang, None)
        assert mention.timex == f"{year}-{month:02d}"


@LANGUAGES
@given(first=DAYS, length=st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_ranges_of_days(lang: Any, first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    form = (FORMS_DE if lang == "de" else FORMS_EN)[0]
    text = {"de": f"Vom {form(first)} bis {form(last)}.", "en": f"From {form(first)} to {form(last)}."}[lang]
    found = find_dates(text, lang, None)
    assert [mention.timex for mention in found] == [first.isoformat(), last.isoformat()]
    assert {mention.period.edtf for mention in found if mention.period} == {f"{first}/{last}"}


@LANGUAGES
@given(published=st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), weekday=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_weekdays_look_back_unless_announced(lang: Any, published: dt.date, weekday: int) -> None:
    name = (WEEKDAYS_DE if lang == "de" else WEEKDAYS_EN)[weekday]
    past, future = {
        "de": (f"Am {name} sprach der Minister.", f"Der Minister wird am {name} sprechen."),
        "en": (f"The minister spoke on {name}.", f"The minister will speak on {name}."),
    }[lang]
    (said,) = find_dates(past, lang, published)
    (planned,) = find_dates(future, lang, published)
    assert dt.date.fromisoformat(said.timex).weekday() == dt.date.fromisoformat(planned.timex).weekday() == weekday
    assert 0 <= (published - dt.date.fromisoformat(said.timex)).days <= 6
    assert 0 <= (dt.date.fromisoformat(planned.timex) - published).days <= 6


WORDS = [
    *"Mai May bis to und and 12 12. 2023 Jahr year Ende late vor ago zwei two der the im in Q1 90er 1990s".split(),
    *". , - / ( ) ' % Montag Monday letzten last week Woche v. Chr. 1/2 3:1 12.5. KW fiscal half".split(),
    "\n", "\n\n",
]  # fmt: skip


@LANGUAGES
@given(
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=25), published=st.none() | st.just(PUBLISHED)
)
@example(words=["9999", "next", "year"], published=None)
@settings(max_examples=300, deadline=None)
def test_anything_is_read_without_error(lang: Any, words: list[str], published: dt.date | None) -> None:
    text = " ".join(words)
    found = find_dates(text, lang, published)
    ends = [0, *(mention.end for mention in found)]
    assert all(text[mention.start : mention.end] == mention.quote != "" for mention in found)
    assert all(end <= mention.start for end, mention in zip(ends, found, strict=False))


@given(index=st.integers(0, 3_000_000))
@settings(max_examples=100, deadline=None)
def test_slots_that_hold_a_day_begin_and_end_around_it(index: int) -> None:
    day = dt.date.fromordinal(index % 3_000_000 + 100_000)
    for unit in ("day", "week", "month", "quarter", "half", "season", "year", "decade", "century"):
        slot = Slot.at(unit, day)  # type: ignore[arg-type]
        assert slot.first <= day <= slot.last
        assert slot.shift(1).first == slot.last + dt.timedelta(days=1)
