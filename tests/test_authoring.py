"""What helps to write rules: drafts with blanks, findings that a person understands, reasons of rules near by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from extract.cli import main
from extract.finding.mentions import analyse
from extract.finding.nlp import Parsed, Pipelines
from extract.records import Article, FactType, Language
from extract.rules.blanks import find_blanks
from extract.rules.check import check_rules
from extract.rules.drafting import DraftError, draft_pack, write_draft
from extract.rules.explain import explain
from extract.rules.loader import load_rules
from extract.rules.matching import find_claims
from extract.rules.observing import observe
from extract.rules.packfile import parse_pack
from extract.rules.schema import BLANK, RuleSet
from extract.rules.wording import describe

SENTENCES: dict[Language, str] = {
    "de": "Die Mautgebühren Polens für Spediteure aus Litauen betrugen 2022 rund 12 Millionen Euro.",
    "en": "Polish road tolls of 12 million euros were collected from Lithuania in 2022.",
}
TYPES = [kind for kind in get_args(FactType) if kind != "official"]


def read(text: str, language: Language, pipelines: Pipelines, rules: RuleSet) -> list[str]:
    analysis = analyse(Article(name="a.txt", text=text, language=language), pipelines)
    return [describe(claim) for claim in find_claims(analysis, rules)]


def pack(folder: Path, text: str) -> RuleSet:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return load_rules(folder)


# Drafts


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("fact", [*TYPES, "tolls"])
def test_a_draft_is_a_valid_pack_whose_blanks_are_named(fact: str, language: Language, pipelines: Pipelines) -> None:
    article = Article(name="a.txt", text=SENTENCES[language], language=language)
    seen = observe(analyse(article, pipelines))
    for observations in ([], [seen]):
        text = draft_pack("mine", fact, observations, declared=fact in TYPES)
        file = parse_pack(text, "mine.yaml")
        assert [rule.fact for rule in file.pack.rules] == [fact]
        assert list(file.pack.indicators) == ([] if fact in TYPES else [fact])
        blanks = list(find_blanks(file))
        marked = [number for number, line in enumerate(text.splitlines(), start=1) if f'"{BLANK}"' in line]
        # An example has its blanks on several lines; it is named once, at its first line.
        assert {int(blank.place.partition(":")[2]) for blank in blanks} <= {*marked, *(line - 1 for line in marked)}
        texts = {example.text for example in file.pack.rules[0].examples}
        assert (SENTENCES[language] in texts) == bool(observations)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sentence_becomes_an_example_with_what_is_found_in_it(
    language: Language, tmp_path: Path, pipelines: Pipelines
) -> None:
    article = Article(name="a.txt", text=SENTENCES[language], language=language)
    path = write_draft(tmp_path, "tolls", "tolls", load_rules(), [observe(analyse(article, pipelines))])
    example = (
        parse_pack(path.read_text(encoding="utf-8"), path.name).pack.rules[0].examples[0 if language == "de" else 2]
    )
    given = example.gives[0]
    assert (example.language, given.countries) == (language, ("PL", "LT"))
    assert (given.value, given.unit, given.date) == ("12000000", "EUR", "2022")


def test_an_event_is_drafted_with_its_persons(pipelines: Pipelines) -> None:
    text = "Norwegian Foreign Minister Kari Lund travelled to Lima on 3 May 2024."
    seen = observe(analyse(Article(name="a.txt", text=text, language="en"), pipelines))
    rule = parse_pack(draft_pack("mine", "visit", [seen], declared=True), "mine.yaml").pack.rules[0]
    given = rule.examples[2].gives[0]
    assert rule.frame == "travel"
    assert (given.countries, given.participants, given.date) == (("NO", "PE"), ("Kari Lund",), "2024-05-03")


def test_a_draft_never_overwrites(tmp_path: Path) -> None:
    write_draft(tmp_path, "tolls", "funding", load_rules())
    before = (tmp_path / "tolls.yaml").read_bytes()
    with pytest.raises(DraftError, match=r"tolls\.yaml exists already and is left as it is"):
        write_draft(tmp_path, "tolls", "funding", load_rules())
    (tmp_path / "tolls.yaml").rename(tmp_path / "tolls.yml")
    with pytest.raises(DraftError, match=r"tolls\.yml exists already"):
        write_draft(tmp_path, "tolls", "funding", load_rules())
    assert (tmp_path / "tolls.yml").read_bytes() == before


def test_an_unfinished_pack_stops_nothing_and_works_as_far_as_it_goes(tmp_path: Path, pipelines: Pipelines) -> None:
    path = write_draft(tmp_path, "tolls", "tolls", load_rules())
    sentence = "In 2022, tolls of 12 million euros went from Lithuania to Poland."
    assert read(sentence, "en", pipelines, load_rules(tmp_path)) == []
    text = path.read_text(encoding="utf-8").replace('en: ["???"]', "en: [tolls of]")
    path.write_text(text, encoding="utf-8")
    rules = load_rules(tmp_path)
    assert read(sentence, "en", pipelines, rules) == ["tolls LT-PL level 12000000 EUR 2022"]
    assert all("write" in blank.message or "say" in blank.message for blank in rules.blanks)


def test_new_and_check_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence = "Gestern flossen 5 Millionen Euro Maut aus Litauen nach Polen."
    arguments = ["--lang", "de", "--from", sentence, "--published", "2024-03-02", "--model", "fast"]
    assert main(["rules", "new", "tolls", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{Path('models/rules/tolls.yaml')}\n"
    assert "tolls is a new type of fact; those that exist are trade, exports," in captured.err
    text = Path("models/rules/tolls.yaml").read_text(encoding="utf-8")
    assert 'published: "2024-03-02"' in text
    assert 'date: "2024-03-01"' in text
    assert main(["rules", "check", "tolls", "--model", "fast"]) == 1
    captured = capsys.readouterr()
    assert "tolls.yaml:17: tolls: write under 'trigger' the German words" in captured.out
    assert captured.err == "1 rule, 1 example: 8 findings\n"
    assert main(["rules", "new", "tolls"]) == 2


# Findings

PACK = """\
pack: mine
rules:
  - id: tolls
    fact: funding
    trigger:
      de: [Mautzahlung*]
      en: [toll payment*, toll money]
    needs: {amount: [money]}
    direction: {first: [source, owner, subject], second: [target]}
    examples:
      - lang: de
        text: Im Jahr 2021 gingen Mautzahlungen von 7 Millionen Euro aus Ungarn an Serbien.
        gives: [{countries: [HU, RS], value: "7000000", unit: EUR, date: "2021"}]
      - lang: de
        text: Ungarn stritt mit Serbien über Mautzahlungen.
        nothing: no amount
      - lang: en
        text: In 2021, toll payments of 7 million euros went from Hungary to Serbia as toll money.
        gives: [{countries: [HU, RS], value: "7000000", unit: EUR, date: "2021"}]
      - lang: en
        text: Hungary spoke with Serbia about toll payments.
        nothing: no amount
"""
GERMAN = "Im Jahr 2021 gingen Mautzahlungen von 7 Millionen Euro aus Ungarn an Serbien."
FINDINGS = yaml.load((Path(__file__).parent / "specs" / "rules_findings.yaml").read_text("utf-8"), yaml.CBaseLoader)


def test_a_good_pack_has_no_findings(tmp_path: Path, pipelines: Pipelines) -> None:
    assert check_rules(pack(tmp_path, PACK), pipelines, only={"tolls"}) == []


@pytest.mark.parametrize("case", FINDINGS, ids=[case["says"][:60] for case in FINDINGS])
def test_a_finding_is_one_plain_line(case: dict[str, str], tmp_path: Path, pipelines: Pipelines) -> None:
    assert case["old"] in PACK
    rules = pack(tmp_path, PACK.replace(case["old"], case["new"], 1))
    found = [str(each) for each in check_rules(rules, pipelines, only={"tolls"})]
    assert case["says"] in found, "\n".join(found)
    assert all("\n" not in each for each in found)


def test_a_rule_that_takes_the_amount_is_named(tmp_path: Path, pipelines: Pipelines) -> None:
    text = PACK.replace("[Mautzahlung*]", "[Straßengeld*]").replace("fact: funding", "fact: deals")
    text = text.replace("gingen Mautzahlungen von", "gingen Kredite von")
    found = [str(each) for each in check_rules(pack(tmp_path, text), pipelines, only={"tolls"})]
    assert any(
        "but the rule funding takes the amount and finds funding HU-RS level 7000000 EUR" in each for each in found
    )


def test_findings_of_extensions_name_their_line(tmp_path: Path, pipelines: Pipelines) -> None:
    text = (
        "pack: mine\nextend:\n  funding:\n    trigger: {de: [Mikrokredit*], en: []}\n    examples:\n"
        "      - {lang: de, text: Ein Mikrokredit., gives: [{countries: [DE, PL]}]}\n"
    )
    rules = pack(tmp_path, text)
    short = RuleSet(tuple(rule for rule in rules.rules if rule.id == "funding"), rules.sources, rules.places)
    found = [str(each) for each in check_rules(short, pipelines) if "Mikrokredit." in each.message]
    reason = "it needs an amount of money or a percentage; the sentence has none"
    wanted = f"this text should give funding DE-PL, but {reason}"
    assert found == [f"mine.yaml:6: funding: {wanted}: 'Ein Mikrokredit.'"]


class Counting(Pipelines):
    """Pipelines that note what they are asked to read."""

    def __init__(self, inner: Pipelines) -> None:
        super().__init__()
        self._inner = inner
        self.seen: list[str] = []

    def pipe(self, texts: Iterable[str], language: Language) -> Iterator[Parsed]:
        wanted = list(texts)
        self.seen += wanted
        return self._inner.pipe(wanted, language)


def test_each_text_is_read_once_and_the_doubtful_ones_again(tmp_path: Path, pipelines: Pipelines) -> None:
    broken = PACK.replace('date: "2021"}]\n      - lang: de', 'date: "2020"}]\n      - lang: de')
    rules = pack(tmp_path, broken)
    shipped = RuleSet(tuple(rule for rule in rules.rules if rule.id == "tolls"), rules.sources, rules.places)
    first, second = Counting(pipelines), Counting(pipelines)
    quiet: list[tuple[str, Language]] = [("Es regnet.", "de"), ("Es regnet.", "de")]
    findings = check_rules(shipped, second, quiet, first=first)
    assert len(findings) == 1
    assert sorted(first.seen) == sorted({example.text for example in shipped.rules[0].examples} | {"Es regnet."})
    assert second.seen == [GERMAN]
    own = RuleSet(shipped.rules, rules.sources, rules.places, own=frozenset({"tolls"}))
    first, second = Counting(pipelines), Counting(pipelines)
    check_rules(own, second, quiet, first=first)
    assert first.seen == ["Es regnet."]
    assert len(second.seen) == 5


# Explanations

SPLIT = """\
pack: mine
rules:
  - id: pledges
    fact: funding
    trigger: {de: [stellte* ... Prämien bereit], en: [made ... subsidies available]}
    needs: {amount: [money]}
"""


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("de", "Kenia überwies Uganda 4 Millionen Dollar an Gebühren.", "none of its triggers stands here: stellte*"),
        ("en", "Kenya wired Uganda 4 million dollars in fees.", "none of its triggers stands here: made ... subsidies"),
        ("de", "Kenia stellte Uganda 4 Millionen Dollar an Prämien hin.", "'bereit' is missing"),
        ("en", "Kenya made Uganda 4 million dollars of subsidies.", "'available' is missing"),
    ],
)
def test_the_users_own_rules_are_explained(
    language: Language, text: str, line: str, tmp_path: Path, pipelines: Pipelines
) -> None:
    analysis = analyse(Article(name="a.txt", text=text, language=language), pipelines)
    lines = [each.strip() for each in explain(analysis, pack(tmp_path, SPLIT))]
    assert any(each.startswith("no       pledges: ") and line in each for each in lines), "\n".join(lines)


@pytest.mark.parametrize(
    ("language", "text", "near", "hint"),
    [
        ("de", "Kenia überwies Uganda 4 Millionen Dollar an Gebühren.", [], True),
        ("en", "Kenya wired Uganda 4 million dollars in fees.", [], True),
        ("de", "Finnische Touristen gaben in Estland 200 Millionen Euro aus.", ["people_from"], True),
        ("en", "Finnish tourists spent 200 million euros in Estonia.", ["people_from"], True),
        ("de", "Island vergab keinen Kredit von 30 Millionen Euro an Malta.", ["funding"], False),
        ("de", "Rund 300 isländische Firmen sind in Malta tätig.", [], False),
        ("en", "About 300 Icelandic firms are active in Malta.", [], False),
        ("de", "Ein Abkommen mit Malta wurde unterzeichnet.", ["agreement_signed"], False),
        ("en", "An agreement with Malta was signed.", ["agreement_signed"], False),
    ],
)
def test_only_rules_that_come_near_are_told(
    language: Language, text: str, near: list[str], hint: bool, pipelines: Pipelines, rules: RuleSet
) -> None:
    lines = [
        line.split() for line in explain(analyse(Article(name="a", text=text, language=language), pipelines), rules)
    ]
    assert [words[1] for words in lines if words[:1] == ["no"]] == near
    assert any(words[:1] == ["hint"] for words in lines) == hint


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Chiles Ministerin Paula Reyes traf am 4. Mai 2024 in Oslo den norwegischen Minister Lars Bakken. "
            "An dem Gespräch nahm auch Norwegens Botschafterin Kari Moen teil.",
        ),
        (
            "en",
            "Chile's minister Paula Reyes met Norwegian Minister Lars Bakken in Oslo on 4 May 2024. "
            "The meeting was attended by Norway's ambassador Kari Moen.",
        ),
    ],
)
def test_persons_who_join_are_explained(language: Language, text: str, pipelines: Pipelines, rules: RuleSet) -> None:
    lines = list(explain(analyse(Article(name="a", text=text, language=language), pipelines), rules))
    assert any(line.startswith("    joins    goes on about the meeting before it, by ") for line in lines), lines
