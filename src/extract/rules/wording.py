"""Mentions, claims and what examples ask for, in words for messages."""

from __future__ import annotations

from decimal import Decimal

from extract.records import AmountMention, Claim, CountryMention, DateMention, Mention, PersonMention
from extract.rules.figures import amount_class
from extract.rules.schema import Given
from extract.values.amount import plain


def describe(claim: Claim) -> str:
    """A claim in one line, for messages."""
    parts = [claim.type, "-".join(claim.countries), claim.measure or "", claim.value.format() if claim.value else ""]
    parts += [claim.date.edtf if claim.date else "", claim.modality if claim.modality != "actual" else ""]
    parts += [", ".join(claim.participants), claim.person, claim.office.code if claim.office else ""]
    return " ".join(part for part in parts if part)


def describe_given(fact: str, given: Given) -> str:
    """What an example asks for in one line, in the order of `describe`.

    >>> describe_given("exports", Given(countries=("PE", "JP"), measure="level", value="2", unit="USD", date="2021"))
    'exports PE-JP level 2 USD 2021'
    """
    value = f"{given.value}..{given.value_max}" if given.value and given.value_max else given.value
    parts = [fact, "-".join(given.countries), given.measure, value, given.unit, given.bound, given.date]
    parts += [f"compared to {given.compared_to}" if given.compared_to else "", given.modality]
    parts += [", ".join(given.participants or ()), given.place, given.subject, given.person, given.role]
    return " ".join(part for part in parts if part)


def differences(given: Given, claim: Claim) -> list[str]:
    """In which attributes a claim differs from what an example asks for, in words."""
    actual = _attributes(claim)
    return [
        f"the {_NAMES.get(name, name)} is {_shown(actual[name])}"
        for name, value in given.model_dump().items()
        if value not in (None, ()) and actual[name] != _comparable(name, value)
    ]


_NAMES = {"countries": "pair of countries", "value_max": "upper end", "compared_to": "base of the comparison"}


def _attributes(claim: Claim) -> dict[str, object]:
    amount = claim.value
    return {
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


def _comparable(name: str, value: object) -> object:
    return plain(Decimal(str(value))) if name in ("value", "value_max") else value


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "empty"
    return str(value) if value else "empty"


_SAID = {
    "by": "said as a change",
    "to": "said as what is reached",
    "from": "said as what was before",
    "than": "said as what is compared with",
}
_FORMS = {
    "adjective": "as an adjective",
    "demonym": "by its people",
    "capital": "by its capital",
    "place": "by a place in it",
    "metonym": "by a name for its government",
    "historic": "a state that is no more",
}


def describe_mention(mention: Mention) -> str:
    """A mention in one line.

    Raises:
        TypeError: for a mention of a kind that there is not.
    """
    if isinstance(mention, AmountMention):
        amount = mention.amount
        notes = [amount.bound.replace("_", " ") if amount.bound != "exact" else "", _SAID.get(mention.saying, "")]
        parts = [amount_class(amount) or "measure", amount.format(), f"of {mention.noun!r}" if mention.noun else ""]
        parts.append(_braced(", ".join(note for note in notes if note)))
        return " ".join(part for part in parts if part)
    if isinstance(mention, DateMention):
        if mention.timex_type in ("DURATION", "SET") and mention.period is None:
            return "a duration or a repetition, no date"
        if mention.period is None:
            return "date that cannot be told without the day of publication (--published)"
        return f"date {mention.period.edtf}{_braced('what a figure is compared with' if mention.base else '', ' ')}"
    if isinstance(mention, CountryMention):
        return f"country {'-'.join(mention.codes)}{_braced(_FORMS.get(mention.form, ''), ' ')}"
    if isinstance(mention, PersonMention):
        offices = ", ".join(office.code for office in mention.offices) or "no office known"
        return f"person {mention.person}, {offices} of {'-'.join(mention.countries) or 'an unknown country'}"
    raise TypeError(f"no such mention: {type(mention).__name__}")


def _braced(text: str, before: str = "") -> str:
    return f"{before}({text})" if text else ""
