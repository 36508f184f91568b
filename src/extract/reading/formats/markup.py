"""Markup to text without asking what is the article in it: for fields of feeds and tables, mails and broken pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.reading.encodings import decode
from extract.reading.parts import Extracted

_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section summary table ul".split()
)
_SILENT = frozenset("head script style template noscript iframe object svg math select textarea button".split())
_ROWS, _CELLS, _BREAKS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"}), frozenset({"br", "lb"})
# Signs that no page can have in them stand for what must outlive the joining of white space.
_BREAK, _TAB = "\0", "\1"
_SPACE = re.compile(r"[^\S\u00a0]+|\u00a0")
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_fragment(data: bytes) -> Extracted:
    """All text of a piece of HTML."""
    text, encoding = decode(data)
    return Extracted(markup_text(text), encoding)


def markup_text(markup: str) -> str:
    """The text of markup of any depth, a blank line between blocks; scripts and the like are left out.

    >>> markup_text("<h1>Talks</h1><p>One<br>two &amp; <b>three</b></p><script>x</script>")
    'Talks\\n\\nOne\\ntwo & three'
    """
    from lxml import etree  # type: ignore[import-untyped]

    collector = Blocks(_BLOCKS)
    # Events rather than a tree: a tree ends at a certain depth, and what is deeper would be lost.
    parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
    parser.feed(_NOT_ALLOWED.sub(" ", markup).encode("utf-8", "replace"))
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return ""  # nothing in it
    return collector.text()


@dataclass(slots=True)
class Blocks:
    """Takes the events of a parser, or of a walk through a tree, and makes blocks of text of them.

    Attributes:
        names: of the elements that are blocks of their own; a row is one block with a tab between its cells.
        found: the blocks so far.
    """

    names: frozenset[str]
    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _silent: int = 0
    _rows: int = 0

    def start(self, tag: str, _: object = None) -> None:
        """An element begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _ROWS:
            self._end_block()
            self._rows += 1
        elif tag in _CELLS:
            self._pieces.append(_TAB if self._pieces else "")
        elif tag in _BREAKS:
            self._pieces.append(" " if self._rows else _BREAK)
        elif tag in self.names:
            self._end_block()

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _ROWS:
            self._rows = max(0, self._rows - 1)
            self._end_block()
        elif tag in self.names:
            self._end_block()

    def data(self, text: str) -> None:
        """Text between marks."""
        if not self._silent:
            self._pieces.append(text)

    def comment(self, _: str) -> None:
        """Comments say nothing."""

    def close(self) -> None:
        """The end."""
        self._rows = 0
        self._end_block()

    def text(self) -> str:
        """The blocks with a blank line between them."""
        return "\n\n".join(self.found)

    def _end_block(self) -> None:
        if self._rows:
            self._pieces.append(" ")
            return
        text = _SPACE.sub(" ", "".join(self._pieces))
        self._pieces.clear()
        cells = re.sub(f" *{_TAB} *", "\t", text)
        block = "\n".join(line.strip(" ") for line in cells.split(_BREAK)).strip()
        if block:
            self.found.append(block)
