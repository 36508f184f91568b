"""The persons of a sentence who act in an event, also those whom a pronoun or a bare office means."""

from __future__ import annotations

from extract.records import PersonMention
from extract.rules.context import Context
from extract.rules.triggers import any_phrase
from extract.rules.view import SentenceView

_LOOK_BACK = 3


def country_of(person: PersonMention) -> str:
    """The one country of a person's offices, else ""; an office of an organisation has none."""
    return person.countries[0] if person.countries else ""


def persons_of(view: SentenceView, start: int | None = None, end: int | None = None) -> list[PersonMention]:
    """The persons with an office in a stretch of the sentence, in order, each once; mere sources are left out."""
    low, high = view.start if start is None else start, view.end if end is None else end
    found: dict[str, PersonMention] = {}
    for person in view.persons:
        if low <= person.start < high and person.offices and not _is_source(view, person):
            found.setdefault(person.person, person)
    return list(found.values())


def _is_source(view: SentenceView, person: PersonMention) -> bool:
    """Whether the sentence only quotes the person: "laut Minister X", "according to President Y"."""
    begin = person.title_start if person.stated else person.start
    end = max(person.end, person.title_end)
    before = view.cut(max(view.start, begin - 24), begin)
    after = view.cut(end, min(view.end, end + 25))
    return (
        any_phrase(view.cues["speaker_before"], before) is not None
        or any_phrase(view.cues["speaker_after"], after) is not None
    )


def subject_before(view: SentenceView, context: Context, *, not_of: str = "") -> PersonMention | None:
    """The person whom "er", "she", "die Kanzlerin", "the delegation" of this sentence means, or None.

    It is the first person of the nearest earlier sentence of the paragraph, or of the one before, who is not of the
    country `not_of`: subjects stand first.
    """
    if not (view.cues.has("pronoun_subject", view.text) or view.cues.has("office_subject", view.text)):
        return None
    for earlier in reversed(context.earlier[-_LOOK_BACK:]):
        for person in persons_of(earlier):
            if country_of(person) and country_of(person) != not_of:
                return person
    return None


def partner_before(view: SentenceView, context: Context, code: str) -> PersonMention | None:
    """The person of the article's other country in the sentences before: "In einer Unterredung mit X ..."."""
    pair = context.article_pair
    if pair is None or code not in pair:
        return None
    other = pair[1] if pair[0] == code else pair[0]
    for earlier in reversed(context.earlier[-_LOOK_BACK:]):
        found = [person for person in persons_of(earlier) if country_of(person) == other]
        if found and earlier.paragraph == view.paragraph:
            return found[0]
    return None


def partners_before(view: SentenceView, context: Context, pair: tuple[str, str]) -> list[PersonMention]:
    """Whom "die beiden", "the two" means: the participants of the event of the pair told last."""
    for _, claim, _ in context.recent(view, sentences=_LOOK_BACK):
        if len(claim.participants) > 1 and set(claim.countries) == set(pair):
            known = {person.person: person for earlier in context.earlier for person in persons_of(earlier)}
            return [known[name] for name in claim.participants if name in known]
    return []
