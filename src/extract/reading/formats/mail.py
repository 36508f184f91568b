"""Mails, one a file or many in a mailbox."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr

from extract.reading.days import stated_date
from extract.reading.encodings import UnreadableError, decode
from extract.reading.formats.lines import read_lines
from extract.reading.metadata import Metadata
from extract.reading.parts import MAX_BYTES, Document, Extracted, NotAnArticleError, Part
from extract.reading.registry import FRAGMENT, extract

_BEGINNING = b"From "
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")


def split_mbox(part: Part) -> Iterator[Document]:
    """One document a mail, named by its number; mails begin at a line "From ..." after an empty one."""
    number = passed = size = 0
    mail: list[bytes] = []
    empty = True
    for line in read_lines(part.file, MAX_BYTES):
        if empty and line.data.startswith(_BEGINNING):
            if number:
                yield _mail(part, number, mail, size, passed)
                passed = size = 0
            number += 1
            mail = []
        elif size <= MAX_BYTES:
            mail.append(line.data.removeprefix(b">") if line.data.startswith(b">From ") else line.data)
        size += line.length
        passed += line.length
        empty = not line.data.strip() and bool(line.length)
    if number:
        yield _mail(part, number, mail, size, passed)
    else:
        yield part.problem("", 'no mailbox: it does not begin with a line "From ..."', part.size)


def _mail(part: Part, number: int, lines: list[bytes], size: int, passed: int) -> Document:
    if size > MAX_BYTES:
        return part.problem(str(number), f"too large: a mail of {size:,} bytes, at most {MAX_BYTES:,}", passed)
    return part.document(str(number), b"".join(lines), ".eml", Metadata(), passed)


def read_mail(data: bytes) -> Extracted:
    """The body of a mail, its plain form where it has both; attachments are left aside.

    Raises:
        NotAnArticleError: when it has no text.
        UnreadableError: when the text is in no encoding that is read.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise NotAnArticleError("a mail without text; save what is attached to it as files of their own")
    text, encoding = _content(body)
    if body.get_content_type() == "text/html":
        text = extract(Document("", text.encode("utf-8", "surrogatepass"), FRAGMENT)).text
    return Extracted(text, encoding, _metadata(message))


def _content(body: EmailMessage) -> tuple[str, str]:
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise UnreadableError("unreadable: a mail without a body")
    charset = str(body.get_content_charset() or "").lower()
    if charset and charset not in ("us-ascii", "ascii"):
        try:
            return content.decode(charset), charset
        except (LookupError, ValueError):
            pass  # a wrong label; the bytes tell
    return decode(content)


def _metadata(message: EmailMessage) -> Metadata:
    name, address = parseaddr(_header(message, "From"))
    return Metadata(
        published=stated_date(_COMMENT.sub("", _header(message, "Date"))),
        lang=_header(message, "Content-Language")[:2].lower(),
        title=_header(message, "Subject"),
        source=name or address,
        published_from="header",
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line; one that is broken says nothing."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # the parser of structured headers fails on hostile ones in many ways
        return ""
    return " ".join(value.encode("utf-8", "replace").decode().split())
