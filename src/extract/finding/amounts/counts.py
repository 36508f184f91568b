"""Counts: a cardinal and the noun phrase that it counts, and the many cardinals that count nothing."""

from __future__ import annotations

from dataclasses import replace

from extract.finding.amounts.context import Context
from extract.finding.amounts.labels import is_age, is_label, is_score
from extract.finding.amounts.lexicon import Lexicon
from extract.finding.amounts.number_words import is_number_word
from extract.finding.amounts.quantities import Quantity
from extract.finding.amounts.rates import read_rate
from extract.finding.amounts.tokens import BREAK, DASHES, HYPHENS, NUMBER, OTHER, WORD, Tokens
from extract.finding.amounts.years import after_year

_ADVERB_ENDINGS = ("lich", "isch", "haft", "mäßig", "weise", "fähig")
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em", "t")


class CountReader:
    """Tells what a number without unit counts."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex

    def noun(self, quantity: Quantity) -> str | None:
        """The counted noun phrase, "" for a bare cardinal, None when the number counts nothing."""
        low = quantity.low
        tokens = self.tokens
        if low.article or low.partial or quantity.negative or self._embedded(quantity) or self._in_date(quantity):
            return None
        noun, last = self.phrase(quantity.last)
        if self._runs_on(quantity, noun):
            return None
        if last > quantity.last and self.tokens.low[last - 1] in self.lex.sets["time_nouns"]:
            return None
        if self._timed(quantity) or self._year(quantity, noun):
            return None
        if is_label(tokens, self.lex, quantity, noun) or is_age(tokens, self.lex, quantity, noun):
            return None
        if is_score(tokens, quantity, noun):
            return None
        if noun.lower() in self.lex.sets["times"]:
            return None
        if (
            not noun
            and quantity.high is not None
            and not {*tokens.text[quantity.first : quantity.last]}.isdisjoint(DASHES)
        ):
            return None
        if not noun and not self._bare_ok(quantity):
            return None
        return noun

    def _runs_on(self, quantity: Quantity, noun: str) -> bool:
        """Whether another number stands right before this one, and no year ("hat 2021 zwölf Drohnen geliefert")."""
        tokens, first = self.tokens, quantity.first
        if first == 0 or tokens.kind[first - 1] != NUMBER or not tokens.same_line(first):
            return False
        words = quantity.low.words
        return not after_year(tokens, self.lex, first, words=words) or not (words or noun)

    def measured(self, quantity: Quantity) -> tuple[Quantity, str]:
        """ "Tonnen Öl pro Jahr": the rate of a measure, and its unit with what it measures; "" for money and shares."""
        unit = quantity.unit
        if unit is None or unit.kind != "measure":
            return quantity, ""
        tokens, first = self.tokens, quantity.low.last if quantity.high is None else quantity.high.last
        first += tokens.hyphen(first)
        last = self._substance(quantity.last) if self.lex.lang == "en" else self.phrase(quantity.last)[1]
        last = max(last, quantity.last)
        rate = read_rate(tokens, self.lex, quantity.first, (last, quantity.last))
        return replace(quantity, rate=rate), tokens.span(first, last)

    def _substance(self, at: int) -> int:
        """Index after "of crude oil": up to three words that are no function words."""
        tokens, last = self.tokens, at + 1
        if tokens.low[at] != "of":
            return at
        while last < at + 4 and tokens.kind[last] == WORD and tokens.low[last] not in self.lex.sets["noun_stops"]:
            last += 1
        return last

    def phrase(self, at: int) -> tuple[str, int]:
        """The noun phrase that starts at a token and the index after it."""
        last = self._german(at) if self.lex.lang == "de" else self._english(at)
        return (self.tokens.span(at, last), last) if last > at else ("", at)

    def _embedded(self, quantity: Quantity) -> bool:
        """Part of something larger: "COVID-19", "2013/14", "3-1", "C5+1", "12. Mai", "3rd"."""
        tokens, first, last = self.tokens, quantity.first, quantity.last
        before = tokens.text[first - 1] if first else ""
        if tokens.glued[first] and before not in (
            "(",
            "[",
            '"',
            "„",
            "“",
            "‚",
            "'",
            "»",
            "«",
            "~",
            ">",
            "<",
            "≈",
            "”",
            "‘",
        ):
            return True
        after = tokens.text[last]
        if not tokens.glued[last] or tokens.kind[last] == BREAK:
            return False
        if after in HYPHENS:
            return not self._hyphen_noun(last)
        if after == ".":
            return self._ordinal(quantity)
        return after not in (",", ")", "]", '"', "“", "”", ";", "!", "?", "…", "+", "'", "«", "»", "‘", "’") and not (
            after == ":" and not tokens.glued[last + 1]
        )

    def _hyphen_noun(self, at: int) -> bool:
        """ "20-köpfige" and "5-Sterne" are no counts; a dash with nothing after it may be one."""
        return not self.tokens.glued[at + 1]

    def _ordinal(self, quantity: Quantity) -> bool:
        """A dot after the number: an ordinal in German, unless the sentence ends there."""
        tokens, last = self.tokens, quantity.last
        if self.lex.lang == "en" or quantity.low.words:
            return tokens.glued[last + 1] and tokens.kind[last + 1] in (NUMBER, WORD)
        follows = tokens.text[last + 1]
        if tokens.kind[last + 1] == BREAK:
            return False
        if quantity.first and tokens.low[quantity.first - 1] in self.lex.sets["ordinal_articles"]:
            return True
        if quantity.low.value <= 31 or quantity.low.quantum < 1:
            return True
        return not follows[:1].isupper() or tokens.glued[last + 1]

    def _timed(self, quantity: Quantity) -> bool:
        """Durations, ages, clock times; in English also the day after a month."""
        tokens, last = self.tokens, quantity.last
        if tokens.low[last + (tokens.text[last] in HYPHENS)] in self.lex.sets["time_nouns"]:
            return True
        at = quantity.first - 1
        if at > 0 and tokens.text[at] == ".":
            at -= 1
        return (
            self.lex.lang == "en" and at >= 0 and quantity.low.value <= 31 and tokens.low[at] in self.lex.sets["months"]
        )

    def _in_date(self, quantity: Quantity) -> bool:
        """One of several days or years that share a month or a noun: "January 14 to 17", "zehn, zwölf Jahre"."""
        tokens, sets, at = self.tokens, self.lex.sets, quantity.last
        if after_year(tokens, self.lex, quantity.first, words=quantity.low.words):
            return False
        for _ in range(8):
            if tokens.kind[at] == NUMBER or is_number_word(tokens.low[at], self.lex.lang):
                follows = tokens.low[at + 1 + (tokens.text[at + 1] in (".", "-"))]
                if follows in sets["time_nouns"]:
                    return True
            elif tokens.low[at] not in sets["date_joins"]:
                break
            at += 1
        at = quantity.first - 1
        for _ in range(6):
            if at < 0 or not (tokens.kind[at] == NUMBER or tokens.low[at] in sets["date_joins"]):
                break
            at -= 1
        near = at >= 0 and at < quantity.first - 1 and tokens.low[at] in sets["months"]
        return near and quantity.low.value <= 31

    def context(self, context: Context, quantity: Quantity) -> Context:
        """Of a count with its noun, "by the two sides" is no change and "nach zwei Treffen" no comparison."""
        tokens, first = self.tokens, quantity.first
        definite = first > 0 and tokens.low[first - 1] in ("the", "den", "die", "dem", "these", "those")
        changing = any(
            low in self.lex.sets["change_words"] and low != "by" for low in tokens.low[max(0, first - 6) : first]
        )
        if context.saying == "by" and self.lex.lang == "en" and (definite or not changing):
            return replace(context, saying="plain")
        if context.saying == "than" and tokens.low[context.start] == "nach":
            return replace(context, saying="plain")
        return context

    def _year(self, quantity: Quantity, noun: str) -> bool:
        tokens, low = self.tokens, quantity.low
        text = tokens.text[low.first]
        if low.words or low.scale != 1 or not self._four_digits(text):
            return False
        if not noun:
            return True
        if quantity.high is not None and not self._four_digits(tokens.text[quantity.high.first]):
            return False
        before = tokens.low[quantity.first - 1] if quantity.first else ""
        if (
            self.lex.bounds.match_before(tokens, quantity.first) is not None
            and before not in self.lex.sets["year_before"]
        ):
            return False
        return before in self.lex.sets["year_before"] or not text.endswith("00")

    @staticmethod
    def _four_digits(text: str) -> bool:
        return len(text) == 4 and text.isdigit() and "1500" <= text <= "2199"

    def _bare_ok(self, quantity: Quantity) -> bool:
        """A number without noun counts only where the sentence goes on as after a count."""
        tokens, low = self.tokens, quantity.low
        if quantity.last < len(tokens) and tokens.kind[quantity.last] in (OTHER, NUMBER):
            return False
        if tokens.text[quantity.last] in (")", ":", "/", "[", "]", "}", "|") or (
            quantity.first
            and tokens.kind[quantity.first - 1] in (OTHER, NUMBER)
            and not after_year(tokens, self.lex, quantity.first, words=low.words)
        ):
            return False
        last = quantity.last
        if self.lex.lang == "en" and tokens.kind[last] == WORD and tokens.text[last][0].isupper():
            return tokens.low[last + 1] in self.lex.sets["coordinators"]
        if low.words:
            plain = self.lex.lang == "en" or tokens.text[low.first].islower() or low.value > 12
            return low.value > 1 and (plain or tokens.low[quantity.last] in ("der", "von", "aus"))
        if quantity.first == 0 or tokens.kind[quantity.first - 1] != WORD or not tokens.same_line(quantity.first):
            return False
        return low.value > 1 and (low.quantum == 1 or low.scale >= 1000) and not tokens.text[low.first].startswith("0")

    def _german(self, at: int) -> int:
        """Adjectives in lower case, then nouns; "Schweizer Firmen" is an adjective and a noun."""
        tokens, sets = self.tokens, self.lex.sets
        last, limit = at, at + 6
        while last < limit and tokens.kind[last] == WORD and tokens.same_line(last):
            text, low = tokens.text[last], tokens.low[last]
            if text[0].isupper() or (len(text) > 1 and text[1].isupper()):
                return self._german_noun(last)
            adjective = low.endswith(_ADJECTIVE_ENDINGS) and len(low) > 3 and low not in sets["not_adjectives"]
            adverb = low.endswith(_ADVERB_ENDINGS) and len(low) > 6
            if not adjective and not adverb and low not in sets["noun_adverbs"]:
                if self._hyphen_adjective(last):
                    last += 2
                    continue
                return at
            last += 1
            if tokens.hyphen(last) or (tokens.text[last] == "," and tokens.text[last + 1].islower() and last - at < 3):
                last += 1
        return at

    def _hyphen_adjective(self, at: int) -> bool:
        """ "deutsch-kasachische": the first part has no ending."""
        return self.tokens.hyphen(at + 1) and self.tokens.kind[at + 2] == WORD

    def _german_noun(self, at: int) -> int:
        """Index after the noun that starts at a token, hyphen compounds and "-er" adjectives of places joined."""
        tokens = self.tokens
        last = at + 1
        while tokens.hyphen(last) and tokens.kind[last + 1] in (WORD, NUMBER):
            last += 2
        place = tokens.low[last - 1].endswith("er") and (
            tokens.low[last - 1] in self.lex.sets["geo_er"] or last - at > 1
        )
        if tokens.text[last] == "-" and tokens.glued[last] and tokens.low[last + 1] in ("und", "oder", "sowie"):
            return self._german_noun(last + 2) if tokens.kind[last + 2] == WORD else last
        follows = tokens.text[last]
        adjective = last - at > 1 and tokens.text[last - 1].islower()
        if tokens.kind[last] == WORD and follows[0].isupper() and tokens.same_line(last) and (place or adjective):
            return self._german_noun(last)
        if adjective and tokens.kind[last] == WORD and tokens.same_line(last):
            further = self._german(last)
            return further if further > last else last
        return last

    def _english(self, at: int) -> int:
        """Words up to the first plural noun; function words and punctuation end the phrase."""
        tokens, sets = self.tokens, self.lex.sets
        last = at
        plural = at
        while last < at + 8 and tokens.kind[last] == WORD and tokens.same_line(last):
            low = tokens.low[last]
            if low in sets["noun_stops"] or is_number_word(low, "en"):
                break
            if low == "and":
                if (
                    plural > at
                    or last == at
                    or tokens.kind[last + 1] == NUMBER
                    or is_number_word(tokens.low[last + 1], "en")
                ):
                    break
            elif low.endswith(("'s", "’s")):
                break
            last += 1
            if self._plural(low):
                plural = last
                if not self._compound_goes_on(last):
                    break
            elif tokens.hyphen(last):
                last += 1 + (tokens.kind[last + 1] == NUMBER)
            elif tokens.text[last] in ("'", "’") and tokens.glued[last]:
                break
            elif (
                tokens.text[last] == ","
                and plural == at
                and tokens.kind[last + 1] == WORD
                and last - at < 3
                and tokens.text[last + 1].islower()
            ):
                last += 1
        return plural

    def _compound_goes_on(self, at: int) -> bool:
        """ "sales offices", "goods trains": a further plural right after it is the head."""
        tokens = self.tokens
        low = tokens.low[at]
        known = low in self.lex.sets["irregular_plurals"] or (self._plural(low) and tokens.text[at].islower())
        return (
            tokens.kind[at] == WORD
            and known
            and low not in self.lex.sets["noun_stops"]
            and not low.endswith(("sses",))
            and tokens.same_line(at)
        )

    def _plural(self, low: str) -> bool:
        if low in self.lex.sets["irregular_plurals"]:
            return True
        return low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")) and len(low) > 3
