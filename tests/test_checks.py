"""Implied values: calculated, compared, never written as facts. Amounts in euro and the user's own rates."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from claim_maker import amount, claim, read_claims, trade

from extract.config import ConfigError, Settings
from extract.merging import merge
from extract.merging.rates import ReferenceRates, load_rates
from extract.records import Fact, InEuro
from extract.running import run
from extract.tables import read_table
from extract.tables.schema import ARTICLES, CHECKS, CONFLICTS, FACTS
from extract.values.period import Period

SPECS = yaml.load((Path(__file__).parent / "specs" / "checks.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)


class OneToTwo:
    """A euro is two dollars, always."""

    def per_euro(self, currency: str, period: Period) -> Decimal | None:
        return {"EUR": Decimal(1), "USD": Decimal(2)}.get(currency)

    def missing(self, currency: str, period: Period) -> str:
        return "" if self.per_euro(currency, period) else f"no rate for {currency}"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec["why"])
def test_implied_values(spec: dict[str, list[list[str]]]) -> None:
    made = read_claims(spec)  # type: ignore[arg-type]
    for seed in range(3):
        shuffled = list(made)
        random.Random(seed).shuffle(shuffled)
        facts = merge(shuffled, OneToTwo())
        assert len(facts) == len(made)
        place = {fact.id: made.index(fact.claims[0]) for fact in facts}
        checks = [check for fact in facts for check in fact.checks]
        found = [[check.kind, check.verdict, f"{check.value.normalize():f}", place[check.stated]] for check in checks]
        assert sorted(found) == [[*rest, int(stated)] for *rest, stated in spec["checks"]]
        assert sorted(place[fact.id] for fact in facts if fact.conflict) == [int(one) for one in spec["conflict"]]


def test_a_check_says_how_it_was_calculated() -> None:
    later = trade("3.9", "2023", quantum="0.1", article="a.txt")
    change = trade("1.1", "2023", quantum="0.1", measure="change", compared_to="2022", article="a.txt")
    facts = merge([later, change, trade("9.8", "2022", "EUR", "0.1", article="b.txt")], OneToTwo())
    (check,) = (check for fact in facts for check in fact.checks)
    assert check.formula == "3.9 USD [2023] - 1.1 USD [2023 against 2022]"
    assert (check.low, check.value, check.high, check.unit) == (Decimal("2.7"), Decimal("2.8"), Decimal("2.9"), "USD")
    assert (check.converted, check.rate) == (Decimal("1.4"), "1 EUR = 2 USD in 2022")


def test_sources_are_counted_without_copies() -> None:
    claims = [
        trade("3.9", article=f"{name}.txt", language=lang) for name, lang in (("a", "de"), ("b", "de"), ("c", "en"))
    ]
    claims[2] = trade("3.9", article="c.txt", language="en", published="2024-05-03")
    claims[0] = trade("3.9", article="a.txt", language="de", published="2024-05-01")
    (alone,) = merge(claims[:2], copies={"b.txt": ("a.txt",)})
    assert (alone.sources, alone.articles) == (1, 2)
    assert "single_source" in alone.flags
    (both,) = merge(claims, copies={"b.txt": ("a.txt",)})
    assert (both.sources, both.articles, both.languages) == (2, 3, ("de", "en"))
    assert both.published is not None
    assert [day.isoformat() for day in both.published] == ["2024-05-01", "2024-05-03"]
    assert "single_source" not in both.flags


def test_a_copy_that_contradicts_its_own_story_by_calculation_is_one_source() -> None:
    later = trade("3.9", "2023", quantum="0.1", article="a.txt")
    change = trade("1.1", "2023", quantum="0.1", measure="change", compared_to="2022", article="a.txt")
    earlier = trade("9.8", "2022", quantum="0.1", article="b.txt")
    assert all(fact.conflict for fact in merge([later, change, earlier]))
    facts = merge([later, change, earlier], copies={"b.txt": ("a.txt",)})
    assert not any(fact.conflict for fact in facts)
    assert [check.verdict for fact in facts for check in fact.checks] == ["contradicts"]


# --- euro ------------------------------------------------------------------------------------------------------------


def in_euro(rates: ReferenceRates, **more: object) -> InEuro | None:
    value = amount(str(more.pop("value", "3900000000")), str(more.pop("unit", "USD")))
    fact: Fact
    (fact,) = merge([claim("trade", "DE KZ", value=value, **{"measure": "level", **more})], rates)  # type: ignore[arg-type]
    return fact.in_euro


def test_amounts_in_euro() -> None:
    rates = load_rates()
    year = in_euro(rates, date="2023")
    assert year is not None and year.value is not None
    assert abs(year.value - Decimal(3_607_000_000)) < 20_000_000
    assert (year.period, year.reason) == ("2023", "")
    assert len(str(int(year.value)).rstrip("0")) <= 4
    assert in_euro(rates, date="2023", unit="EUR") == InEuro(Decimal(3_900_000_000))
    assert in_euro(rates, date="2023", unit="COUNT") is None
    assert in_euro(rates, date="2023", measure="share_percent", unit="PERCENT") is None


@pytest.mark.parametrize(
    ("more", "period", "reason"),
    [
        ({"published": "2024-05-17"}, "2024-05-17", ""),
        ({}, "", "no date"),
        ({"date": "2005/..", "published": "2024-05-17"}, "", "open period"),
        ({"date": "2020/2023"}, "", "period longer than a year"),
        ({"date": "2023", "unit": "KZT"}, "", "no rate for KZT"),
        ({"date": "1995"}, "", "rates of USD begin 1999-01-04"),
        ({"date": "2023", "unit": "RUB"}, "", "rates of RUB end 2022-03-01"),
        ({"date": "2040", "modality": "planned", "published": "2024-05-17"}, "2024-05-17", ""),
        ({"date": "2024-05-18"}, "2024-05-18", ""),  # a Saturday has the rate of Friday
    ],
)
def test_which_days_rate_is_taken_and_why_there_is_none(more: dict[str, object], period: str, reason: str) -> None:
    found = in_euro(load_rates(), **more)
    assert found is not None
    assert (found.period, found.reason) == (period, reason)
    assert (found.value is None) == bool(reason)


def test_own_rates_come_first_and_fill_gaps(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    lines = ["currency,date,per_euro", "KZT,2023,500", "KZT,2023-05,450", "USD,2023,2", "UZS,2024-01,100", ""]
    file.write_text("\n".join(lines))
    rates = load_rates(file)
    assert rates.name.startswith("rates.csv (")
    assert rates.per_euro("KZT", Period.parse("2023")) == 500
    assert rates.per_euro("KZT", Period.parse("2023-05-17")) == 450
    assert rates.per_euro("USD", Period.parse("2023-07")) == 2
    assert rates.per_euro("UZS", Period.parse("2024")) is None  # a month is no year
    months = [f"UZS,2024-{month:02},{100 + month}" for month in range(2, 13)]
    file.write_text("\n".join([*lines, *months]))
    assert load_rates(file).per_euro("UZS", Period.parse("2024")) == Decimal(1277) / 12
    assert load_rates(tmp_path / "none.csv") == load_rates()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("KZT,2023,500", ":1: write the header currency,date,per_euro"),
        ("currency,date,per_euro\nKZT,last year,500", "is no rate; write for example KZT,2023,493.33"),
        ("currency,date,per_euro\nKZT,2023", "is no rate; write for example KZT,2023,493.33"),
        ("currency,date,per_euro\nKZT,2023,-1", ":2: the period must not be open, and the rate above 0"),
        ("currency,date,per_euro\n\nKZT,2005/..,5", ":3: the period must not be open"),
    ],
)
def test_errors_in_own_rates_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "rates.csv").write_text(text)
    with pytest.raises(ConfigError) as error:
        load_rates(tmp_path / "rates.csv")
    assert message in str(error.value)


# --- from texts to tables ---------------------------------------------------------------------------------------

GERMAN = (
    "Nach Angaben der Botschaft erreichte der Handel zwischen Deutschland und Georgien im Jahr 2023 die Summe von 3,9"
    " Milliarden US-Dollar, ein Anstieg um 1,1 Milliarden US-Dollar gegenüber 2022. Die Delegation reist abends zurück"
    " und will im Herbst wieder kommen, um über Straßen, Häfen und Schulen zu beraten."
)
ENGLISH = (
    "Trade between Germany and Georgia reached 9.8 billion euros in 2022, officials in Berlin said. Harbour towns on"
    " the Black Sea hope that more ships will call there once the new quay is open, which will take another two years."
)


def test_two_articles_that_contradict_each_other_by_calculation(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("de.txt", GERMAN), ("en.txt", ENGLISH), ("wire.txt", f"BERLIN (own report) - {ENGLISH}")):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
        (tmp_path / "in" / name.replace(".txt", ".meta.yaml")).write_text(f"published: 2024-04-0{len(name) - 4}")
    settings = Settings(english="blank:en", german="blank:de", rules=tmp_path, rates=tmp_path / "none.csv")
    run([tmp_path / "in"], tmp_path / "out", settings)
    (check,) = read_table(tmp_path / "out", CHECKS).to_dict("records")
    assert (check["verdict"], check["kind"]) == ("contradicts", "level_less_change")
    assert (check["implied"], check["implied_unit"]) == ("2800000000", "USD")
    assert (check["value"], check["unit"], check["date"]) == ("9800000000", "EUR", "2022")
    assert "3,9 Milliarden" in check["used_sentences"]
    assert "9.8 billion" in check["stated_sentence"]
    assert check["used_from"].startswith("de.txt:0-")
    facts = {row["fact_id"]: row for row in read_table(tmp_path / "out", FACTS).to_dict("records")}
    stated = facts[check["stated_fact"]]
    assert (stated["sources"], stated["articles"], stated["languages"]) == (1, 2, "en")
    assert "single_source" in stated["flags"]
    assert (stated["first_published"], stated["amount_eur"]) == ("2024-04-02", "9800000000")
    assert len({row["conflict"] for row in facts.values()}) == len(
        read_table(tmp_path / "out", CONFLICTS)["conflict"].unique()
    )
    assert all(facts[used]["conflict"] == stated["conflict"] != "" for used in check["used_facts"].split("; "))
    articles = {row["article"]: row["copy_of"] for row in read_table(tmp_path / "out", ARTICLES).to_dict("records")}
    assert articles == {"de.txt": "", "en.txt": "", "wire.txt": "en.txt"}
