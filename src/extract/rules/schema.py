"""The form of rule packs: what a rule writer may say, and the checks that need no text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extract.records import EVENTS, LANGUAGES, REVIEWER, UNORDERED, FactType, Language, Measure, Modality
from extract.rules.index import PhraseIndex
from extract.rules.triggers import DEMONYM

AmountClass = Literal["money", "percent", "factor", "count", "quantity", "rank"]
Role = Literal["owner", "adjective", "subject", "source", "target", "place", "partner", "object"]
Frame = Literal["travel", "receive", "talks", "instrument", "milestone", "attend"]
BLANK = "???"  # what `extract rules new` writes where the user is to write something
SAME = "same"  # the fact of a rule whose figures go on about the figure before
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """A model that knows all its keys, so that a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrases(Strict):
    """Phrases per language in the phrase language of `triggers`."""

    de: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The phrases of one language."""
        return self.de if language == "de" else self.en


class TokenPatterns(Strict):
    """The escape hatch: patterns of spaCy's Matcher per language, each a list of token descriptions."""

    de: tuple[tuple[dict[str, object], ...], ...] = ()
    en: tuple[tuple[dict[str, object], ...], ...] = ()

    def of(self, language: Language) -> tuple[tuple[dict[str, object], ...], ...]:
        """The patterns of one language."""
        return self.de if language == "de" else self.en


class Needs(Strict):
    """What must be there besides the trigger.

    Attributes:
        pair: "countries" allows one or both countries to come from the context (flagged), "explicit" demands that
            the sentence names both.
        amount: classes of amounts that the fact can state.
        near: "trigger" lets an amount stand anywhere in the trigger's sentence, "noun" demands that the trigger is
            the counted noun or stands before an amount without noun.
        date: an event without date is no fact ("diplomatic relations established" when?).
        persons: how many persons the sentence must name.
    """

    pair: Literal["countries", "explicit"] = "countries"
    amount: tuple[AmountClass, ...] = ()
    near: Literal["trigger", "noun"] = "trigger"
    date: bool = False
    persons: int = 0


class Direction(Strict):
    """Which way a directed fact runs: the parts of speech around the trigger that name its first and second country.

    owner: "deutsche Exporte", "Kazakhstan's exports", "exports of Chile"; subject: a name before the verb;
    source: aus, von, from; target: nach, to, into, for, a dative ("gewährt Peru"); place: in, at; partner: mit, with,
    gegenüber; object: an adjective behind the trigger ("bought Swiss watches"); adjective: an owner that is an
    adjective, for rules in which "deutsche Hilfe" and "Malis Hilfe" run opposite ways. Of several, the roles named
    first are preferred. A `joint` fact of a directed type has no direction ("120 joint ventures").
    """

    first: tuple[Role, ...] = ("owner", "subject", "source")
    second: tuple[Role, ...] = ("target", "place", "partner")
    joint: Literal["true", "false"] = "false"


class Given(Strict):
    """What an example must give; attributes that are left out are not compared."""

    countries: tuple[str, ...] = ()
    measure: Measure | None = None
    value: str | None = None
    value_max: str | None = None
    unit: str | None = None
    bound: str | None = None
    date: str | None = None
    compared_to: str | None = None
    modality: str | None = None
    participants: tuple[str, ...] | None = None
    place: str | None = None
    subject: str | None = None
    person: str | None = None
    role: str | None = None

    @model_validator(mode="after")
    def _readable(self) -> Given:
        for code in self.countries:
            if code != BLANK and not re.fullmatch(r"[A-Z]{2}", code):
                raise ValueError(f"countries: {code!r} is no code of two capital letters; write for example [PL, LV]")
        for number in (self.value, self.value_max):
            if number not in (None, BLANK) and not re.fullmatch(r"-?\d+(\.\d+)?", str(number)):
                raise ValueError(f"value: {number!r} is no plain number; write for example 3000000 or 12.5")
        return self


class Example(Strict):
    """A text that a rule must read (`gives`, one or several) or must leave alone (`nothing`, with the reason)."""

    text: str
    language: Language = Field(alias="lang")
    published: str | None = None
    gives: tuple[Given, ...] = ()
    nothing: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Example:
        if bool(self.gives) == bool(self.nothing):
            raise ValueError("an example has either 'gives' or 'nothing'")
        return self


class Rule(Strict):
    """One rule of a pack; `like` names a rule whose triggers it shares, for another reading of the same words.

    `modality` is set where the words themselves say that nothing has happened yet ("verhandeln über ein Abkommen").
    """

    id: Name
    fact: Name
    trigger: Phrases = Phrases()
    like: str | None = None
    tokens: TokenPatterns = TokenPatterns()
    frame: Frame | None = None
    needs: Needs = Needs()
    direction: Direction = Direction()
    also: Phrases = Phrases()
    unless: Phrases = Phrases()
    measure: Measure | None = None
    modality: Modality | None = None
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Rule:
        if self.id == REVIEWER:
            raise ValueError(f"{self.id!r} stands for facts that reviewers add; choose another id")
        for language in LANGUAGES if self.like is None else ():
            if self.fact != "official" and not (self.trigger.of(language) or self.tokens.of(language)):
                raise ValueError(
                    f"rule '{self.id}' has no trigger for '{language}'; German and English are both needed"
                )
        if self.fact in EVENTS and self.frame is None:
            raise ValueError(f"rule '{self.id}' gives an event and needs a 'frame': {', '.join(get_args(Frame))}")
        if self.fact not in EVENTS and self.fact != "official" and not self.needs.amount:
            raise ValueError(f"rule '{self.id}' gives a quantity and needs an 'amount' class under 'needs'")
        return self

    @property
    def directed(self) -> bool:
        """Whether the order of the two countries says something."""
        return self.fact not in UNORDERED and self.direction.joint == "false"


class Meaning(Strict):
    """What an indicator counts, in one line of each language."""

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Indicator(Strict):
    """A type of quantity beside those of the codebook, declared by a user's pack.

    Attributes:
        countries: "directed" when the facts run from one country to the other, "unordered" when they are between two.
        meaning: for those who read rules and tables.
    """

    countries: Literal["directed", "unordered"]
    meaning: Meaning


class Pack(Strict):
    """A file of rules.

    Attributes:
        pack: its name.
        indicators: types of facts of one's own, by name.
        rules: the rules.
        extend: adds triggers, exceptions and examples to rules that exist, by id.
        replace: ids of rules that exist and of which `rules` has another version.
        disable: ids of rules to leave out.
    """

    pack: str
    indicators: dict[Name, Indicator] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    extend: dict[str, Extension] = Field(default_factory=dict)
    replace: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()


class Extension(Strict):
    """What a user's pack adds to a shipped rule."""

    trigger: Phrases = Phrases()
    unless: Phrases = Phrases()
    examples: tuple[Example, ...] = ()


Pack.model_rebuild()


@dataclass(frozen=True, slots=True)
class Blank:
    """A place of a pack that is still to be filled in, and what to write there; `place` is "file:line"."""

    rule: str
    place: str
    message: str


@dataclass(frozen=True)
class RuleSet:
    """All rules in force, in order of packs and files.

    Attributes:
        rules: without the blanks of unfinished packs.
        sources: "file:line" of a rule or an indicator by its id.
        places: "file:line" of an example or a phrase by id of the rule, language and text.
        indicators: types of facts that packs of the user declare.
        own: ids of the rules of the user's packs.
        blanks: what is still to be filled in.
    """

    rules: tuple[Rule, ...]
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    places: Mapping[tuple[str, str, str], str] = field(default_factory=dict, hash=False)
    indicators: Mapping[str, Indicator] = field(default_factory=dict, hash=False)
    own: frozenset[str] = frozenset()
    blanks: tuple[Blank, ...] = ()

    @cached_property
    def triggers(self) -> Mapping[Language, PhraseIndex]:
        """The triggers of all rules by language, their lists numbered as `rules`."""
        return {language: PhraseIndex([rule.trigger.of(language) for rule in self.rules]) for language in LANGUAGES}

    @cached_property
    def about_people(self) -> Mapping[Language, frozenset[int]]:
        """The rules by language that any word for the people of a country triggers, by their places in `rules`."""
        return {
            language: frozenset(
                number for number, rule in enumerate(self.rules) if DEMONYM in rule.trigger.of(language)
            )
            for language in LANGUAGES
        }

    def get(self, rule_id: str) -> Rule:
        """The rule of an id.

        Raises:
            KeyError: when there is none.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def source(self, rule_id: str) -> str:
        """ "file:line" of a rule or an indicator."""
        return self.sources.get(rule_id, "?:1")

    def place(self, rule_id: str, language: Language, text: str) -> str:
        """ "file:line" of an example or a phrase of a rule; of the rule itself where its own is not known."""
        return self.places.get((rule_id, language, text), self.source(rule_id))

    @property
    def types(self) -> tuple[str, ...]:
        """The types of facts: those of the codebook, then the indicators."""
        return (*get_args(FactType), *self.indicators)

    @property
    def unordered(self) -> frozenset[str]:
        """The types of facts that are between two countries, so that their order says nothing."""
        return UNORDERED | {name for name, one in self.indicators.items() if one.countries == "unordered"}
