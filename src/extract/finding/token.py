"""The token that the finders and the spaCy border share; each cuts the text by rules of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark `[start, end)` of a text; white space is no token."""

    start: int
    end: int
    text: str
