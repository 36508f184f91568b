"""Bytes to text: UTF-8, UTF-16 and Windows-1252, or the reason why the bytes are no text."""

from __future__ import annotations

import codecs
import re

MAX_CHARACTERS = 2_000_000

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Bytes: a text in UTF-16 without a mark is guessed from its zeros, and two of them prove nothing.
_FEWEST_FOR_UTF16 = 16
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UnreadableError(ValueError):
    """Bytes that are no text; the message says why and what to do."""


def decode(data: bytes) -> tuple[str, str]:
    """Decode a file once; line breaks stay as they are, a byte order mark is no part of the text.

    Returns:
        The text and the name of the encoding ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", ...).

    Raises:
        UnreadableError: when it is binary, broken or too large.

    >>> decode(b"\\xef\\xbb\\xbfM\\xc3\\xbcnchen"), decode(b"M\\xfcnchen")
    (('München', 'utf-8-sig'), ('München', 'cp1252'))
    """
    for mark, what in _BINARY:
        if data.startswith(mark):
            raise UnreadableError(f"unreadable: {what}, not text; save it as .txt")
    text, encoding = _decoded(data)
    if len(_CONTROLS.findall(text)) > len(text) / 200:
        raise UnreadableError("unreadable: binary, not text; save it as .txt in UTF-8")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"too large: {len(text):,} characters, at most {MAX_CHARACTERS:,}; split the file")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            name = "utf-8-sig" if encoding == "utf-8" else encoding
            return _strict(data[len(mark) :], encoding), name
    if b"\x00" in data:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise UnreadableError(
                f"unreadable: broken UTF-8 at byte {error.start}; save the file anew as UTF-8"
            ) from error
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"unreadable: neither UTF-8, UTF-16 nor Windows-1252 (byte {error.start}); save the file as UTF-8"
        ) from error


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"unreadable: broken {encoding.upper()} at byte {error.start}; save the file anew as UTF-8"
        ) from error


def _utf16_without_mark(data: bytes) -> tuple[str, str]:
    """European text in UTF-16 has a zero in nearly every second byte; in a few bytes that may be chance."""
    if len(data) % 2 == 0 and len(data) >= _FEWEST_FOR_UTF16:
        low, high = data[0::2].count(0), data[1::2].count(0)
        half = len(data) / 2
        if high > 0.7 * half and low < 0.05 * half:
            return _strict(data, "utf-16-le"), "utf-16-le"
        if low > 0.7 * half and high < 0.05 * half:
            return _strict(data, "utf-16-be"), "utf-16-be"
    raise UnreadableError("unreadable: binary, not text; save it as .txt in UTF-8")


def _mostly_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are mostly UTF-8 sequences, so that a fault was made in a UTF-8 text."""
    high = sum(byte >= 0x80 for byte in data)
    return sum(len(match[0]) for match in _MULTIBYTE.finditer(data)) > high / 2
