"""Names of persons: folding, a skeleton that transliterations share, and whether two names can be one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from extract.values.reference import load_data

PARTICLES = frozenset(
    "von vom zu zum zur van der den de del della di da do dos das du la le el al bin ibn ben bint ter ten "
    "und y e af av".split()
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": None, "'": None, "ʻ": None, "`": None, "-": " "}
)
_SUFFIX = re.compile(r",? (?:Jr|Sr|jun|sen)\.?$|,? (?:II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI)\.?$")
# Ordered: what comes later sees what the earlier ones made (measured in the project's lessons on names).
_REWRITES = (
    ("dsch", "j"), ("dzh", "j"), ("tsch", "ch"), ("sch", "sh"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("q", "k"),
    ("w", "v"), ("ij", "y"), ("iy", "y"), ("yi", "y"), ("ii", "y"), ("j", "y"), ("z", "s"), ("ye", "e"), ("ph", "f"),
)  # fmt: skip
_DOUBLES = re.compile(r"(.)\1+")
# Family names whose German genitive -s can be told from the name itself: Tokajews, Saparbekows, Steinmeiers.
_GENITIVE_S = re.compile(
    r".{2,}(?:je[wv]|jo[wv]|[^aeiou]o[wv]|ye[vw]|ie[vw]|ijew|dse|dze|wili|vili|enko|uk|sk[iyý]|czyk|mann|stein|berg|bach|"
    r"m[ae][iy]er|sen|ić|ović|ić|oğlu|o[gğ]lu|bek|bai|bay)s"
)

_FEMININE = ("a", "e")
_SAME_GIVEN = 80  # of 100: Sergei and Sergej, Emmanuel and Emanuel, but not Anna and Anke


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name without title.

    Attributes:
        full: as written, one space between the parts.
        given: the parts before the family name, initials among them.
        family: the last part with its particles ("von der Leyen").

    >>> PersonName.parse("Ursula von der Leyen").family
    'von der Leyen'
    >>> PersonName.parse("Joseph R. Biden, Jr.").full
    'Joseph R. Biden'
    """

    full: str
    given: tuple[str, ...]
    family: str

    @classmethod
    def parse(cls, text: str) -> PersonName:
        """Split a name; "Jr." and the like are left out, numerals of monarchs stay out of the family name."""
        plain = " ".join(text.split())
        bare = re.sub(r",? (?:Jr|Sr|jun|sen)\.?$", "", plain)
        words = _SUFFIX.sub("", bare).split(" ")
        first = len(words) - 1
        while first > 0 and words[first - 1] in PARTICLES:
            first -= 1
        return cls(bare, tuple(words[:first]), " ".join(words[first:]))


@cache
def _bases() -> dict[int, str]:
    """Accented Latin letters, one by one, with the letter below the mark; lengths stay the same."""
    found = {ord(letter): base for letter, base in zip("øØłŁđĐıħĦ", "oOlLdDihH", strict=True)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            found[code] = base
    return found


def plain(text: str) -> str:
    """The text without marks on its letters, as long as before.

    >>> plain("Çavuşoğlu"), plain("Jörgen Sjöberg")
    ('Cavusoglu', 'Jorgen Sjoberg')
    """
    return text if text.isascii() else text.translate(_bases())


def fold(text: str) -> str:
    """Lower case ASCII with umlauts written out, hyphens as spaces, for comparison.

    >>> fold("Jörg Kukies"), fold("Kassym-Schomart Toqajew")
    ('joerg kukies', 'kassym schomart toqajew')
    """
    return " ".join(anyascii(text.lower().translate(_UMLAUTS)).lower().replace("-", " ").replace("'", "").split())


@lru_cache(maxsize=20_000)
def skeleton(text: str) -> str:
    """What the transliterations of one name have in common.

    >>> skeleton("Tokajew") == skeleton("Tokayev"), skeleton("Dschaparow") == skeleton("Japarov")
    (True, True)
    >>> skeleton("Mirsijojew") == skeleton("Mirziyoyev"), skeleton("Scholz") == skeleton("Schulz")
    (True, False)
    """
    result = fold(text)
    for old, new in _REWRITES:
        result = result.replace(old, new)
    return _DOUBLES.sub(r"\1", result)


def without_genitive(name: str) -> str:
    """The name without a German genitive -s where its ending shows one.

    >>> without_genitive("Tokajews"), without_genitive("Albers"), without_genitive("Jenkins")
    ('Tokajew', 'Albers', 'Jenkins')
    """
    return name[:-1] if _GENITIVE_S.fullmatch(name.rsplit(" ", 1)[-1]) else name


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person: the family names share a skeleton and the first names do not differ.

    A single name matches the family name, or the first of two in Chinese order ("Chen", "Chen Haoyu"). Equality of
    office or country must be checked besides, wherever only family names are known.

    >>> same_person("Tokajew", "Kassym-Jomart Tokayev"), same_person("Olaf Scholz", "Olaf Schulz")
    (True, False)
    >>> same_person("Jörgen Sjöberg", "Jorgen Sjoberg"), same_person("Jörgen Sjöberg", "Joergen Sjoeberg")
    (True, True)
    >>> same_person("Joseph R. Biden", "Joe Biden"), same_person("Anna Müller", "Peter Müller")
    (True, False)
    """
    if _same(a, b):
        return True
    return not (a.isascii() and b.isascii()) and _same(plain(a), plain(b))


@lru_cache(maxsize=50_000)
def _same(a: str, b: str) -> bool:
    left, right = PersonName.parse(a), PersonName.parse(b)
    if not left.given or not right.given:
        one, many = (left, right) if not left.given else (right, left)
        parts = {skeleton(many.family), skeleton(many.family.split(" ")[-1])}
        if len(many.given) == 1 and len(many.given[0]) <= 5:
            parts.add(skeleton(many.given[0]))
        return skeleton(one.family) in parts
    if sorted(skeleton(a).split()) == sorted(skeleton(b).split()):
        return True
    if skeleton(left.family) != skeleton(right.family):
        return False
    return _given_agree(skeleton(left.given[0]), skeleton(right.given[0]))


def _given_agree(a: str, b: str) -> bool:
    """Whether two skeletons of first names can be one person's: equal, an initial, a short form, or spelled otherwise.

    Men's and women's forms of one name differ by their ends (Paul and Paula, Andrea and Andreas), which no other
    spelling of one and the same name does.
    """
    one, other = a.rstrip("."), b.rstrip(".")
    if one == other or {one, other} in _short_forms():
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or (len(short) <= 3 and long.startswith(short) and len(long) > len(short) + 1):
        return long.startswith(short)
    feminine = [name.endswith(_FEMININE) for name in (one, other)]
    return one[0] == other[0] and feminine[0] is feminine[1] and ratio(one, other) >= _SAME_GIVEN


@cache
def _short_forms() -> Collection[frozenset[str]]:
    """Skeletons of pairs of one name: "Bill" and "William", "Sepp" and "Josef"."""
    pairs = set()
    for row in load_data("extract.values", "short_names.yaml"):
        names = [skeleton(name) for name in row.split()]
        pairs |= {frozenset(pair) for pair in combinations(names, 2)}
    return pairs


def near_name(a: str, b: str, least: float) -> bool:
    """Whether two names are written almost alike, as typos and odd transliterations are: worth a look, never proof.

    The family names are compared by their skeletons; first names, where both have them, must agree or be as near.

    Args:
        a: a name without title.
        b: another.
        least: similarity of the family names, 0 to 1 (1 less the share of letters that differ).

    >>> near_name("Schinmeier", "Frank-Walter Steinmeier", 0.7), near_name("Jan Berg", "Anna Burg", 0.7)
    (True, False)
    """
    left, right = PersonName.parse(a), PersonName.parse(b)
    if ratio(skeleton(left.family), skeleton(right.family)) < 100 * least:
        return False
    if not left.given or not right.given:
        return True
    one, other = skeleton(left.given[0]), skeleton(right.given[0])
    return _given_agree(one, other) or ratio(one, other) >= 100 * least
