"""Which reader is for which ending; the libraries behind them are imported when the first such article comes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import cast

from extract.reading.encodings import MAX_CHARACTERS, UnreadableError
from extract.reading.parts import Document, Extracted, Extractor, NotAnArticleError, Part, Splitter

# Formats that no ending of a file names: text taken out of a field, and an article of a bundle.
FRAGMENT, BUNDLED = "html fragment", "bundled article"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a format is read.

    Attributes:
        title: of the format, for messages.
        splitter: "module:function" in `extract.reading.formats`; empty where a file is one article.
        extractor: likewise; empty where the splitter hands out articles in other formats.
        extra: which extra of the package brings the libraries, empty where none is needed.
        modules: the libraries.
    """

    title: str
    splitter: str = ""
    extractor: str = ""
    extra: str = ""
    modules: tuple[str, ...] = ()

    @property
    def missing(self) -> str:
        """How to get what this installation lacks, empty where it lacks nothing."""
        absent = [name for name in self.modules if find_spec(name) is None]
        return f'needs {" and ".join(absent)}; run: pip install "extract[{self.extra}]"' if absent else ""


_JSON_LINES = Reader("JSON Lines, one article a line", splitter="jsonl:split_jsonl")
_HTML = Reader("web pages", extractor="html:read_page", extra="html", modules=("trafilatura", "htmldate"))
_FEED = Reader("RSS and Atom feeds", splitter="feeds:split_feed", extra="feeds", modules=("feedparser",))
_WARC = Reader("web archives", splitter="warc:split_warc", extra="warc", modules=("warcio",))

READERS: Mapping[str, Reader] = {
    ".txt": Reader("text, also bundles of many articles", splitter="bundles:split_text", extractor="text:read_text"),
    ".md": Reader("Markdown with front matter", extractor="text:read_markdown"),
    ".html": _HTML,
    ".htm": _HTML,
    ".jsonl": _JSON_LINES,
    ".ndjson": _JSON_LINES,
    ".csv": Reader("tables, one article a row", splitter="delimited:split_delimited"),
    ".parquet": Reader(
        "Parquet, one article a row", splitter="parquet:split_parquet", extra="parquet", modules=("pyarrow",)
    ),
    ".docx": Reader(
        "Word documents, also bundles", splitter="bundles:split_docx", extractor="office:read_docx", extra="office",
        modules=("docx",),
    ),
    ".pdf": Reader("PDF with a text layer", extractor="pdf:read_pdf", extra="office", modules=("pypdf",)),
    ".eml": Reader("mails", extractor="mail:read_mail"),
    ".mbox": Reader("mailboxes", splitter="mail:split_mbox"),
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
    ".warc": _WARC,
    ".warc.gz": _WARC,
    ".zip": Reader("archives of these", splitter="zipped:split_zip"),
    FRAGMENT: Reader("HTML in a field", extractor="markup:read_fragment", extra="html", modules=("lxml",)),
    BUNDLED: Reader("an article of a bundle", extractor="bundles:read_bundled"),
}  # fmt: skip
ENDINGS = tuple(name for name in READERS if name.startswith("."))


def format_of(name: str) -> str:
    """The ending of a file name that says its format, in lower case; the plain ending where none is known.

    >>> format_of("Crawl.WARC.GZ"), format_of("a/notes.odt"), format_of("none")
    ('.warc.gz', '.odt', '')
    """
    low = name.lower()
    known = [ending for ending in ENDINGS if low.endswith(ending)]
    if known:
        return max(known, key=len)
    stem, point, ending = low.rpartition("/")[2].rpartition(".")
    return f".{ending}" if point and stem else ""


def formats() -> str:
    """The endings for messages.

    >>> formats().startswith(".atom, .csv, .docx, ")
    True
    """
    return ", ".join(sorted(ENDINGS))


def split(part: Part) -> Iterator[Document]:
    """The articles of a part; where it cannot be read any further, a document with that problem comes last.

    A part without any article is itself a document with that problem: nothing that is given goes unmentioned.
    """
    reader = READERS.get(part.format)
    if reader is None or reader.missing:
        yield Document(part.name, b"", part.format, weight=round(part.size * part.share))  # `extract` says why
        return
    done, empty = 0, True
    try:
        for piece in cast(Splitter, _loaded(reader.splitter))(part) if reader.splitter else [part.whole()]:
            for document in split(piece) if isinstance(piece, Part) else [piece]:
                done += document.weight
                empty = False
                yield document
        if empty:
            yield part.problem("", "there is no article in it", part.size)
    except Exception as error:  # libraries raise what they like on broken files; what came before stands
        told = str(error) if isinstance(error, UnreadableError) else described(error)
        what = "unreadable" if isinstance(error, OSError) else f"broken {part.format} file"
        yield part.problem("", f"{what}: {told}", part.size - done / (part.share or 1))


def extract(document: Document) -> Extracted:
    """The text of a document without a problem.

    Raises:
        NotAnArticleError: when it is not for us, or a library is missing.
        UnreadableError: when it is broken or too large.
    """
    reader = READERS.get(document.format)
    if reader is None:
        raise NotAnArticleError(f"unsupported format {document.format}; read are {formats()}")
    if reader.missing:
        raise NotAnArticleError(f"{document.format} {reader.missing}")
    if not reader.extractor:
        raise UnreadableError(f"{document.format} cannot lie in another file that is one article")
    try:
        extracted = cast(Extractor, _loaded(reader.extractor))(document.data)
    except (NotAnArticleError, UnreadableError):
        raise
    except Exception as error:  # likewise
        raise UnreadableError(f"unreadable: broken {document.format}: {described(error)}") from error
    if len(extracted.text) > MAX_CHARACTERS:
        length = len(extracted.text)
        raise UnreadableError(f"too large: {length:,} characters, at most {MAX_CHARACTERS:,}; split the file")
    return extracted


def described(error: Exception) -> str:
    """Kind and first line of an error.

    >>> described(KeyError("a"))
    "KeyError: 'a'"
    """
    message = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


@cache
def _loaded(place: str) -> Callable[..., object]:
    module, _, name = place.partition(":")
    found: Callable[..., object] = getattr(importlib.import_module(f"extract.reading.formats.{module}"), name)
    return found
