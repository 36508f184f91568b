"""Ranks: "der fünftgrößte Handelspartner", "second-largest", "number one", "Platz sieben", "ranked third"."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from extract.finding.amounts.lexicon import Lexicon, lexicon
from extract.finding.amounts.multiples import Simple
from extract.finding.amounts.number_words import is_number_word
from extract.finding.amounts.numerals import Number, NumberReader
from extract.finding.amounts.phrases import ENDINGS
from extract.finding.amounts.tokens import HYPHENS, NUMBER, SIGN, WORD, Tokens
from extract.finding.amounts.years import is_year
from extract.records import Language
from extract.values.amount import RANK

_PLURAL_OWNERS = frozenset({"unsere", "ihre", "seine", "meine", "eure", "alle"})
_SHARED = frozenset({"einer", "eine", "eines", "einen", "einem", "mehrere", "viele", "zu"})


@lru_cache(maxsize=65536)
def rank_word(low: str, lang: Language) -> tuple[Decimal, bool] | None:
    """Rank of a German superlative and whether a number is in it; None for other words and for English.

    >>> rank_word("wichtigster", "de"), rank_word("fünftgrößte", "de"), rank_word("große", "de")
    ((Decimal('1'), False), (Decimal('5'), True), None)
    """
    if lang == "en":
        return None
    lex = lexicon(lang)
    for ending in ENDINGS:
        base = low.removesuffix(ending)
        if base == low:
            continue
        for stem in lex.sets["superlatives"]:
            if base.endswith(stem):
                prefix = base[: -len(stem)]
                if not prefix:
                    return Decimal(1), False
                if prefix in lex.numbers["ordinals"]:
                    return lex.numbers["ordinals"][prefix], True
        return None
    return None


def ordinal_word(low: str) -> Decimal | None:
    """The number of a German ordinal, None for other words.

    >>> ordinal_word("dritter"), ordinal_word("bitter")
    (Decimal('3'), None)
    """
    stem = next((low.removesuffix(ending) for ending in ENDINGS if low.endswith(ending)), low)
    return lexicon("de").numbers["ordinals"].get(stem)


class RankReader:
    """Reads ranks."""

    def __init__(self, tokens: Tokens, lex: Lexicon) -> None:
        self.tokens = tokens
        self.lex = lex
        self.numbers = NumberReader(tokens, lex)

    def read(self, at: int) -> Simple | None:
        """The rank that starts at a token."""
        if self.tokens.kind[at] not in (WORD, NUMBER, SIGN):
            return None
        low = self.tokens.low[at]
        if low in self.lex.sets["rank_nouns"] or low in self.lex.sets["rank_number"]:
            return self._numbered(at)
        if self.lex.lang == "de":
            return self._german(at) or self._ordinal_stelle(at)
        return self._english(at) or self._ordinal_stelle(at)

    def _numbered(self, at: int) -> Simple | None:
        """ "Platz sieben", "Rang 3", "number one"; not "Nr. 5", not "Platz 1" in an address."""
        tokens = self.tokens
        if tokens.kind[at + 1] not in (NUMBER, WORD, SIGN):
            return None
        number = self.numbers.read(at + 1 + (tokens.text[at + 1] == "."))
        if number is None or number.scale != 1 or number.quantum != 1 or not 0 < number.value <= 300:
            return None
        if number.article and tokens.low[number.first] not in ("eins", "one"):
            return None
        if tokens.low[at] in self.lex.sets["rank_number"] and not self._number_is_rank(at, number):
            return None
        follows = number.last
        ranked = tokens.low[at] in self.lex.sets["rank_number"] and (
            self.lex.lang == "en" or tokens.text[follows][:1].isupper()
        )
        noun = self._noun(follows) if ranked and tokens.kind[follows] == WORD else ""
        return Simple(at, number.last, number.value, RANK, noun=noun)

    def _number_is_rank(self, at: int, number: Number) -> bool:
        """ "number one", "the No. 1 partner", "die Nummer 1"; not "no one", "No. 4 of 2025", "Goal number two"."""
        tokens = self.tokens
        before = tokens.low[at - 1] if at else ""
        if number.words:
            name = before and tokens.kind[at - 1] == WORD and tokens.text[at - 1][0].isupper() and self.lex.lang == "en"
            return tokens.low[at] != "no" and not name
        article = before in self.lex.sets["rank_before"] or before.endswith("'s")
        headed = self.lex.lang == "de" and before.endswith(tuple(self.lex.sets["rank_heads"]))
        return (article or headed) and number.value <= 20 and tokens.low[number.last] not in ("of", "vom", "von")

    def _german(self, at: int) -> Simple | None:
        tokens = self.tokens
        found = rank_word(tokens.low[at], "de")
        if found is None:
            return None
        value, numbered = found
        before = tokens.low[at - 1] if at else ""
        if not numbered and tokens.low[at].endswith("en") and before in _PLURAL_OWNERS:
            return None
        earlier = tokens.low[at - 2] if at > 1 else ""
        plural = tokens.low[at].endswith("en") and before in (
            "die",
            "der",
            "den",
            "ihre",
            "ihren",
            "seine",
            "seinen",
            "unsere",
        )
        if not numbered and (earlier in _SHARED or (plural and before in ("die", "der") and value == 1)):
            return None
        if before in ("ein", "drei", "vier", "fünf", "zehn") or self._counted(at):
            return None
        if before == "am":
            return None
        if not numbered and tokens.low[at + 1] in ("teil", "teils", "teile", "teilen"):
            return None
        return Simple(at, at + 1, value, RANK, noun=self._noun(at + 1))

    def _counted(self, at: int) -> bool:
        """ "die 10 größten Partner": a number before it, which is no year ("war 2022 zweitgrößter Investor")."""
        return at > 0 and self.tokens.kind[at - 1] == NUMBER and not is_year(self.tokens, at - 1)

    def _english(self, at: int) -> Simple | None:
        tokens, lex = self.tokens, self.lex
        value, start = Decimal(1), at
        ordinal = lex.numbers["ordinals"].get(tokens.low[at])
        if (
            ordinal is None
            and tokens.kind[at] == NUMBER
            and tokens.low[at + 1] in ("st", "nd", "rd", "th")
            and tokens.glued[at + 1]
        ):
            ordinal, at = Decimal(tokens.text[at]) if tokens.text[at].isdigit() else None, at + 1
        if ordinal is not None:
            value = ordinal
            at += 1 + (tokens.text[at + 1] in HYPHENS)
        found = lex.phrases["superlatives"].match(tokens, at) if at < len(tokens) else None
        if found is None:
            return None
        if (
            found[0] in ("top", "main")
            and ordinal is None
            and (found[0] == "main" or tokens.low[at - 1] not in ("the", "its", "’s", "'s"))
        ):
            return None
        before = tokens.low[start - 1] if start else ""
        of_many = (
            before == "the"
            and start > 2
            and tokens.low[start - 2] in ("of", "among")
            and tokens.low[start - 3] in ("one", "some", "two", "many", "is", "are", "were", "three")
        )
        among = start > 1 and tokens.low[start - 2] in ("among", "of") and tokens.low[start - 3] in ("one", "some", "")
        if of_many or among or before in ("s",) or self._counted(start):
            return None
        noun = self._noun(found[1])
        if tokens.kind[found[1]] == NUMBER or is_number_word(tokens.low[found[1]], "en"):
            return None
        if ordinal is None and ((noun.endswith("s") and not noun.endswith("ss")) or (found[0] == "top" and not noun)):
            return None
        return Simple(start, found[1], value, RANK, noun=noun)

    def _ordinal_stelle(self, at: int) -> Simple | None:
        """ "an dritter Stelle", "in third place", "ranked third"."""
        tokens, lex = self.tokens, self.lex
        low = tokens.low[at]
        if lex.lang == "de":
            value = ordinal_word(low)
            place = (
                tokens.low[at + 1] in lex.sets["rank_stelle"]
                and at > 0
                and tokens.low[at - 1] in ("an", "auf", "den", "dem", "der")
            )
            return Simple(at, at + 2, value, RANK) if value is not None and place else None
        value, last = lex.numbers["ordinals"].get(low), at + 1
        if tokens.kind[at] == NUMBER and tokens.text[at].isdigit() and tokens.low[at + 1] in ("st", "nd", "rd", "th"):
            value, last = Decimal(tokens.text[at]), at + 2
        if value is None or at == 0:
            return None
        before = tokens.low[at - 1]
        if tokens.low[last] in lex.sets["rank_stelle"] and before in ("in", "the", "into", "to", "took"):
            return Simple(at, last + 1, value, RANK)
        return Simple(at, last, value, RANK) if before in ("ranked", "ranks", "ranking", "rank") else None

    def _noun(self, at: int) -> str:
        """The noun that is ranked: up to three words, the last one the noun."""
        tokens = self.tokens
        last = at
        while last < at + 3 and tokens.kind[last] == WORD and tokens.same_line(last):
            if self.lex.lang == "en" and (
                tokens.low[last] in self.lex.sets["noun_stops"] or tokens.low[last] in self.lex.sets["time_nouns"]
            ):
                break
            last += 1
            # "the largest buyer takes": a verb, no plural.
            if tokens.low[last - 1] in self.lex.sets["rank_heads"] and tokens.low[last].endswith("s"):
                break
            if self.lex.lang == "de" and tokens.text[last - 1][0].isupper() and not tokens.hyphen(last):
                break
        return tokens.span(at, last) if last > at else ""
