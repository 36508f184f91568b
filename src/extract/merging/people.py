"""When two names can be the same person: equal skeletons across transliterations, never mere similarity.

Equal skeletons alone prove nothing; who asks holds a second agreement, an office with its country or an event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

_SHORT = 3  # a final s belongs to names this short


def same_name(a: str, b: str) -> bool:
    """Whether two names without titles can be one person's.

    A single name may be any part of the other (Xi, Xi Jinping); else all parts of one must be in the other, or the
    family names are equal and the first names too, an initial standing for a name. A German genitive is no difference.

    >>> same_name("Tokajew", "Kassym-Jomart Tokayev"), same_name("Tokajews", "Tokajew"), same_name("Scholz", "Schulz")
    (True, True, False)
    >>> same_name("O. Scholz", "Olaf Scholz"), same_name("Christian Lindner", "Tobias Lindner")
    (True, False)
    """
    first, second = _parts(a), _parts(b)
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    if len(first) == 1 or len(second) == 1 or first[-1] != second[-1]:
        return False
    return first[0] == second[0] or (1 in (len(first[0]), len(second[0])) and first[0][0] == second[0][0])


def name_parts(name: str) -> int:
    """Number of parts of a name that count; 1 for a family name alone."""
    return len(_parts(name))


def name_tokens(name: str) -> tuple[str, ...]:
    """Skeletons of the parts; two names that can be the same share one."""
    return _parts(name)


def name_key(name: str) -> str:
    """One text for all spellings and orders of a name."""
    return " ".join(sorted(_parts(name)))


def fullest_name(names: Iterable[str]) -> str:
    """Of the names of one person the one with most parts, then the most frequent, then the shortest.

    >>> fullest_name(["Tokajews", "Kassym-Jomart Tokajew", "Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev"])
    'Kassym-Jomart Tokayev'
    """
    counts = Counter(names)
    return min(counts, key=lambda name: (-_written_out(name), -counts[name], len(name), name))


def _written_out(name: str) -> int:
    return sum(len(part) > 1 for part in _parts(name))


_REWRITES = (
    ("dsch", "j"), ("dzh", "j"), ("tsch", "ch"), ("sch", "sh"), ("kh", "h"), ("q", "k"), ("w", "v"), ("iy", "y"),
    ("ij", "y"), ("yi", "y"), ("j", "y"), ("z", "s"), ("ye", "e"),
)  # fmt: skip


def skeleton(word: str) -> str:
    """One spelling for all transliterations."""
    text = "".join(c for c in anyascii(word).lower() if c.isalpha())
    for old, new in _REWRITES:
        text = text.replace(old, new)
    return "".join(c for c, before in zip(text, " " + text, strict=False) if c != before)


@lru_cache(maxsize=65536)
def _parts(name: str) -> tuple[str, ...]:
    words = name.replace("-", " ").replace("‐", " ").replace("‑", " ").split()
    found = (skeleton(word) for word in words)
    return tuple(part[:-1] if len(part) > _SHORT and part.endswith("s") else part for part in found if part)
