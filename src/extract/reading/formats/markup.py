"""Markup to text without asking what is the article in it: for fields of feeds and tables, mails and broken pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.reading.encodings import decode
from extract.reading.parts import Extracted

_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section summary table tr ul".split()
)
_SILENT = frozenset("head script style template noscript iframe object svg math select textarea button".split())
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

    collector = _Collector()
    # Events rather than a tree: a tree ends at a certain depth, and what is deeper would be lost.
    parser = etree.HTMLParser(target=collector, encoding="utf-8", huge_tree=True)
    parser.feed(_NOT_ALLOWED.sub(" ", markup).encode("utf-8", "replace"))
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return ""  # nothing in it
    return collector.text()


@dataclass(slots=True)
class _Collector:
    """Takes the events of lxml's parser."""

    blocks: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    silent: int = 0

    def start(self, tag: str, _: object) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self.pieces.append("\0")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self._end_block()

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self._end_block()

    def data(self, text: str) -> None:
        if not self.silent:
            self.pieces.append(text)

    def comment(self, _: str) -> None:
        """Comments say nothing."""

    def close(self) -> None:
        self._end_block()

    def text(self) -> str:
        return "\n\n".join(self.blocks)

    def _end_block(self) -> None:
        lines = _SPACE.sub(" ", "".join(self.pieces)).split("\0")
        self.pieces.clear()
        block = "\n".join(line.strip() for line in lines).strip()
        if block:
            self.blocks.append(block)
