"""What a good pack needs: examples that come true, triggers that can fire, silence on quiet sentences, no blanks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from extract.finding.nlp import Pipelines
from extract.records import LANGUAGES, Language
from extract.rules.blanks import NAMES
from extract.rules.examples import Text, read_texts, silent_languages, text_of, wrong_with
from extract.rules.matching import Reading
from extract.rules.schema import Example, Rule, RuleSet
from extract.rules.triggers import DEMONYM, PhraseError, any_phrase, find_phrases, phrase_pattern
from extract.rules.wording import describe


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a rule.

    Attributes:
        rule: its id.
        source: "file:line" of the rule, or of its example or phrase.
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


def check_rules(
    rules: RuleSet,
    pipelines: Pipelines,
    quiet: Iterable[tuple[str, Language]] = (),
    only: Collection[str] | None = None,
    first: Pipelines | None = None,
) -> list[Finding]:
    """Everything that is wrong with the rules; an empty list is what a pack needs to be used.

    Args:
        rules: the rules in force; all of them run on each example, as they do on articles.
        pipelines: for the finding of mentions.
        quiet: texts with their language in which no rule may find anything.
        only: ids of the rules and indicators to check; all by default.
        first: quicker pipelines, which read the examples of the shipped rules and the quiet texts; only what is wrong
            then is read again with `pipelines`.
    """
    chosen = [rule for rule in rules.rules if only is None or rule.id in only]
    silent = [Text(text, language) for text, language in quiet]
    examples = {text_of(example): rule.id in rules.own for rule in chosen for example in rule.examples}
    quick = [text for text, own in examples.items() if not own] + silent
    slow = [text for text, own in examples.items() if own]
    readings = read_texts(quick, rules, first or pipelines) | read_texts(slow, rules, pipelines)
    if first is not None:
        doubtful = [text_of(each) for rule in chosen for each in rule.examples if [*_differs(rule, each, readings)]]
        doubtful += [text for text in silent if readings[text].claims]
        readings |= read_texts(doubtful, rules, pipelines)
    found = [Finding(blank.rule, blank.place, blank.message) for blank in rules.blanks]
    found += [finding for rule in chosen for finding in _own(rule, rules)]
    found += _unused(rules)
    for rule in chosen:
        found += _of_examples(rule, rules, readings)
    found += [finding for text in silent for finding in _loud(text, readings[text], rules)]
    return sorted((each for each in found if only is None or each.rule in only), key=_position)


def _position(finding: Finding) -> tuple[str, int]:
    file, _, line = finding.source.rpartition(":")
    return file, int(line)


def quiet_findings(rules: RuleSet, pipelines: Pipelines, quiet: Iterable[tuple[str, Language]]) -> list[Finding]:
    """One finding for each claim that the rules make of texts in which there is nothing to find."""
    readings = read_texts((Text(text, language) for text, language in quiet), rules, pipelines)
    return [finding for text, reading in readings.items() for finding in _loud(text, reading, rules)]


def example_findings(rule: Rule, example: Example, rules: RuleSet, pipelines: Pipelines) -> list[str]:
    """How what the rules make of one example differs from what it says; an empty list when it does not."""
    text = text_of(example)
    return list(wrong_with(rule, example, read_texts([text], rules, pipelines)[text]))


def _loud(text: Text, reading: Reading, rules: RuleSet) -> Iterator[Finding]:
    for claim in reading.claims:
        message = f"finds {describe(claim)} in a quiet text, where there is nothing to find: {text.text!r}"
        yield Finding(claim.rule, rules.source(claim.rule), message)


def _unused(rules: RuleSet) -> Iterator[Finding]:
    given = {rule.fact for rule in rules.rules}
    for name in rules.indicators:
        if name not in given:
            message = f"no rule gives this indicator; write one with 'fact: {name}'"
            yield Finding(name, rules.source(name), message)


def _own(rule: Rule, rules: RuleSet) -> Iterator[Finding]:
    """What can be said of a rule without running it; an unfinished one is to be filled in first."""
    if any(blank.rule == rule.id for blank in rules.blanks):
        return
    for language in LANGUAGES:
        own = [example for example in rule.examples if example.language == language]
        for kind, message in (("gives", "and what it 'gives'"), ("nothing", "that has 'nothing' and says why")):
            if not any(getattr(example, kind) for example in own) and (kind == "nothing" or rule.frame != "attend"):
                sort = "positive" if kind == "gives" else "negative"
                yield Finding(
                    rule.id,
                    rules.source(rule.id),
                    f"has no {sort} {NAMES[language]} example; add a text (lang: {language}) {message}",
                )
        for phrase in rule.trigger.of(language) if rule.like is None else ():
            for message in _phrase(phrase, language, own):
                yield Finding(rule.id, rules.place(rule.id, language, phrase), message)


def _phrase(phrase: str, language: Language, examples: Iterable[Example]) -> Iterator[str]:
    """What is wrong with a phrase of a trigger."""
    if phrase == DEMONYM:
        return
    name = f"the {NAMES[language]} trigger {phrase!r}"
    try:
        sample = sample_of(phrase)
    except (PhraseError, re.error) as error:
        yield f"{name} cannot be read: {error}"
        return
    if not any(hit.end - hit.start == len(sample) for hit in find_phrases((phrase,), sample)):
        yield f"{name} can match no text; spell it as words with '*', '(a|b)' or '...'"
    elif not any(any_phrase((phrase,), example.text) for example in examples):
        yield f"{name} stands in none of its {NAMES[language]} examples; add an example with it, or drop it"


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


def _of_examples(rule: Rule, rules: RuleSet, readings: dict[Text, Reading]) -> Iterator[Finding]:
    """What goes wrong with the examples of a rule; in each language it must find something itself."""
    failed = False
    for example in rule.examples:
        for message in _differs(rule, example, readings):
            failed = True
            yield Finding(rule.id, rules.place(rule.id, example.language, example.text), message)
    if rule.frame == "attend" or failed:
        return
    for language in silent_languages(rule, readings):
        message = f"other rules find what its {NAMES[language]} examples give, it never fires itself; drop or change it"
        yield Finding(rule.id, rules.source(rule.id), message)


def _differs(rule: Rule, example: Example, readings: dict[Text, Reading]) -> Iterator[str]:
    return wrong_with(rule, example, readings[text_of(example)])
