"""PDF with a text layer."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass

from extract.reading.encodings import UnreadableError
from extract.reading.parts import Extracted, NotAnArticleError

_MOST_PAGES = 500
# Half a minute of work. A file of two kilobytes may ask for years of it, by forms that draw forms that draw forms.
_MOST_OPERATORS = 2_000_000
# "Zusammen-\narbeit" is one word, "Import-\nund Export" two.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad]\n(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie|bis|and|or|to)\b)")
_SPACES = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)


@dataclass(slots=True)
class _Budget:
    """Operators that may still be read."""

    left: int

    def spend(self, *_: object) -> None:
        """Called with each operator."""
        self.left -= 1
        if self.left < 0:
            raise UnreadableError(f"too large: more than {_MOST_OPERATORS:,} drawing operators; split the file")


def read_pdf(data: bytes) -> Extracted:
    """The text layer, a page after the other; words that a line broke are whole again.

    Raises:
        NotAnArticleError: when there is no text, as in a scan, or a password is asked for.
        UnreadableError: when it has too many pages, or too much is drawn on them.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every flaw of every file
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotAnArticleError("encrypted; save it without its password")
    pages = len(reader.pages)
    if pages > _MOST_PAGES:
        raise UnreadableError(f"too large: {pages:,} pages, at most {_MOST_PAGES}; split the file")
    budget = _Budget(_MOST_OPERATORS)
    texts = []
    for page in reader.pages:
        texts.append(_SPACES.sub("", page.extract_text(visitor_operand_before=budget.spend)).strip("\n"))
    text = _BROKEN_WORD.sub("", "\n\n".join(each for each in texts if each.strip()))
    if not text.strip():
        raise NotAnArticleError("no text in it, probably a scan; run a character recognition such as ocrmypdf first")
    return Extracted(text.encode("utf-8", "replace").decode())
