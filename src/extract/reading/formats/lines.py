"""Lines of a file of any length, a part of which may be too long for memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from extract.reading.encodings import UnreadableError

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        number: from 1.
        data: its bytes with the line end; empty when it is too long. UTF-16 has been turned into UTF-8.
        length: its bytes in the file.
    """

    number: int
    data: bytes
    length: int


def read_lines(file: BinaryIO, longest: int) -> Iterator[Line]:
    """The lines of a file, one at a time.

    Args:
        file: at its start.
        longest: bytes that a line may have.

    Raises:
        UnreadableError: when a file in UTF-16 breaks off or is no text.
    """
    wide = wide_encoding(file)
    if wide:
        yield from _wide_lines(file, wide, longest)
        return
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)
    number = 0
    while data := file.readline(longest + 1):
        number += 1
        length = len(data)
        if length > longest and not data.endswith(b"\n"):
            while more := file.readline(longest + 1):
                length += len(more)
                if more.endswith(b"\n"):
                    break
        yield Line(number, data if length <= longest else b"", length)


def wide_encoding(file: BinaryIO) -> str:
    """ "utf-16" or "utf-32" where a file begins with its mark, else empty; the file is at its start after it."""
    start = file.read(4)
    file.seek(0)
    return next((name for mark, name in _WIDE if start.startswith(mark)), "")


def _wide_lines(file: BinaryIO, encoding: str, longest: int) -> Iterator[Line]:
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="\n")
    unit = 4 if encoding == "utf-32" else 2
    number = 0
    try:
        while part := text.readline(longest + 1):
            number += 1
            length, over = len(part), False
            while not part.endswith("\n") and length > longest:
                over = True
                part = text.readline(longest + 1)
                length += len(part)
                if not part:
                    break
            data = b"" if over else part.encode("utf-8", "surrogatepass")
            yield Line(number, data if len(data) <= longest else b"", unit * length)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"broken {encoding.upper()} after line {number}; save the file as UTF-8") from error
    finally:
        text.detach()
