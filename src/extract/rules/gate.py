"""A look at an article before the costly model: whether it can state a fact at all, and which sentences matter.

The gate is made from the rules in force and the register, so a user's rule or official opens it like the shipped ones.
It turns away only what can give no claim:

- an office is stated by a title with a name beside it;
- any other fact needs two countries (named, implied by a title, or those of officials whom the register knows) and a
  trigger of a rule in some sentence.

Of an article that passes, the model reads the sentences in which a person's name can change something: those with a
trigger, with a title that may find its name, with a word that may name an official of the register, and those where
the word of a country may belong to a person's name ("Petra Schweizer").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.finding.amounts import find_amounts
from extract.finding.countries import find_countries
from extract.finding.mentions import readable
from extract.finding.nlp import Request
from extract.finding.officials.hints import Hint, Hints
from extract.finding.officials.possible import Possible, possible_offices
from extract.finding.sentences import Piece, split_sentences
from extract.records import EVENTS, Article, CountryMention, Language
from extract.rules.schema import RuleSet
from extract.values.person import PARTICLES
from extract.values.register import Register

Span = tuple[int, int]

# Characters beside a country's word in which a name that holds it goes on.
_REACH = 48
_MARKS = "\"'„“”»«’()[].,;:!?"


@dataclass(frozen=True, slots=True)
class _Part:
    """The text of one language of an article, and what stands in it."""

    language: Language
    text: str
    countries: tuple[CountryMention, ...]
    offices: Possible
    hints: tuple[Hint, ...]


class Gate:
    """Decides for each article what is worth reading."""

    def __init__(self, rules: RuleSet, register: Register) -> None:
        """Make the gate for rules and a register."""
        self._rules = rules
        self._hints = Hints(register)
        self._official = any(rule.fact == "official" for rule in rules.rules)

    def look(self, article: Article) -> tuple[Request, ...]:
        """The texts of an article with the sentences that the model is to read; none when it can state nothing.

        Raises:
            ValueError: when the article was turned away and so has no language.
        """
        parts = [self._part(language, text) for language, text in readable(article)]
        facts = self._two_countries(parts) and any(self._triggered(part) for part in parts)
        pieces = [tuple(split_sentences(part.text, part.language)) if facts else () for part in parts]
        fired = [self._fired(part, own) for part, own in zip(parts, pieces, strict=True)]
        facts = any(fired)
        offices = self._official and any(part.offices.spans for part in parts)
        if not facts and not offices:
            return ()
        requests = []
        for part, own, triggers in zip(parts, pieces, fired, strict=True):
            own = own or tuple(split_sentences(part.text, part.language))
            requests.append(Request(part.language, part.text, own, self._wanted(part, own, triggers, facts=facts)))
        return tuple(requests)

    def _part(self, language: Language, text: str) -> _Part:
        countries = tuple(find_countries(text, language))
        offices = possible_offices(text, language, countries)
        return _Part(language, text, countries, offices, tuple(self._hints.find(text, language)))

    def _two_countries(self, parts: Sequence[_Part]) -> bool:
        codes: set[str] = set()
        for part in parts:
            codes |= part.offices.codes
            codes |= {code for mention in part.countries for code in mention.codes}
            codes |= {code for hint in part.hints for code in hint.codes}
        return len(codes) >= 2

    def _triggered(self, part: _Part) -> bool:
        """Whether a rule may be triggered somewhere, by a first and cheap look."""
        by_people = bool(self._rules.about_people[part.language]) and bool(_people(part.countries))
        index = self._rules.triggers[part.language]
        return by_people or self._by_tokens(part.language) or index.may_hold(part.text)

    def _by_tokens(self, language: Language) -> bool:
        """Whether a rule looks at tokens: then no sentence can be told apart before they are there."""
        return any(rule.tokens.of(language) for rule in self._rules.rules)

    def _fired(self, part: _Part, pieces: Sequence[Piece]) -> frozenset[int]:
        """The sentences in which a rule may be triggered, by number."""
        if self._by_tokens(part.language):
            return frozenset(range(len(pieces)))
        found = self._rules.triggers[part.language].find
        amounts = _numbers(pieces, [(one.start, one.end) for one in find_amounts(part.text, part.language)])
        fired = {
            number
            for number, piece in enumerate(pieces)
            if any(
                number in amounts or self._rules.rules[rule].fact in EVENTS
                for rule in found(part.text[piece.start : piece.end])
            )
        }
        if self._rules.about_people[part.language]:
            fired |= _numbers(pieces, [(one.start, one.end) for one in _people(part.countries)])
        return frozenset(fired)

    def _wanted(
        self, part: _Part, pieces: Sequence[Piece], fired: frozenset[int], *, facts: bool
    ) -> tuple[int, ...] | None:
        if self._by_tokens(part.language) and facts:
            return None
        spans = [*part.offices.spans, *_doubtful(part.text, part.countries)]
        spans += [(hint.start, hint.end) for hint in part.hints] if facts else []
        return tuple(sorted(fired | _numbers(pieces, spans)))


def _people(countries: Sequence[CountryMention]) -> list[CountryMention]:
    """Mentions that may stand for people: demonyms, and adjectives written like them."""
    return [one for one in countries if one.form == "demonym" or (one.form == "adjective" and one.quote[:1].isupper())]


def _numbers(pieces: Sequence[Piece], spans: Sequence[Span]) -> frozenset[int]:
    """The sentences that spans of characters touch."""
    return frozenset(
        number
        for number, piece in enumerate(pieces)
        if any(start < piece.end and piece.start < end for start, end in spans)
    )


def _doubtful(text: str, countries: Sequence[CountryMention]) -> Iterator[Span]:
    """Countries that a longer name may hold: written like a name, with a capital or a particle beside them."""
    for mention in countries:
        if (
            mention.quote[:1].isupper()
            and not mention.genitive
            and (_name_like(text, mention.end, 1) or _name_like(text, mention.start, -1))
        ):
            yield mention.start, mention.end


def _name_like(text: str, offset: int, step: int) -> bool:
    """Whether a name may go on right behind an offset, or end right before it (`step` -1): a capital past particles."""
    line = text[offset : offset + _REACH] if step > 0 else text[max(0, offset - _REACH) : offset]
    for word in line.split()[::step]:
        plain = word.strip(_MARKS)
        if plain not in PARTICLES or plain == "und":
            return plain[:1].isupper()
    return False
