"""Blanks: what `extract rules new` leaves for the user to write, and what is to be written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.records import Language
from extract.rules.packfile import PHRASE_KEYS, NodePath, PackFile
from extract.rules.schema import BLANK, Blank, Example, Phrases, Rule

NAMES: dict[Language, str] = {"de": "German", "en": "English"}
_WANTED = {
    "countries": "countries (two codes, for example [PL, LV])",
    "value": 'value (the number in digits, for example "3000000")',
    "unit": "unit (a currency such as EUR, or COUNT, PERCENT, t)",
    "date": 'date (for example "2023"; delete the key where there is none)',
    "participants": "participants (the persons, as the sentence has them)",
}


def find_blanks(file: PackFile) -> Iterator[Blank]:
    """What is still to be filled in of a pack, in order of the file; one entry an example."""
    for name, indicator in file.pack.indicators.items():
        for path in _blanks(indicator.model_dump()):
            language = "German" if path[-1] == "de" else "English"
            message = f"say in one {language} line what {name!r} counts"
            yield Blank(name, file.place("indicators", name, *path), message)
    for rule_id, part, place in file.parts():
        for key in PHRASE_KEYS:
            for path in _blanks(getattr(part, key, Phrases()).model_dump()):
                language = "German" if path[0] == "de" else "English"
                message = (
                    f"write under '{key}' the {language} words that {_purpose(key)}, for example {_sample(path[0])}"
                )
                yield Blank(rule_id, file.place(*place, key, *path), message)
        for number, example in enumerate(part.examples):
            message = _example_blank(example)
            if message:
                yield Blank(rule_id, file.place(*place, "examples", number), message)


def without_blanks(rule: Rule) -> Rule:
    """The rule with what is filled in of it, so that an unfinished pack stops nothing and can be tried."""

    def filled(phrases: Phrases) -> Phrases:
        return Phrases(
            de=tuple(one for one in phrases.de if BLANK not in one),
            en=tuple(one for one in phrases.en if BLANK not in one),
        )

    return rule.model_copy(
        update={
            "trigger": filled(rule.trigger),
            "also": filled(rule.also),
            "unless": filled(rule.unless),
            "examples": tuple(one for one in rule.examples if not _example_blank(one)),
        }
    )


def _purpose(key: str) -> str:
    return {
        "trigger": "announce the fact",
        "also": "must stand beside the trigger",
        "unless": "speak against the fact",
    }[key]


def _sample(language: str | int) -> str:
    return "[Transitgebühr*]" if language == "de" else "[transit fee*]"


def _example_blank(example: Example) -> str:
    """What is still to be written in an example, "" where nothing is."""
    spoken = f"{'a German' if example.language == 'de' else 'an English'} sentence"
    if example.nothing:
        wanted = [f"{spoken} with the words of the trigger that states no such fact"] * (BLANK in example.text)
        wanted += ["behind 'nothing' why it states none"] * (BLANK in example.nothing)
        return f"write {' and '.join(wanted)}" if wanted else ""
    if BLANK in example.text:
        return f"write {spoken} that states the fact, and behind 'gives' what is to be found in it"
    keys = [path[1] for path in _blanks([given.model_dump(exclude_defaults=True) for given in example.gives])]
    named = dict.fromkeys(_WANTED.get(str(key), str(key)) for key in keys)
    return f"write behind 'gives' what the sentence states: {', '.join(named)}" if named else ""


def _blanks(data: Any, path: NodePath = ()) -> Iterator[NodePath]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _blanks(value, (*path, key))
    elif isinstance(data, (list, tuple)):
        for place, value in enumerate(data):
            yield from _blanks(value, (*path, place))
    elif isinstance(data, str) and BLANK in data:
        yield path
