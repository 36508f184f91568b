"""CSV: an article a row, with any of the usual delimiters, streamed; one broken quote costs its row and no other."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extract.reading.formats.lines import wide_encoding
from extract.reading.parts import MAX_BYTES, Document, Part
from extract.reading.rows import has_text, missing_text, row_document

_DELIMITERS = ",;\t|"
# A line before the header, for Excel.
_TOLD = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
# Characters that are read again after broken quotes, at most; else a file full of them would take for ever.
_AGAIN = 8 * MAX_BYTES
_TOO_MANY = "too many broken quotes; lines from here on may be lost"
# Bytes seen as characters of the same number, so that each row is decoded for itself.
_BYTES = "latin-1"


@dataclass(slots=True)
class _Lines:
    """Lines for the reader of `csv`, which can be put back.

    Attributes:
        source: gives a line, empty at the end, and whether it is cut off.
        taken: the lines of the record that is being read.
        cut: whether one of them was too long.
        number: of lines read, the header among them, and not put back.
        again: characters that were put back.
    """

    source: Callable[[], tuple[str, bool]]
    cut: bool = False
    taken: list[str] = field(default_factory=list)
    waiting: deque[str] = field(default_factory=deque)
    number: int = 0
    again: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, cut = (self.waiting.popleft(), False) if self.waiting else self.source()
        if not line:
            raise StopIteration
        self.number += 1
        self.cut = self.cut or cut
        self.taken.append(line)
        return line

    def put_back(self) -> None:
        """All lines of the record but its first."""
        back = self.taken[1:]
        self.again += sum(map(len, back))
        self.waiting.extendleft(reversed(back))
        self.number -= len(back)
        del self.taken[1:]


@dataclass(frozen=True, slots=True)
class _Record:
    """A record, its first line, its length in characters, and what is wrong with it."""

    cells: list[str]
    line: int
    length: int
    problem: str = ""


def split_delimited(part: Part) -> Iterator[Document]:
    """One document a row, named by its number; the first row has the names of the columns."""
    wide = wide_encoding(part.file)
    text = io.TextIOWrapper(part.file, encoding=wide or _BYTES, newline="")
    try:
        yield from _rows(part, text, wide)
    finally:
        text.detach()


def _rows(part: Part, text: io.TextIOWrapper, wide: str) -> Iterator[Document]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    first = text.readline(MAX_BYTES)
    start = first if wide else first.removeprefix("\xef\xbb\xbf")
    told = _TOLD.fullmatch(start)
    if told:
        start = text.readline(MAX_BYTES)
        first += start
    delimiter = told[1] if told else max(_DELIMITERS, key=start.count)
    names = [_named(cell, wide) for cell in next(csv.reader([start], delimiter=delimiter), [])]
    if not has_text(names, part.columns):
        yield part.problem("", missing_text(part.columns), part.size)
        return
    # Characters to bytes: exact where there is one of them for each.
    scale = {"": 1, "utf-16": 2, "utf-32": 4}[wide]
    passed = scale * len(first)
    lines = _Lines(lambda: _line(text), number=2 if told else 1)
    records = _records(lines, delimiter, len(names))
    for number, record in enumerate(records, start=1):
        passed += scale * record.length
        where = f"line {record.line}"
        if record.problem:
            yield part.problem(str(number), f"{where}: {record.problem}", passed)
        else:
            values: dict[str, object] = {
                name: cell if wide else cell.encode(_BYTES) for name, cell in zip(names, record.cells, strict=True)
            }
            yield row_document(part, number, values, where, passed)
        passed = 0


def _line(text: io.TextIOWrapper) -> tuple[str, bool]:
    """The next line, empty at the end, and whether its end was cut off for its length."""
    line = more = text.readline(MAX_BYTES)
    while len(more) == MAX_BYTES and not more.endswith(("\n", "\r")):
        more = text.readline(MAX_BYTES)
    return line, more is not line


def _records(lines: _Lines, delimiter: str, width: int) -> Iterator[_Record]:
    """Records of the width of the header; where one swallows others by a broken quote, they are read again."""
    while True:
        lines.taken.clear()
        lines.cut = False
        first = lines.number + 1
        problem = ""
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            cells, problem = [], f"broken quotes ({error})"
        if lines.cut:
            yield _Record([], first, sum(map(len, lines.taken)), f"too large: a line of more than {MAX_BYTES:,} bytes")
            continue
        if len(lines.taken) == 1 and problem:
            cells, problem = _leniently(lines.taken, delimiter), ""
        if not cells and not problem:
            continue
        if not problem and len(cells) != width:
            problem = (
                f"{len(cells)} fields, the header has {width}; put texts with line breaks or {delimiter!r} in quotes"
            )
        if problem and len(lines.taken) > 1:
            if lines.again > _AGAIN:
                yield _Record([], first, sum(map(len, lines.taken)), _TOO_MANY)
                continue
            lines.put_back()
        yield _Record(cells, first, sum(map(len, lines.taken)), problem)


def _leniently(lines: list[str], delimiter: str) -> list[str]:
    """A line with a quote in the wrong place, as a spreadsheet would read it."""
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _named(cell: str, wide: str) -> str:
    name = cell if wide else cell.encode(_BYTES).decode("utf-8", "replace")
    return name.strip().lower()
