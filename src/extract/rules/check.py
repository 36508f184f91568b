"""The examples of rules, run with the code that runs articles, and what else a good pack needs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from extract.finding.mentions import Analysis, analyse
from extract.finding.nlp import Pipelines
from extract.records import LANGUAGES, Article, Claim, Language
from extract.rules.matching import find_claims
from extract.rules.schema import Example, Given, Rule, RuleSet
from extract.rules.triggers import DEMONYM, PhraseError, any_phrase, find_phrases, phrase_pattern
from extract.values.amount import plain

Analyse = Callable[[Article], Analysis]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a rule.

    Attributes:
        rule: its id.
        source: "file:line" of the rule.
        message: what is wrong and what to do.
    """

    rule: str
    source: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.rule}: {self.message}"


def quiet_texts() -> list[tuple[str, Language]]:
    """Sentences of general news with amounts, dates, countries and words like triggers, but no bilateral fact."""
    folder = files("extract.rules").joinpath("data")
    return [
        (line, language)
        for language in LANGUAGES
        for line in folder.joinpath(f"quiet_{language}.txt").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def check_rules(rules: RuleSet, pipelines: Pipelines, quiet: Iterable[tuple[str, Language]] = ()) -> list[Finding]:
    """Everything that is wrong with the rules; an empty list is what a pack needs to be used.

    Args:
        rules: the rules in force; all of them run on each example, as they do on articles.
        pipelines: for the finding of mentions.
        quiet: texts with their language in which no rule may find anything.
    """

    def run(article: Article) -> Analysis:
        return analyse(article, pipelines)

    found = [
        Finding(rule.id, rules.sources.get(rule.id, "?:1"), message) for rule in rules.rules for message in _own(rule)
    ]
    for rule in rules.rules:
        source = rules.sources.get(rule.id, "?:1")
        found += [Finding(rule.id, source, message) for message in _examples(rule, rules, run)]
    return found + quiet_findings(rules, pipelines, quiet)


def quiet_findings(rules: RuleSet, pipelines: Pipelines, quiet: Iterable[tuple[str, Language]]) -> list[Finding]:
    """One finding for each claim that the rules make of texts in which there is nothing to find."""
    return [
        Finding(
            claim.rule, rules.sources.get(claim.rule, "?:1"), f"finds {describe(claim)} in the quiet text: {text!r}"
        )
        for text, language in quiet
        for claim in find_claims(analyse(_article(text, language, None), pipelines), rules)
    ]


def _own(rule: Rule) -> Iterator[str]:
    """What can be said of a rule without running it."""
    for language in LANGUAGES:
        own = [example for example in rule.examples if example.language == language]
        if rule.frame != "attend" and not any(example.gives for example in own):
            yield f"has no positive example in '{language}'; add one with 'gives'"
        if not any(example.nothing for example in own):
            yield f"has no negative example in '{language}'; add one with 'nothing' and the reason"
        for phrase in rule.trigger.of(language):
            if phrase == DEMONYM or rule.like is not None:
                continue
            try:
                sample = sample_of(phrase)
            except (PhraseError, re.error) as error:
                yield f"trigger {phrase!r} ({language}) cannot be read: {error}"
                continue
            if not any(hit.end - hit.start == len(sample) for hit in find_phrases((phrase,), sample)):
                yield f"trigger {phrase!r} ({language}) can match no text; spell it as words with '*', '(a|b)' or '...'"
            elif not any(any_phrase((phrase,), example.text) for example in own):
                yield f"trigger {phrase!r} ({language}) stands in none of its examples; add one or drop it"


def sample_of(phrase: str) -> str:
    """A text in which a phrase stands: the first of its choices, "x" for a star, nothing for a gap.

    Raises:
        PhraseError: when the phrase cannot be read.

    >>> sample_of("Handelsums* (zwischen|mit)")
    'Handelsumsx zwischen'
    """
    phrase_pattern(phrase)
    text = re.sub(r"\(([^()|]*)[^()]*\)\??", r"\1", phrase.removeprefix("="))
    return re.sub(r"\s+", " ", text.replace("...", " ").replace("*", "x")).strip()


def _examples(rule: Rule, rules: RuleSet, run: Analyse) -> Iterator[str]:
    """What goes wrong with the examples. What one `gives` may come from another rule of the same type of fact, but in
    each language the rule itself must find something."""
    silent = {example.language for example in rule.examples if example.gives}
    for example in rule.examples:
        made = find_claims(run(_article(example.text, example.language, example.published)), rules)
        if any(claim.rule == rule.id for claim in made):
            silent.discard(example.language)
        yield from _differs(rule, example, made)
    if rule.frame != "attend":
        for language in sorted(silent):
            yield f"finds nothing in any of its '{language}' examples; it never fires"


def example_findings(rule: Rule, example: Example, rules: RuleSet, pipelines: Pipelines) -> list[str]:
    """How what the rules make of one example differs from what it says; an empty list when it does not."""
    made = find_claims(analyse(_article(example.text, example.language, example.published), pipelines), rules)
    return list(_differs(rule, example, made))


def _differs(rule: Rule, example: Example, made: list[Claim]) -> Iterator[str]:
    claims = [claim for claim in made if claim.rule == rule.id]
    if example.nothing:
        for claim in claims:
            yield f"finds {describe(claim)} where it should find nothing ({example.nothing}): {example.text!r}"
        return
    left = [claim for claim in made if claim.rule == rule.id or claim.type == rule.fact]
    for given in example.gives:
        match = next((claim for claim in left if not differences(given, claim)), None)
        if match is not None:
            left.remove(match)
            continue
        near = min((differences(given, claim) for claim in left), key=len, default=["nothing was found"])
        yield f"example {example.text!r}: {'; '.join(near)}"
    for claim in left:
        if claim.rule == rule.id and len(claims) > len(example.gives):
            yield f"example {example.text!r}: finds {describe(claim)} besides what it 'gives'"


def _article(text: str, language: Language, published: str | None) -> Article:
    day = dt.date.fromisoformat(published) if published else None
    return Article(name="example", text=text, language=language, published=day)


def differences(given: Given, claim: Claim) -> list[str]:
    """In which attributes a claim differs from what an example gives, in words."""
    amount = claim.value
    actual: dict[str, object] = {
        "countries": claim.countries,
        "measure": claim.measure,
        "value": plain(amount.value) if amount else None,
        "value_max": plain(amount.value_max) if amount and amount.value_max is not None else None,
        "unit": amount.unit if amount else None,
        "bound": claim.bound,
        "date": claim.date.edtf if claim.date else "",
        "compared_to": claim.compared_to.edtf if claim.compared_to else "",
        "modality": claim.modality,
        "participants": claim.participants,
        "place": claim.place,
        "subject": claim.subject,
        "person": claim.person,
        "role": claim.office.code if claim.office else "",
    }
    wanted = {name: value for name, value in given.model_dump().items() if value not in (None, ())}
    return [f"{name} is {actual[name]!r}, not {value!r}" for name, value in wanted.items() if actual[name] != value]


def describe(claim: Claim) -> str:
    """A claim in one line, for messages."""
    parts = [claim.type, "-".join(claim.countries), claim.measure or "", claim.value.format() if claim.value else ""]
    parts += [claim.date.edtf if claim.date else "", claim.modality if claim.modality != "actual" else ""]
    parts += [", ".join(claim.participants), claim.person, claim.office.code if claim.office else ""]
    return " ".join(part for part in parts if part)
