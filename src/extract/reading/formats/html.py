"""Web pages: the article without what stands around it, and what the page says of it."""

from __future__ import annotations

import logging
import re
from typing import Any

from extract.reading.encodings import decode
from extract.reading.formats.markup import Blocks, markup_text
from extract.reading.formats.page_metadata import page_metadata
from extract.reading.metadata import Metadata
from extract.reading.parts import Extracted

_BLOCKS = frozenset({"body", "p", "head", "list", "item", "quote", "table", "code"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096
# Labels that stand for a larger set in every browser.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_SHORTEST_TITLE = 15
# Articles shorter than this are looked for once more in the whole page.
_SHORT = 200


def read_page(data: bytes) -> Extracted:
    """The article of a page: headline, paragraphs with a blank line between them, lists and tables line by line.

    Where no article is found, for the page is broken or too deep, the text is all that the page shows.

    Raises:
        UnreadableError: when the bytes are no text.
    """
    markup, encoding = decode_page(data)
    try:
        text, metadata = _article(markup)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, LookupError):
        text, metadata = "", Metadata()
    if len(text) < _SHORT:
        shown = markup_text(markup)
        # A page of a few lines is all article; of a longer one, what was found counts unless it is next to nothing.
        text = shown if not text.strip() or len(shown) < 2 * _SHORT or len(shown) > 20 * len(text) else text
    return Extracted(text, encoding, metadata)


def decode_page(data: bytes) -> tuple[str, str]:
    """The markup of a page and its encoding: by its mark, by what it says, else by its bytes.

    >>> decode_page(b"<meta charset=windows-1251><p>\\xcf\\xf0\\xe8\\xe2\\xe5\\xf2")[0][-6:]
    'Привет'

    Raises:
        UnreadableError: when it is no text.
    """
    match = _CHARSET.search(data[:_HEAD])
    if match and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        label = match[1].decode("ascii", "replace").lower()
        try:
            label = _MEANT.get(label, label)
            if not label.startswith(("utf-16", "utf-32", "utf-7")):
                return data.decode(label), label
        except (LookupError, ValueError):
            pass  # a wrong label; the bytes tell
    return decode(data)


def _article(markup: str) -> tuple[str, Metadata]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports every page without an article
    tree = trafilatura.load_html(markup)
    if tree is None:
        return "", Metadata()
    metadata = page_metadata(tree)
    found = trafilatura.bare_extraction(
        trafilatura.load_html(markup), include_comments=False, include_tables=True, with_metadata=False,
        deduplicate=False,
    )  # fmt: skip
    body = getattr(found, "body", None)
    blocks = _blocks(body) if body is not None else []
    if metadata.title and blocks and not _begins(blocks, metadata.title):
        blocks.insert(0, metadata.title)
    return "\n\n".join(blocks), metadata


def _blocks(body: Any) -> list[str]:
    """Headings, paragraphs, items and rows of trafilatura's tree."""
    from lxml import etree  # type: ignore[import-untyped]

    blocks = Blocks(_BLOCKS)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            blocks.start(element.tag)
            blocks.data(element.text or "")
        else:
            blocks.end(element.tag)
            blocks.data(element.tail or "")
    blocks.close()
    return blocks.found


def _begins(blocks: list[str], title: str) -> bool:
    """Whether a headline is there already, perhaps under a kicker, or without the name of the paper after it."""
    wanted = _bare(title)
    first = [_bare(block) for block in blocks[:3]]
    return any(wanted in block or (len(block) > _SHORTEST_TITLE and wanted.startswith(block)) for block in first)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
