"""Examples of rules, run with the code that runs articles, and what is wrong with what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.finding.mentions import analyse_parsed
from extract.finding.nlp import Pipelines
from extract.records import LANGUAGES, Article, Claim, Language
from extract.rules.matching import Reading, read_claims
from extract.rules.schema import Example, Given, Rule, RuleSet
from extract.rules.wording import describe, describe_given, differences


@dataclass(frozen=True, slots=True)
class Text:
    """What an example or a quiet sentence has the rules read."""

    text: str
    language: Language
    published: str | None = None


def text_of(example: Example) -> Text:
    """What is to be read of an example."""
    return Text(example.text, example.language, example.published)


def read_texts(texts: Iterable[Text], rules: RuleSet, pipelines: Pipelines) -> dict[Text, Reading]:
    """What the rules make of texts; each is read once, those of a language together."""
    found: dict[Text, Reading] = {}
    wanted = list(dict.fromkeys(texts))
    for language in LANGUAGES:
        own = [one for one in wanted if one.language == language]
        for one, parsed in zip(own, pipelines.pipe((each.text for each in own), language), strict=True):
            day = dt.date.fromisoformat(one.published) if one.published else None
            article = Article(name="example", text=one.text, language=language, published=day)
            found[one] = read_claims(analyse_parsed(article, [parsed]), rules)
    return found


def fires(rule: Rule, reading: Reading) -> bool:
    """Whether a rule itself finds something."""
    return any(claim.rule == rule.id for claim in reading.claims)


def wrong_with(rule: Rule, example: Example, reading: Reading) -> Iterator[str]:
    """How what the rules make of an example differs from what it says, a line each; nothing when it does not.

    What it `gives` may come from another rule of the same type of fact.
    """
    mine = [claim for claim in reading.claims if claim.rule == rule.id]
    if example.nothing:
        for claim in mine:
            reason = f" ({example.nothing})"
            yield f"this text should give nothing{reason}, but {describe(claim)} was found: {example.text!r}"
        return
    left = [claim for claim in reading.claims if claim.rule == rule.id or claim.type == rule.fact]
    for given in example.gives:
        match = next((claim for claim in left if not differences(given, claim)), None)
        if match is not None:
            left.remove(match)
            continue
        wanted = describe_given(rule.fact, given)
        yield f"this text should give {wanted}, but {_instead(rule, given, left, reading)}: {example.text!r}"
    for claim in left:
        if claim.rule == rule.id and len(mine) > len(example.gives):
            yield f"this text gives {describe(claim)} besides what stands behind 'gives': {example.text!r}"


def _instead(rule: Rule, given: Given, left: list[Claim], reading: Reading) -> str:
    """What there is in place of what an example asks for: the nearest claim, or why there is none."""
    near = min((differences(given, claim) for claim in left), key=len, default=[])
    if near:
        return " and ".join(near)
    taken = [claim for claim in reading.claims if claim.value is not None and claim.type != rule.fact]
    unmet = [one.unmet for attempts in reading.attempts for one in attempts if one.rule == rule.id and one.unmet]
    if taken and not unmet:
        other = taken[0]
        return f"the rule {other.rule} takes the amount and finds {describe(other)}"
    return unmet[0] if unmet else "no word of its trigger stands there"


def silent_languages(rule: Rule, readings: Mapping[Text, Reading]) -> list[Language]:
    """The languages with examples that give something, in none of which the rule itself finds anything."""
    loud = {each.language for each in rule.examples if each.gives and fires(rule, readings[text_of(each)])}
    return sorted({each.language for each in rule.examples if each.gives} - loud)
