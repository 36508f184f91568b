"""What comes from articles and must not do harm on a page. Escaping is the templates' task; this is about the rest."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# No page can hold these: control characters, halves of surrogates; and what turns the direction of a text round would
# show the digits of a figure in another order than they stand.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """A text of an article as a page can show it; what cannot be shown is replaced, sign by sign.

    >>> shown("a\\u202eb\\x00")
    'a\\ufffdb\\ufffd'
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def safe_link(address: str) -> str:
    """The address where it is one of the web, else nothing.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)"), safe_link("//example.org")
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    unfit = re.search(r"[\s<>\"'`\\\ufffd]", address)
    return address if parts.scheme in ("http", "https") and parts.hostname and not unfit else ""


def plain_id(text: str) -> str:
    """An id with nothing in it that an attribute or a link could trip over.

    >>> plain_id('0ccb"> <b>')
    '0ccbb'
    """
    return re.sub(r"[^0-9A-Za-z_-]", "", text)
