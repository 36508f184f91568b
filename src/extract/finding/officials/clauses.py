"""Relative clauses of office in German, whose verb stands last: "X, die die Energiebehörde in Baku leitet"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.finding.officials.titles import Title
from extract.finding.officials.words import Page
from extract.values.office import Office

_CLAUSE = re.compile(
    r"(?<=, )(?:der|die) (?:(?:seit|derzeit|heute|inzwischen|zurzeit|auch|zugleich|nun|jetzt)(?: \w+)?(?: \d{4})? )?"
    r"(?P<body>(?:das|die|den|dem|der) [^,.;:()\n]{3,90}?) "
    r"(?P<verb>leitet|führt|vorsteht|präsidiert|leitete|führte|vorstand|geleitet hat|geleitet hatte|geführt hat)"
    r"(?=[,.;:)]|\s+(?:und|sowie)\b|$)"
)
_PAST = frozenset(("leitete", "führte", "vorstand", "geleitet hatte"))
# Of the institutions those that have a head; the head of a chancellery is a minister only by title.
_HEADED = frozenset(
    "parliament_speaker central_bank_governor head_of_international_organisation business_leader head_of_agency "
    "ambassador".split()
)


def relative_clauses(page: Page) -> Iterator[Title]:
    """Titles that a clause with a verb of leading makes; the name stands before it."""
    if page.language != "de":
        return
    for match in _CLAUSE.finditer(page.text):
        body = match["body"]
        found = [meaning for pattern, meaning in page.lexicon.institutions if pattern.search(body)]
        if not found or found[0].role not in _HEADED:
            continue
        start, end = match.start("body"), match.end("body")
        inside = [one for one in page.countries if start <= one.start and one.end <= end and len(one.codes) == 1]
        own = [one.codes for one in inside if not page.text.endswith((" in ", " im "), 0, one.start)]
        host = [one.codes for one in inside if one.codes not in own]
        yield Title(
            start=match.start(),
            end=match.end(),
            phrase=match[0],
            office=Office(found[0].role, (), match["verb"] in _PAST),
            countries=own[0] if own else (),
            host=host[0] if host else (),
            fixed=found[0].country,
            organised=found[0].role == "head_of_international_organisation",
        )
