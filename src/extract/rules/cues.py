"""The small words around triggers: rise and fall, plans, negation, prepositions, references back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.records import Language
from extract.rules.triggers import Hit, any_phrase, find_phrases
from extract.values.reference import load_data


@dataclass(frozen=True)
class Cues:
    """Lists of phrases of one language, by the names that they have in `data/cues_{de,en}.yaml`."""

    lists: dict[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists[name]

    def has(self, name: str, text: str) -> bool:
        """Whether a phrase of the list stands in the text.

        >>> load_cues("en").has("both", "trade between the two nations")
        True
        """
        return any_phrase(self.lists[name], text) is not None

    def first(self, name: str, text: str) -> Hit | None:
        """The first phrase of the list in the text."""
        return any_phrase(self.lists[name], text)

    def all(self, name: str, text: str) -> list[Hit]:
        """All phrases of the list in the text."""
        return list(find_phrases(self.lists[name], text))


@cache
def load_cues(language: Language) -> Cues:
    """The cues of a language."""
    return Cues({name: tuple(phrases) for name, phrases in load_data("extract.rules", f"cues_{language}.yaml").items()})


@cache
def marker_pattern(language: Language) -> re.Pattern[str]:
    """A preposition with determiners and adjectives after it, at the end of the text before a country.

    Group "source", "target", "place" or "partner" says which kind the preposition is.
    """
    cues = load_cues(language)
    kinds = "|".join(
        f"(?P<{kind}>{'|'.join(re.escape(word) for word in cues[kind])})"
        for kind in ("source", "target", "place", "partner")
    )
    determiners = "|".join(re.escape(word) for word in cues["determiners"])
    between = r"(?:[a-zäöüß-]+(?:en|er|em|e)\s+)?" if language == "de" else r"(?:[a-z-]+\s+)?"
    return re.compile(rf"\b(?i:(?:{kinds})\s+(?:(?:{determiners})\s+)*){between}(?:Republi[kc]\s+|of\s+)?$")
