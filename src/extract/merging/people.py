"""When two names can be the same person: equal skeletons across transliterations, never mere similarity.

Equal skeletons alone prove nothing; who asks holds a second agreement, an office with its country or an event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from extract.values.person import plain, same_person, skeleton, without_genitive

# Letters of a skeleton; in shorter ones two names of different people fall together too easily.
_LONG = 6
# In Chinese and Korean the family name comes first; it is as short as this.
_SHORT = 5


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> bool:
    """Whether two names without titles can be one person's.

    Beside what `same_person` knows, a German genitive is no difference, a name of two parts or more may lack parts of
    the other, and names that agree in every part may render Ж and Х as German does (Schaksylykow, Zhaksylykov), as may
    a long family name that stands alone. Marks on letters may be missing (Özdemir, Ozdemir).

    >>> same_name("Tokajew", "Kassym-Jomart Tokayev"), same_name("Tokajews", "Tokajew"), same_name("Scholz", "Schulz")
    (True, True, False)
    >>> same_name("O. Scholz", "Olaf Scholz"), same_name("Christian Lindner", "Tobias Lindner")
    (True, False)
    >>> same_name("Pedro Ruiz", "Pedro Ruiz Ortega"), same_name("Jerlan Schaksylykow", "Yerlan Zhaksylykov")
    (True, True)
    >>> same_name("Kobachidse", "Irakli Kobakhidze"), same_name("Koch", "Hans Koh")
    (True, False)
    >>> same_name("Özdemir", "Cem Ozdemir"), same_name("Müller", "Jan Mueller")
    (True, True)
    """
    if _same_form(a, b):
        return True
    return not (a.isascii() and b.isascii()) and _same_form(plain(a), plain(b))


def _same_form(a: str, b: str) -> bool:
    first, second = name_tokens(a), name_tokens(b)
    if not first or not second:
        return False
    shared = set(first) & set(second)
    if len(shared) > 1 and len(shared) in (len(set(first)), len(set(second))):
        return True
    if min(len(first), len(second)) > 1 and sorted(map(_coarse, first)) == sorted(map(_coarse, second)):
        return True
    if min(len(first), len(second)) == 1 and len(first[-1]) >= _LONG and _coarse(first[-1]) == _coarse(second[-1]):
        return True
    return bool(shared) and same_person(without_genitive(a), without_genitive(b))


def name_parts(name: str) -> int:
    """Number of parts of a name; 1 for a family name alone."""
    return len(name_tokens(name))


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """Skeletons of the parts."""
    return tuple(skeleton(without_genitive(name)).split())


@lru_cache(maxsize=65536)
def name_clues(name: str) -> tuple[str, ...]:
    """Two names that can be the same share one of these: the last part, a short first of two, or two of the parts."""
    clues: set[str] = set()
    for form in {name, plain(name)}:
        parts = [_coarse(part) for part in name_tokens(form)]
        clues.update(parts[-1:])
        clues.update(f"{min(pair)} {max(pair)}" for pair in combinations(parts, 2))
        if len(parts) == 2 and len(form.split()[0]) <= _SHORT:
            clues.add(parts[0])
    return tuple(sorted(clues))


def name_key(name: str) -> str:
    """One text for all spellings and orders of a name."""
    return " ".join(sorted(name_tokens(name)))


def fullest_name(names: Iterable[str]) -> str:
    """Of the names of one person the one with most parts, then the most frequent, then the shortest.

    >>> fullest_name(["Tokajews", "Kassym-Jomart Tokajew", "Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev"])
    'Kassym-Jomart Tokayev'
    """
    counts = Counter(names)
    return min(counts, key=lambda name: (-_written_out(name), -counts[name], len(name), name))


def _coarse(part: str) -> str:
    """A skeleton that no longer tells Ж from Ш and Х from Ч; only for names that agree in all parts."""
    return part.replace("sh", "y").replace("ch", "h")


def _written_out(name: str) -> int:
    return sum(len(part.strip(".")) > 1 for part in name_tokens(name))
