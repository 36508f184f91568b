"""Groups of things that agree, found without regard to the order in which they come.

Agreement is not transitive: a claim without a date agrees with one of 2022 and with one of 2023, which disagree with
each other. Whoever agrees with two that disagree is ambiguous and is left alone, the vaguest first, until every group
agrees throughout. As only sets are looked at, never positions, the groups are the same in any order of input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def group(
    items: Sequence[T],
    agree: Callable[[T, T], bool],
    vagueness: Callable[[T], int],
    candidates: Callable[[Sequence[T]], Iterable[tuple[int, int]]],
) -> list[list[T]]:
    """Split items into groups in which every two agree.

    Args:
        items: what is grouped; two that are interchangeable should come as one.
        agree: symmetric.
        vagueness: how much an item leaves open; of ambiguous items the vaguest are set apart first.
        candidates: pairs of positions that may agree; it keeps the number of comparisons small.

    >>> every = lambda items: ((i, j) for i in range(len(items)) for j in range(i))
    >>> group([20, 2, 3], lambda a, b: a % b == 0 or b % a == 0, lambda item: 0, every)
    [[20, 2], [3]]
    >>> group([20, 4, 5], lambda a, b: a % b == 0 or b % a == 0, lambda item: item, every)
    [[20], [4], [5]]
    """
    if len(items) == 1:
        return [[items[0]]]
    neighbours: dict[int, set[int]] = {index: set() for index in range(len(items))}
    for i, j in candidates(items):
        if j not in neighbours[i] and agree(items[i], items[j]):
            neighbours[i].add(j)
            neighbours[j].add(i)
    groups: list[list[int]] = []
    waiting = _components(set(range(len(items))), neighbours)
    while waiting:
        component = waiting.pop()
        ambiguous = [i for i in component if _is_ambiguous(i, component, neighbours)]
        if not ambiguous:
            groups.append(sorted(component))
            continue
        vaguest = max(vagueness(items[i]) for i in ambiguous)
        apart = {i for i in ambiguous if vagueness(items[i]) == vaguest}
        groups.extend([i] for i in apart)
        waiting.extend(_components(component - apart, neighbours))
    return [[items[i] for i in indexes] for indexes in sorted(groups)]


def sharing(items: Sequence[T], tokens: Callable[[T], Iterable[Hashable]]) -> Iterator[tuple[int, int]]:
    """The pairs of positions whose items share a token, each once.

    >>> list(sharing(["ab", "bc", "cd"], lambda word: word))
    [(0, 1), (1, 2)]
    """
    by_token: dict[Hashable, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        before: set[int] = set()
        for token in sorted(set(tokens(item)), key=repr):
            before.update(by_token[token])
            by_token[token].append(index)
        yield from ((other, index) for other in sorted(before))


def sharing_within(
    items: Sequence[T], tokens: Callable[[T], Iterable[Hashable]], classes: Callable[[T], Iterable[Hashable]]
) -> Iterator[tuple[int, int]]:
    """The pairs of positions whose items share a token and a class; an item without classes may be of any.

    >>> list(sharing_within(["ab1", "bc1", "bd2", "b"], lambda item: item[:2], lambda item: item[2:]))
    [(0, 1), (3, 0), (3, 1), (3, 2)]
    """
    known = [place for place, item in enumerate(items) if any(True for _ in classes(item))]
    pairs = sharing(
        [items[place] for place in known],
        lambda item: [(token, one) for token in tokens(item) for one in classes(item)],
    )
    yield from ((known[i], known[j]) for i, j in pairs)
    if len(known) == len(items):
        return
    by_token: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        for token in set(tokens(item)):
            by_token[token].append(place)
    for place in sorted(set(range(len(items))) - set(known)):
        others = {other for token in tokens(items[place]) for other in by_token[token]}
        yield from ((place, other) for other in sorted(others) if other != place)


def connected(links: Iterable[Sequence[str]]) -> list[set[str]]:
    """The sets of names that are linked directly or through others."""
    part_of: dict[str, set[str]] = {}
    for link in links:
        parts = sorted((part_of.setdefault(name, {name}) for name in link), key=len)
        largest = parts[-1]
        for part in parts[:-1]:
            if part is not largest:
                largest |= part
                part_of.update(dict.fromkeys(part, largest))
    return list({id(part): part for part in part_of.values()}.values())


def _components(within: set[int], neighbours: dict[int, set[int]]) -> list[set[int]]:
    """The connected parts of a set of items."""
    left = set(within)
    parts: list[set[int]] = []
    while left:
        part: set[int] = set()
        edge = {left.pop()}
        while edge:
            part |= edge
            edge = {j for i in edge for j in neighbours[i] if j in left}
            left -= edge
        parts.append(part)
    return parts


def _is_ambiguous(index: int, component: set[int], neighbours: dict[int, set[int]]) -> bool:
    """Whether an item agrees with two of its component that do not agree with each other."""
    own = neighbours[index] & component
    return any(own - neighbours[other] - {other} for other in own)
