"""Sentences that state what no rule finds, as examples of a rule to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extract.finding.mentions import Analysis
from extract.records import AmountMention, CountryMention, DateMention, Language, PersonMention
from extract.rules.figures import amount_class
from extract.rules.schema import AmountClass
from extract.values.amount import Amount


@dataclass(frozen=True)
class Observation:
    """A sentence that states a fact which no rule finds, with the mentions in it.

    Attributes:
        text: the sentence.
        language: its language.
        published: the day of publication as YYYY-MM-DD, "" where it is not known.
        gives: what it states, by the keys of `gives`, as far as that is known; the mentions are asked for the rest.
            What is known to be empty keeps them from being asked.
        nothing: why it states no such fact, of a sentence in which the rule is to find nothing; else empty.
    """

    text: str
    language: Language
    published: str = ""
    amounts: tuple[AmountMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    countries: tuple[CountryMention, ...] = ()
    persons: tuple[PersonMention, ...] = ()
    gives: Mapping[str, str | tuple[str, ...]] | None = None
    nothing: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The countries in order of the text, those of persons' offices too."""
        spans = [(one.start, one.codes) for one in self.countries]
        spans += [(one.start, one.countries) for one in self.persons]
        return tuple(dict.fromkeys(code for _, codes in sorted(spans) for code in codes))

    @property
    def classes(self) -> tuple[AmountClass, ...]:
        """The class of the amount that it is about, none where it has no amount that rules ask for."""
        amount = self.amount.amount if self.amount else None
        value, unit = (self.gives or {}).get("value"), (self.gives or {}).get("unit")
        if isinstance(value, str) and isinstance(unit, str):
            amount = Amount(Decimal(value), unit)
        kind = amount_class(amount) if amount else None
        return (kind,) if kind else ()

    @property
    def amount(self) -> AmountMention | None:
        """The amount that it most likely is about: the first that is no percentage, else the first."""
        known = [one for one in self.amounts if amount_class(one.amount) is not None]
        return next((one for one in known if amount_class(one.amount) != "percent"), known[0] if known else None)


def observe(analysis: Analysis) -> Observation:
    """What is seen of a sentence that was analysed as an article."""
    article = analysis.article
    return Observation(
        text=" ".join(article.text.split()),
        language=analysis.language,
        published=article.published.isoformat() if article.published else "",
        amounts=tuple(one for one in analysis.mentions if isinstance(one, AmountMention)),
        dates=tuple(one for one in analysis.mentions if isinstance(one, DateMention)),
        countries=tuple(one for one in analysis.mentions if isinstance(one, CountryMention)),
        persons=tuple(one for one in analysis.mentions if isinstance(one, PersonMention)),
    )
