"""What a rule sees of a sentence: its text, its mentions by kind, its clauses."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.finding.mentions import Analysis
from extract.records import AmountMention, CountryMention, DateMention, Language, Mention, PersonMention
from extract.rules.cues import Cues, load_cues
from extract.rules.units import lend_units

_HARD_BORDER = re.compile(r";|(?<=\w):(?=\s)|\s[-–—]\s")
# ", aus der sie ...", ", mit dem er ...": a German relative clause that a preposition opens.
_RELATIVE = re.compile(
    r",\s+(?:aus|mit|von|in|an|zu|für|nach)\s+(?:der|dem|denen|die|das|den)\s+(?=(?:er|sie|es|man|wir)\b)"
)
RELATIVE_PRONOUN = re.compile(
    r",\s+(?P<word>which|who|whose|where|wo|(?:aus|mit|von|in|an|zu|für|nach)(?=\s+(?:der|dem|denen|das)\b))\b"
)
_COMMA = re.compile(r",\s+(?P<joined>(?:und|sowie|dazu|and|plus)\s)?(?=\w)")
_FLOW = re.compile(
    r"(?:\w+\s+){0,2}(?:(?:die|der|den|the|its|ihre|seine)\s+)?(?:Einfuhr|Ausfuhr|Import|Export|import|export)(?:en|e|s)?\b"
    r"|(?:in|im)\s+(?:der|die|the)?\s*(?:Gegenrichtung|Gegenzug|opposite|other)\b|(?:umgekehrt|conversely)\b"
)
_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")


@dataclass(frozen=True)
class SentenceView:
    """A sentence with its mentions; all offsets count from the start of the article.

    Attributes:
        index: number of the sentence in the article.
        paragraph: number of its paragraph.
        borders: offsets at which a clause ends and another begins.
        countries: countries outside the titles of persons; `persons` carry their own.
    """

    index: int
    start: int
    end: int
    paragraph: int
    heading: bool
    text: str
    language: Language
    published: dt.date | None
    borders: tuple[int, ...]
    amounts: tuple[AmountMention, ...]
    dates: tuple[DateMention, ...]
    countries: tuple[CountryMention, ...]
    persons: tuple[PersonMention, ...]

    @property
    def cues(self) -> Cues:
        """The cue lists of the sentence's language."""
        return load_cues(self.language)

    def clause(self, offset: int) -> int:
        """Number of the clause that holds an offset."""
        return bisect.bisect_right(self.borders, offset)

    def clause_span(self, offset: int) -> tuple[int, int]:
        """Start and end of the clause that holds an offset."""
        place = self.clause(offset)
        start = self.borders[place - 1] if place else self.start
        end = self.borders[place] if place < len(self.borders) else self.end
        return start, end

    def clauses_of(self, mention: Mention) -> set[int]:
        """The clause of a mention, and the relative clause right behind it that is about it ("Germany, which ...")."""
        found = {self.clause(mention.start)}
        if RELATIVE_PRONOUN.match(self.cut(mention.end, self.end)):
            found.add(self.clause(mention.end))
        return found

    def cut(self, start: int, end: int) -> str:
        """The text between two offsets of the article, as far as it lies in this sentence."""
        return self.text[max(start - self.start, 0) : max(end - self.start, 0)]

    def words_between(self, first_end: int, second_start: int) -> int:
        """Number of words between two offsets."""
        return len(_WORD.findall(self.cut(first_end, second_start)))

    def codes(self) -> list[str]:
        """Country codes in order of first mention, those of persons' offices too."""
        spans = [(mention.start, mention.codes) for mention in self.countries]
        spans += [(person.start, person.countries) for person in self.persons]
        return list(dict.fromkeys(code for _, codes in sorted(spans) for code in codes))


def build_views(analysis: Analysis) -> list[SentenceView]:
    """One view a sentence, in order of the text."""
    text = analysis.article.text
    views: list[SentenceView] = []
    money: AmountMention | None = None
    for index, sentence in enumerate(analysis.sentences):
        inside = _within(analysis.mentions, sentence.start, sentence.end)
        if views and views[-1].paragraph != sentence.paragraph:
            money = None
        persons = tuple(mention for mention in inside if isinstance(mention, PersonMention))
        titles = [(person.title_start, person.title_end) for person in persons if person.stated]
        countries = tuple(
            mention
            for mention in inside
            if isinstance(mention, CountryMention)
            and mention.form != "historic"
            and not any(low <= mention.start and mention.end <= high for low, high in titles)
        )
        words = text[sentence.start : sentence.end]
        language = _language_at(analysis, sentence.start)
        amounts = lend_units(words, sentence.start, [one for one in inside if isinstance(one, AmountMention)], money)
        money = next((one for one in reversed(amounts) if one.amount.is_money), money)
        views.append(
            SentenceView(
                index=index,
                start=sentence.start,
                end=sentence.end,
                paragraph=sentence.paragraph,
                heading=sentence.heading,
                text=words,
                language=language,
                published=analysis.article.published,
                borders=_borders(words, sentence.start, language, inside),
                amounts=amounts,
                dates=tuple(mention for mention in inside if isinstance(mention, DateMention)),
                countries=countries,
                persons=persons,
            )
        )
    return views


def _language_at(analysis: Analysis, offset: int) -> Language:
    for start, end, language in analysis.article.paragraph_languages:
        if start <= offset < end:
            return language
    return analysis.language


def _within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    first = bisect.bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect.bisect_left(mentions, end, key=lambda mention: mention.start)
    return [mention for mention in mentions[first:last] if mention.end <= end]


def _borders(text: str, offset: int, language: Language, mentions: Sequence[Mention]) -> tuple[int, ...]:
    found = {offset + match.start() for match in _HARD_BORDER.finditer(text)}
    found |= {offset + match.start() for match in _RELATIVE.finditer(text)}
    found |= {offset + match.start() for match in _clause_pattern(language).finditer(text)}
    found |= {
        offset + match.start() for match in _COMMA.finditer(text) if _opens(mentions, offset + match.end(), match)
    }
    return tuple(sorted(at for at in found if not any(one.start < at < one.end for one in mentions)))


def _opens(mentions: Sequence[Mention], at: int, comma: re.Match[str]) -> bool:
    """Whether a comma divides two statements: an amount before it, a country and an amount of its own behind it.

    Behind ", und" the country may follow the amount: ", und 30.000 Chilenen leben in Schweden". A flow needs no
    country: "..., legten die Einfuhren um 28 Prozent zu".
    """
    left = any(isinstance(one, AmountMention) and one.end <= at for one in mentions)
    if left and _FLOW.match(comma.string, comma.end()):
        return True
    right = [one for one in mentions if one.start >= at]
    ahead = next((one.start for one in right if isinstance(one, AmountMention)), None)
    if not left or ahead is None:
        return False
    countries = [one for one in right if isinstance(one, CountryMention)]
    shift = comma.end() - at  # from offsets of the article to those of the text
    own = (one for one in countries if one.start < ahead and "," not in comma.string[one.end + shift : ahead + shift])
    return bool(comma["joined"] and countries) or any(own)


@cache
def _clause_pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in load_cues(language)["clause"])
    return re.compile(rf",\s+(?=(?:{words})\b)")
