"""Labels that do not overlap: each takes the first free place around its mark, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Anchor = Literal["start", "middle", "end"]

# Sans-serif text at the size of the labels, measured generously: fonts differ between machines.
_SIGN = 6.0
_LINE = 11.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in the other."""
        return (
            self.left >= other.left and self.right <= other.right
            and self.top >= other.top and self.bottom <= other.bottom
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A text at (x, y) of its base line."""

    x: float
    y: float
    anchor: Anchor
    text: str
    box: Box


@dataclass(slots=True)
class Labels:
    """Gathers labels in an area, around what is blocked."""

    area: Box
    blocked: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def block(self, box: Box) -> None:
        """Keep an area free of labels."""
        self.blocked.append(box)

    def place(self, text: str, x: float, top: float, bottom: float) -> None:
        """Put a text beside a mark at x that reaches from top to bottom; drop it where there is no room."""
        width, middle = len(text) * _SIGN, (top + bottom) / 2
        beside = middle + 4
        places: tuple[tuple[float, float, Anchor], ...] = (
            (x, top - 9, "middle"), (x, bottom + 17, "middle"), (x + 9, beside, "start"), (x - 9, beside, "end"),
            (x + 7, top - 7, "start"), (x - 7, top - 7, "end"),
        )  # fmt: skip
        for at, base, anchor in places:
            left = at - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = Box(left, base - _LINE + 2, left + width, base + 2)
            if box.within(self.area) and not any(box.meets(other) for other in self.blocked):
                self.blocked.append(box)
                self.labels.append(Label(round(at, 1), round(base, 1), anchor, text, box))
                return

    def placed(self) -> tuple[Label, ...]:
        """The labels that found room."""
        return tuple(self.labels)


def shortened(text: str, width: float) -> str:
    """A text cut to a width, with an ellipsis.

    >>> shortened("Vereinigtes Königreich", 60)
    'Vereinigt…'
    """
    room = int(width / _SIGN)
    return text if len(text) <= room else f"{text[: max(room - 1, 1)].rstrip()}…"
