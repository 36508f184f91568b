"""Plain text and Markdown."""

from __future__ import annotations

import re

import yaml

from extract.config import Columns
from extract.reading.encodings import UnreadableError, decode
from extract.reading.metadata import Metadata
from extract.reading.parts import Extracted
from extract.reading.rows import RowError, row_metadata

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)(?:\r?\n)?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 100_000


def read_text(data: bytes) -> Extracted:
    """A text as it is."""
    return Extracted(*decode(data))


def read_markdown(data: bytes) -> Extracted:
    """A text with YAML before it, between two lines of three hyphens; what other programs note there is passed over.

    >>> found = read_markdown(b"---\\ntitle: Talks\\ndate: 2024-05-12\\ntags: [a]\\n---\\nThe text.")
    >>> found.text, found.metadata.title, found.metadata.published.isoformat()
    ('The text.', 'Talks', '2024-05-12')

    Raises:
        UnreadableError: also when the lines are no YAML, or the date is none.
    """
    text, encoding = decode(data)
    match = _FRONT_MATTER.match(text, 0, _LONGEST)
    if match is None:
        return Extracted(text, encoding)
    return Extracted(text[match.end() :], encoding, _front_matter(match[1]))


def _front_matter(text: str) -> Metadata:
    try:
        # Every scalar a string: dates are read by our own rules.
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise UnreadableError(f"front matter is not valid YAML{where}; mend it or put it in NAME.meta.yaml") from error
    if not isinstance(values, dict):
        return Metadata()
    try:
        row = {str(key).lower(): value for key, value in values.items()}
        return row_metadata(row, Columns(), "front_matter")
    except RowError as error:
        raise UnreadableError(f"front matter: {error}") from error
