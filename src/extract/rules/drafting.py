"""The draft of a user's pack: a commented rule with blanks to fill in, and what a sentence shows as its example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extract.records import EVENTS, LANGUAGES, REVIEWER, UNORDERED, Language
from extract.rules.observing import Observation
from extract.rules.schema import BLANK, SAME, AmountClass, Frame, RuleSet
from extract.rules.wording import describe_mention
from extract.values.amount import plain

_COUNTED = frozenset({"companies", "projects", "agreements", "people"})
_FRAMES: Mapping[str, Frame] = {
    "visit": "travel",
    "meeting": "talks",
    "agreement": "instrument",
    "relations": "milestone",
}
_SIDES: Mapping[str, str] = {
    "exports": "seller first, then buyer",
    "trade_balance": "the one with the surplus first",
    "investment": "investor first, then host",
    "funding": "giver first, then taker",
    "companies": "home first, then host",
    "people": "where they come from first, then where they go",
    "volume": "deliverer first, then receiver",
    "visit": "visitor first, then host",
}


class DraftError(ValueError):
    """A draft that cannot be written; the message says what to choose instead."""


def write_draft(folder: Path, name: str, fact: str, rules: RuleSet, observations: Sequence[Observation] = ()) -> Path:
    """Write the draft of a pack as NAME.yaml; a file that exists is never touched.

    Args:
        folder: of the user's packs, made where it is missing.
        name: of the pack and its rule.
        fact: the type of fact that the rule gives; a type that does not exist is declared as an indicator.
        rules: the rules in force.
        observations: sentences that the rule is to read.

    Raises:
        DraftError: when the name or the type cannot be used.
    """
    for what, value in (("name", name), ("type", fact)):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
            raise DraftError(f"{value!r} is no {what}; write small letters a-z, digits and _, with a letter first")
    for path in (folder / f"{name}.yml", folder / f"{name}.yaml"):
        if path.exists():
            raise DraftError(f"{path} exists already and is left as it is; choose another name")
    if name == REVIEWER:
        raise DraftError(f"{name!r} stands for facts that reviewers add; choose another name")
    if any(rule.id == name for rule in rules.rules):
        raise DraftError(f"there is a rule {name!r} already ({rules.source(name)}); choose another name")
    if fact in ("official", SAME):
        raise DraftError(f"rules for {fact!r} are not begun from a draft; choose another type of fact")
    if name in rules.types and fact != name:
        raise DraftError(f"{name!r} is a type of fact, but the rule would give {fact!r}; choose another name")
    text = draft_pack(name, fact, observations, declared=fact in rules.types, unordered=rules.unordered)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def draft_pack(
    name: str,
    fact: str,
    observations: Sequence[Observation] = (),
    *,
    declared: bool,
    unordered: frozenset[str] = UNORDERED,
) -> str:
    """The YAML of a pack with one rule.

    Every `???` in it is a blank: `extract rules check` says what to write there.

    Args:
        name: of the pack and its rule.
        fact: the type of fact that the rule gives.
        observations: sentences that the rule is to read, or to find nothing in; each becomes an example.
        declared: whether the type exists already; else the pack declares it as an indicator.
        unordered: types whose countries have no order.
    """
    directed = fact not in unordered
    found = [one for one in observations if not one.nothing]
    lines = [
        f"# What is still to be filled in is marked {BLANK}; `extract rules check {name}` says what to write there.",
        "# The guide is docs/rules.md. A line behind '#' is a remark.",
        f"pack: {name}",
        *([] if declared else _indicator(fact)),
        "rules:",
        f"  - id: {name}",
        f"    fact: {fact}",
        *_trigger(found),
        *(_event(fact) if fact in EVENTS else _quantity(fact, found, directed)),
        "    # Words that speak against the fact; take the '#' away and fill in if you need them.",
        "    # unless:",
        "    #   de: []",
        "    #   en: []",
        "    examples:",
    ]
    for language in LANGUAGES:
        own = [one for one in found if one.language == language]
        for one in own:
            lines += _example(one, fact, directed)
        lines += [] if own else _empty(language, fact)
        quiet = [one for one in observations if one.language == language and one.nothing]
        for one in quiet or [Observation(BLANK, language, nothing=BLANK)]:
            lines += _negative(one)
    return "\n".join(lines) + "\n"


def _indicator(fact: str) -> Iterator[str]:
    yield "# A type of quantity of your own. directed: from one country to the other; unordered: between the two."
    yield "indicators:"
    yield f"  {fact}:"
    yield "    countries: directed"
    yield "    meaning:"
    for language in LANGUAGES:
        yield f'      {language}: "{BLANK}"'


def _trigger(observations: Iterable[Observation]) -> Iterator[str]:
    yield "    # The words that announce the fact. * stands for any letters: Transitgebühr* is also Transitgebühren."
    for one in observations:
        yield f"    # They stand in: {one.text}"
    yield "    trigger:"
    for language in LANGUAGES:
        yield f'      {language}: ["{BLANK}"]'


def _event(fact: str) -> Iterator[str]:
    yield "    # What kind of event: travel, receive, talks, instrument, milestone."
    yield f"    frame: {_FRAMES[fact]}"


def _quantity(fact: str, observations: Sequence[Observation], directed: bool) -> Iterator[str]:
    yield "    # The amounts that count: money, percent, factor, count (of people, things), quantity (t, MW), rank."
    yield f"    needs: {{amount: [{', '.join(_classes(fact, observations))}]}}"
    if directed:
        yield "    # Which country comes first: owner (German fees), subject (Germany pays) or source (from Germany);"
        yield "    # which second: target (to Poland), place (in Poland) or partner (with Poland)."
        yield "    direction: {first: [owner, subject, source], second: [target, place, partner]}"


def _classes(fact: str, observations: Iterable[Observation]) -> Sequence[AmountClass]:
    kinds = list(dict.fromkeys(kind for one in observations for kind in one.classes))
    if kinds:
        more: Sequence[AmountClass] = () if kinds[0] in ("percent", "rank", "factor") else ("percent",)
        return tuple(dict.fromkeys((*kinds, *more)))
    if fact in _COUNTED:
        return ("count", "percent")
    return ("quantity",) if fact == "volume" else ("money", "percent")


def _example(one: Observation, fact: str, directed: bool) -> Iterator[str]:
    mentions = sorted((*one.amounts, *one.dates, *one.countries, *one.persons), key=lambda each: each.start)
    yield "      # Found in the sentence:"
    for mention in mentions:
        yield f"      #   {mention.quote!r}: {describe_mention(mention)}"
    sides = (
        _SIDES.get(fact, "the country that it comes from first") if directed else "countries in order of the alphabet"
    )
    asked = "Is this what the sentence states?" if one.gives is None else "What a reviewer says that it states"
    yield f"      # {asked} ({sides})"
    yield f"      - lang: {one.language}"
    yield f"        text: {_quoted(one.text)}"
    if one.published:
        yield f'        published: "{one.published}"'
    yield f"        gives: [{{{_given(one, fact, directed)}}}]"


def _given(one: Observation, fact: str, directed: bool) -> str:
    """What a sentence gives, as far as its mentions tell."""
    codes = (*one.codes, BLANK, BLANK)[:2]
    first, second = codes if directed or BLANK in codes else sorted(codes)
    amount = one.amount
    day = next((date.period.edtf for date in one.dates if date.period is not None and not date.base), "")
    told: dict[str, str | tuple[str, ...]] = {"countries": (first, second)}
    if fact in EVENTS:
        told["participants"] = tuple(person.person for person in one.persons)
    else:
        told["value"] = plain(amount.amount.value) if amount else BLANK
        told["unit"] = amount.amount.unit if amount else BLANK
    told["date"] = day
    told |= one.gives or {}
    return ", ".join(f"{key}: {_cell(value)}" for key, value in told.items() if value)


def _cell(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_cell(each) for each in value)}]"
    return value if value.isalpha() and value.isascii() else _quoted(value)


def _empty(language: Language, fact: str) -> Iterator[str]:
    yield f"      - lang: {language}"
    yield f'        text: "{BLANK}"'
    if fact in EVENTS:
        yield f'        gives: [{{countries: ["{BLANK}", "{BLANK}"]}}]'
    else:
        yield f'        gives: [{{countries: ["{BLANK}", "{BLANK}"], value: "{BLANK}", unit: "{BLANK}"}}]'


def _negative(one: Observation) -> Iterator[str]:
    yield "      # A sentence with the same words in which there is nothing to find, and why."
    yield f"      - lang: {one.language}"
    yield f"        text: {_quoted(one.text)}"
    if one.published:
        yield f'        published: "{one.published}"'
    yield f"        nothing: {_quoted(one.nothing)}"


def _quoted(text: str) -> str:
    """A text in quotation marks; what JSON writes, YAML reads."""
    return json.dumps(text, ensure_ascii=False)
