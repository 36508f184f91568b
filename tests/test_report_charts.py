"""The charts of the report: every figure at its place, nothing on top of something else, currencies apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_tables import level, write

from extract.records import LANGUAGES, Language
from extract.tables.report import charts, lanes
from extract.tables.report.axes import BOTTOM, LEFT, RIGHT, TOP, WIDTH
from extract.tables.report.boxes import Box, Labels
from extract.tables.report.charts import Chart
from extract.tables.report.content import Entry
from extract.tables.report.reading import read_content
from extract.tables.report.series import Plot, plots
from extract.tables.report.wording import Wording
from extract.values.period import Period

YEARS = st.integers(1995, 2035)
DATES = st.one_of(
    st.builds(str, YEARS),
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{0}-01/{0}-06".format, YEARS),
    st.builds("{}/..".format, YEARS),
    st.builds("{0}-03-05/{0}-03-09".format, YEARS),
    st.just(""),
)

# Drawing the figures takes longer than a busy machine may be given by default.
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Figures of one pair."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        value = draw(st.decimals(min_value=0, max_value=10**12, places=1))
        date = draw(DATES)
        found.append(
            Entry(
                id=f"f{number}",
                type=draw(st.sampled_from(["trade", "exports", "investment", "funding"])),
                countries=draw(st.sampled_from([("DE", "KZ"), ("KZ", "DE")])),
                flags=(),
                sources=1,
                proofs=(),
                measure=draw(st.sampled_from(["level", "level", "change"])),
                value=value,
                value_max=value * 2 if draw(st.booleans()) else None,
                unit=draw(st.sampled_from(["EUR", "USD", "KZT", "PERCENT"])),
                bound=draw(st.sampled_from(["exact", "about", "at_least", "at_most"])),
                date=Period.parse(date) if date else None,
                planned=draw(st.booleans()),
                conflict=draw(st.sampled_from(["", "", "c1", "c2"])),
                euro=draw(st.one_of(st.none(), st.just(value / 3))),
            )
        )
    return found


def entry(number: int, value: str, date: str = "2023", **more: object) -> Entry:
    given_: dict[str, object] = {
        "id": f"f{number}", "type": "trade", "countries": ("DE", "KZ"), "flags": (), "sources": 1, "proofs": (),
        "directed": more.get("type", "trade") != "trade", "measure": "level",
        "value": Decimal(value), "unit": "USD", "bound": "exact", "date": Period.parse(date),
    }  # fmt: skip
    return Entry(**(given_ | more))  # type: ignore[arg-type]


def drawn(*some: Entry, language: Language = "en") -> list[Chart]:
    return [charts.draw(plot, f"c{n}", Wording(language)) for n, plot in enumerate(plots(some))]


def amount_at(chart: Chart, y: float, top: Decimal) -> float:
    """Back from a height to the amount; `top` is that of the highest tick."""
    highest = chart.ticks[-1][0]
    return float(top) * (chart.bottom - y) / (chart.bottom - highest)


@SLOW
@given(entries(), st.sampled_from(LANGUAGES))
def test_every_mark_is_where_its_value_is(some: list[Entry], language: Language) -> None:
    for plot in plots(some):
        chart = charts.draw(plot, "c", Wording(language))
        axes = charts.axes_of(plot.points)
        top = axes.step * axes.steps
        assert len(chart.marks) == len(plot.points)
        for point, mark in zip(plot.points, chart.marks, strict=True):
            assert LEFT - 1 <= mark.x <= WIDTH - RIGHT + 1
            assert TOP <= mark.y <= BOTTOM
            assert amount_at(chart, mark.y, top) == pytest.approx(float(point.low), abs=float(top) / 1000)
            assert Decimal(mark.value) == point.low
            assert (mark.y2 is None) == (point.high is None)
            if mark.y2 is not None and point.high is not None:
                assert amount_at(chart, mark.y2, top) == pytest.approx(float(point.high), abs=float(top) / 1000)
        ticks = [tick for tick, _ in chart.ticks]
        assert ticks == sorted(ticks, reverse=True)
        assert (ticks[0], ticks[-1]) == (BOTTOM, TOP)


@SLOW
@given(entries())
def test_one_axis_has_one_currency(some: list[Entry]) -> None:
    on_charts: list[str] = []
    for plot in plots(some):
        assert len(plot.points) >= 2
        for point in plot.points:
            assert point.entry.type == plot.type
            assert point.entry.measure == "level"
            on_charts.append(point.entry.id)
            if plot.converted and point.entry.unit != "EUR":
                assert (plot.unit, point.low) == ("EUR", point.entry.euro)
            else:
                assert (plot.unit, point.low) == (point.entry.unit, point.entry.value)
    assert len(on_charts) == len(set(on_charts))


@SLOW
@given(entries(), st.sampled_from(LANGUAGES))
def test_labels_lie_on_nothing(some: list[Entry], language: Language) -> None:
    for chart in drawn(*some, language=language):
        for first, second in combinations(chart.labels, 2):
            assert not first.box.meets(second.box)
        for label in chart.labels:
            assert label.box.left >= LEFT - 1
            assert label.box.right <= WIDTH
            for mark in chart.marks:
                assert not label.box.meets(Box(mark.x - 4, mark.y - 4, mark.x + 4, mark.y + 4))
        years = [x for x, _ in chart.years]
        assert all(after - before > 30 for before, after in pairwise(years))


def test_currencies_without_rates_stay_apart_and_with_rates_come_together() -> None:
    dollars = [entry(1, "5e9", "2022"), entry(2, "6e9", "2023")]
    euros = [entry(3, "7e9", "2024", unit="EUR")]
    assert [plot.unit for plot in plots([*dollars, *euros])] == ["USD"]
    converted = [entry(1, "5e9", "2022", euro=Decimal("4.75e9")), entry(2, "6e9", "2023", euro=Decimal("5.5e9"))]
    (plot,) = plots([*converted, *euros])
    assert (plot.unit, plot.converted) == ("EUR", True)
    assert [point.low for point in plot.points] == [Decimal("4.75e9"), Decimal("5.5e9"), Decimal("7e9")]
    (half,) = plots([converted[0], *euros, entry(4, "8e9", "2021", unit="EUR")])
    assert half.converted


def test_what_cannot_be_compared_is_not_on_a_chart() -> None:
    base = [entry(1, "5", "2022"), entry(2, "6", "2023")]
    others = [
        entry(3, "60", "2005/.."), entry(4, "70", "2001/2010"), entry(5, "1", measure="change"),
        entry(6, "3", type="funding"), entry(7, "5", unit="COUNT"), entry(8, "-5"), entry(9, "7", subject="Gas"),
        replace(entry(10, "7"), date=None),
    ]  # fmt: skip
    (plot,) = plots([*base, *others])
    assert [point.entry.id for point in plot.points] == ["f1", "f2"]
    assert plots(base[:1]) == []


def test_both_ways_on_one_chart_with_their_own_shapes() -> None:
    there = [entry(1, "5", "2022", type="exports"), entry(2, "6", "2023", type="exports")]
    back = [entry(3, "1", "2023", type="exports", countries=("KZ", "DE"))]
    (chart,) = drawn(*there, *back)
    assert chart.directions == ("Germany → Kazakhstan", "Kazakhstan → Germany")
    assert [mark.series for mark in chart.marks] == [0, 0, 1]
    assert chart.marks[1].x < chart.marks[2].x  # side by side in the same year
    assert len(chart.trend) == 1


@pytest.mark.parametrize(("values", "apart"), [(("3.9", "4.0"), True), (("2", "9"), False)])
def test_conflicts_are_two_marks_with_a_tie(values: tuple[str, str], apart: bool) -> None:
    first, second = (entry(n, value, conflict="c") for n, value in enumerate(values))
    (chart,) = drawn(first, second)
    (tie,) = chart.ties
    assert tie.points == tuple((mark.x, mark.y) for mark in chart.marks)
    assert (chart.marks[0].x != chart.marks[1].x) == apart
    assert chart.trend == ()
    assert chart.legend == ("conflict",)


def test_plans_bounds_ranges_and_parts_of_years_look_different() -> None:
    (chart,) = drawn(
        entry(1, "5", "2022", bound="at_least"), entry(2, "6", "2028", planned=True), entry(3, "2", "2023-01/2023-06"),
        entry(4, "3", "2021", value_max=Decimal(4)), entry(5, "5", "2020", bound="at_most"),
    )  # fmt: skip
    assert chart.legend == ("planned", "part", "range", "at_least", "at_most")
    by_id = {mark.entry: mark for mark in chart.marks}
    assert by_id["f2"].hollow
    assert by_id["f3"].extent is not None
    assert by_id["f4"].y2 is not None
    assert (by_id["f1"].bound, by_id["f5"].bound) == ("at_least", "at_most")
    assert {label.text for label in chart.labels} == {"≥5", "6", "2", "3–4", "≤5"}


def test_trends_only_between_reported_years_in_a_row() -> None:
    some = [entry(1, "5", "2019"), entry(2, "6", "2020"), entry(3, "7", "2022"), entry(4, "8", "2023", planned=True)]
    (chart,) = drawn(*some)
    assert len(chart.trend) == 1


def test_labels_are_dropped_when_all_is_full() -> None:
    labels = Labels(Box(0, 0, 100, 50))
    for _ in range(40):
        labels.place("12,5", 50, 25, 25)
    assert 1 <= len(labels.placed()) <= 6


@given(
    st.lists(
        st.tuples(st.sampled_from(["KZ", "FR", "IT"]), st.integers(1, 28), st.integers(1, 12), st.booleans()),
        min_size=2, max_size=60,
    )
)  # fmt: skip
def test_events_of_a_lane_do_not_cover_each_other(days: list[tuple[str, int, int, bool]]) -> None:
    events = [
        entry(n, "0", f"2024-{month:02}-{day:02}", type="visit", countries=("DE", code), planned=planned)
        for n, (code, day, month, planned) in enumerate(days)
    ]
    chart = lanes.draw(events, Wording("de"))
    assert chart is None or chart.drawn <= len(events)
    for lane in chart.lanes if chart else ():
        for first, second in combinations(lane.beads, 2):
            assert abs(first.x - second.x) >= 12 or abs(first.y - second.y) >= 12
        assert all(lane.top < bead.y < lane.bottom for bead in lane.beads)
        assert all(lanes._LEFT <= bead.x <= lanes._RIGHT for bead in lane.beads)


def test_the_window_of_events_ends_with_the_last_and_not_with_a_far_plan() -> None:
    events = [
        entry(1, "0", "2010-05-05", type="visit"), entry(2, "0", "2024-01-05", type="meeting"),
        entry(3, "0", "2024-03-05", type="agreement"), entry(4, "0", "2024-05-05", type="visit", planned=True),
        entry(5, "0", "2030-05-05", type="visit", planned=True), entry(6, "0", "2024", type="visit"),
    ]  # fmt: skip
    chart = lanes.draw(events, Wording("en"))
    assert chart is not None
    assert chart.title == "Events by pair, January 2024 to May 2024"
    assert sorted(bead.entry for lane in chart.lanes for bead in lane.beads) == ["f2", "f3", "f4"]
    assert lanes.draw(events[:1], Wording("en")) is None


def test_points_of_tables_are_those_of_their_cells(tmp_path: Path) -> None:
    write(tmp_path, [level(1, "5.5", "2022"), level(2, 6, amount_eur=""), level(3, "7e3", "2020", bound="about")])
    (plot,) = plots(read_content(tmp_path).facts)
    assert isinstance(plot, Plot)
    assert [point.low for point in plot.points] == [Decimal(7000), Decimal("5.5"), Decimal(6)]
