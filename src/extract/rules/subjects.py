"""What an instrument or a meeting is about: the words behind "über", "zur", "on", "for"."""

from __future__ import annotations

import re
from functools import cache

from extract.records import Language
from extract.rules.view import SentenceView

_MAX_WORDS = 12


def subject_after(view: SentenceView, offset: int) -> str:
    """The short phrase that says what the words before an offset are about, as in the text, or "".

    It ends with the clause, at a verb form that closes a German clause, or after twelve words.
    """
    rest = view.cut(offset, view.end)
    match = _about(view.language).match(rest)
    if match is None:
        return ""
    words = _stop(view.language).split(match["subject"], maxsplit=1)[0].split()
    return " ".join(words[:_MAX_WORDS]).strip(" ,.;:\"'“”»«")


@cache
def _about(language: Language) -> re.Pattern[str]:
    prepositions = "über|zur|zum|zu|für|bei" if language == "de" else "on|for|regarding|concerning|to"
    lead = r"(?:\s+[\w.’'-]+){0,2}?" if language == "en" else r"(?:\s+[a-zäöüß]\w*)?"
    return re.compile(rf"{lead}\s+(?:{prepositions})\s+(?:(?:die|den|das|der|dem|the|a|an)\s+)?(?P<subject>[^.;:]+)")


@cache
def _stop(language: Language) -> re.Pattern[str]:
    if language == "de":
        return re.compile(
            r"\s+(?=(?:zu\s+)?\w*(?:unterzeichnet|geschlossen|vereinbart|unterschrieben|schließen|abschließen|verabschiedet"
            r"|unterzeichnen|abgeschlossen|paraphiert|zusammen|geführt|gesprochen|beraten)\b)"
            r"|,\s|\s\(|\s(?:am|im|ab|seit|mit|soll|sollen|sollte|will|wollen|wird|werden|wurde|wurden|hat|haben|hatte"
            r"|hatten|ist|sind|war|waren|tritt|trat)\b"
        )
    return re.compile(
        r",\s|\s\(|\s(?:was|were|is|are|has|have|had|will|would|should|which|that|in|at|during|with|by|after|before|signed"
        r"|between|on|took|entered|worth)\s"
    )
