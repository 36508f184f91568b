"""Whether a statement is actual, planned or negated."""

from __future__ import annotations

import re

from extract.records import Modality
from extract.rules.view import SentenceView
from extract.values.period import Period

# "werden sich im Juni zu Gesprächen einfinden": the infinitive closes the German clause.
_COMMA = re.compile(r",\s")
_FUTURE = re.compile(r"\b(?:wird|werden|werde)\b[^,;:]*\s(?!ge|worden)[a-zäöüß]{2,}(?:en|ern|eln)\s*[.,;!\"”“«»]*\s*$")


# A trigger that is itself a verb of the past says what happened, whatever else its clause plans.
_PAST = {
    "de": re.compile(
        r"(?:traf|trafen|empfing\w*|besuchten?|reisten?|flog\w*|kam\w*|sprach\w*|berieten?|(?:telefonier|verhandel)ten?)\b"
    ),
    "en": re.compile(
        r"(?:met|held|spoke|flew|paid|went|led|visited|arrived|travell?ed|welcomed|received|hosted|discussed)\b"
    ),
}


def is_negated(view: SentenceView, *offsets: int) -> bool:
    """Whether the stretches between commas that hold the offsets deny what they say.

    A denial in a relative clause behind a comma leaves the figure before it alone.
    """
    clause = " ; ".join(dict.fromkeys(_stretch(view, offset) for offset in offsets))
    spared = view.cues.all("negation_not", clause)
    denials = view.cues.all("negation", clause)
    return any(not any(one.start <= hit.start < one.end for one in spared) for hit in denials)


def _stretch(view: SentenceView, offset: int) -> str:
    start, end = view.clause_span(offset)
    clause, at = view.cut(start, end), offset - start
    low = max((match.end() for match in _COMMA.finditer(clause) if match.end() <= at), default=0)
    high = min((match.start() for match in _COMMA.finditer(clause) if match.start() >= at), default=len(clause))
    return clause[low:high]


def modality_of(view: SentenceView, offset: int, period: Period | None, trigger: str = "") -> Modality:
    """Planned when the date lies behind the day of publication, or the clause plans and no past date contradicts."""
    published = view.published
    if period is not None and published is not None:
        if period.start is not None and period.start > published:
            return "planned"
        if period.end is not None and period.end < published:
            return "actual"
    if trigger and _PAST[view.language].match(trigger):
        return "actual"
    # German verbs close the clause, whatever stands between commas in it; English ones stand beside what they say.
    clause = view.cut(*view.clause_span(offset)) if view.language == "de" else _stretch(view, offset)
    future = view.language == "de" and _FUTURE.search(clause) is not None
    return "planned" if future or view.cues.has("plan", clause) else "actual"
