"""The format of a file without a name, by its first bytes."""

from __future__ import annotations

import re
from typing import BinaryIO

_ENOUGH = 4096
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z-]*: [^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_MAIL_FIELD = re.compile(rb"^(?:From|Subject|Message-ID|Received|MIME-Version):", re.IGNORECASE | re.MULTILINE)
_MAGIC = ((b"%PDF-", ".pdf"), (b"PAR1", ".parquet"), (b"WARC/", ".warc"), (b"\x1f\x8b", ".warc.gz"))


def sniffed(file: BinaryIO) -> str:
    """The format of what is in a file, ".txt" where nothing tells; the file is at its start before and after."""
    start = file.read(_ENOUGH)
    file.seek(0)
    for mark, form in _MAGIC:
        if start.startswith(mark):
            return form
    if start.startswith(b"PK"):
        return ".docx" if b"word/" in start or b"[Content_Types].xml" in start else ".zip"
    begin = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"{"):
        return ".jsonl"
    if is_feed(start):
        return ".xml"
    if begin.startswith(b"<") and _HTML.search(begin):
        return ".html"
    head = begin.replace(b"\r\n", b"\n")
    if _MAIL.match(head) and len(_MAIL_FIELD.findall(head)) >= 2:
        return ".eml"
    return ".txt"


def is_feed(start: bytes) -> bool:
    """Whether the first bytes of a file are those of an RSS or Atom feed.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0">'), is_feed(b"<html><feed>")
    (True, False)
    """
    plain = start.replace(b"\x00", b"")  # UTF-16
    return bool(_FEED.search(plain)) and not _HTML.search(plain.partition(b"<item")[0].partition(b"<entry")[0])
