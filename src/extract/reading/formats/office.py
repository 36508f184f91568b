"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from extract.reading.encodings import UnreadableError
from extract.reading.metadata import Metadata
from extract.reading.parts import Extracted

# A document of the size of the longest article has a tenth of this.
_LARGEST = 100_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _ROW = f"{_WORD}p", f"{_WORD}tr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def read_docx(data: bytes) -> Extracted:
    """The paragraphs of a document, cells of a table row on one line; what is marked as deleted is left out.

    Raises:
        UnreadableError: when it is too large when unpacked, or no document.
    """
    import docx

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
    if total > _LARGEST:
        raise UnreadableError(f"too large: {total:,} bytes when unpacked, at most {_LARGEST:,}")
    document = docx.Document(io.BytesIO(data))
    text = "\n\n".join(each for each in _blocks(document.element.body) if each.strip())
    title = " ".join((document.core_properties.title or "").split())
    return Extracted(text, metadata=Metadata(title=title))


def _blocks(parent: Any) -> Iterator[str]:
    """Paragraphs and rows of tables in their order; iterative, for tables lie in tables."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag == _PARAGRAPH:
            yield _paragraph(element)
        elif element.tag == _ROW:
            yield "\t".join(_cell(cell) for cell in element.iter(f"{_WORD}tc") if _outermost(cell, _ROW, element))
        elif isinstance(element.tag, str) and element.tag != _FALLBACK:
            waiting.append(iter(element))


def _cell(cell: Any) -> str:
    found = (each for each in cell.iter(_PARAGRAPH) if _outermost(each, _PARAGRAPH, None))
    return " ".join(" ".join(_paragraph(each) for each in found).split())


def _outermost(element: Any, tag: str, above: Any) -> bool:
    """Whether what is next above it with a tag is this; else tables in tables would say their text over and over."""
    return next(element.iterancestors(tag), None) is above


def _paragraph(paragraph: Any) -> str:
    """Its text with insertions; text boxes in it come after it on lines of their own."""
    own: list[str] = []
    for element in paragraph.iter():
        if element.tag == _PARAGRAPH and element is not paragraph:
            own.append("\n")
        elif element.tag == f"{_WORD}t":
            if not any(each.tag == _FALLBACK for each in element.iterancestors()):
                own.append(element.text or "")
        elif element.tag in _SIGNS:
            own.append(_SIGNS[element.tag])
    return "".join(own).strip()
