"""What `NAME.meta.yaml` says about an article."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from extract.records import PublishedFrom
from extract.values.reference import compose

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_FIRST_YEAR = 1800
MOST_BYTES = 100_000


class MetadataError(ValueError):
    """A metadata file that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text.

    Attributes:
        published: publication date, None when not given.
        published_from: where the date was found; means nothing without one.
        lang: ISO 639 code of the language, a hint only; empty when not given.
        title, source, url: as given, else empty.
    """

    published: dt.date | None = None
    lang: str = ""
    title: str = ""
    source: str = ""
    url: str = ""
    published_from: PublishedFrom = "metadata"

    def over(self, other: Metadata) -> Metadata:
        """These, with their gaps filled from others that are trusted less.

        >>> Metadata(title="Talks").over(Metadata(title="News", lang="en"))
        Metadata(published=None, lang='en', title='Talks', source='', url='', published_from='metadata')
        """
        dated = self if self.published else other
        return Metadata(
            published=dated.published,
            lang=self.lang or other.lang,
            title=self.title or other.title,
            source=self.source or other.source,
            url=self.url or other.url,
            published_from=dated.published_from,
        )


def read_metadata(path: Path) -> Metadata:
    """Read a metadata file; one that does not exist says nothing.

    Raises:
        MetadataError: when it is no file, too large or no YAML, or has an unknown key or a bad value.
    """
    try:
        if path.exists() and not path.is_file():
            raise MetadataError(f"{path.name}: not a file; write lines of 'key: value' into one")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise MetadataError(f"{path.name}: too large: at most {MOST_BYTES:,} bytes")
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return Metadata()
    except (OSError, UnicodeDecodeError) as error:
        raise MetadataError(f"{path.name}: cannot be read: {error}; save it as UTF-8") from error
    return parse_metadata(text, path.name)


def parse_metadata(text: str, name: str) -> Metadata:
    """Read the content of a metadata file.

    Args:
        text: YAML with some of the keys published, title, source, url, lang.
        name: of the file, for messages.

    Raises:
        MetadataError: when it is no YAML, or has an unknown key or a bad value.

    >>> parse_metadata("published: 2024-05-12", "x.meta.yaml").published
    datetime.date(2024, 5, 12)
    """
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MetadataError(f"{name}:{line}: not valid YAML: {error.problem}; quote values that hold ': '") from error
    except yaml.YAMLError as error:
        raise MetadataError(f"{name}: not valid YAML: {error}") from error
    if node is None:
        return Metadata()
    if not isinstance(node, yaml.MappingNode):
        raise MetadataError(f"{name}:{node.start_mark.line + 1}: write lines of 'key: value'; the keys are {_KEYS}")
    metadata, seen = Metadata(), set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise MetadataError(f"{name}:{line}: a key must be one word; the keys are {_KEYS}")
        if key.value in seen:
            raise MetadataError(f"{name}:{line}: {key.value} is given twice; delete one")
        seen.add(key.value)
        if not isinstance(value, yaml.ScalarNode):
            raise MetadataError(f"{name}:{line}: {key.value} must be one text, not a list or a mapping")
        reader = _READERS.get(key.value)
        if reader is None:
            raise MetadataError(f"{name}:{line}: {_unknown(str(key.value))}")
        try:
            metadata = reader(metadata, value.value.strip())
        except ValueError as error:
            raise MetadataError(f"{name}:{line}: {key.value}: {error}") from error
    return metadata


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, list(_READERS), n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown key {key!r}; {meant}the keys are {_KEYS}"


def _date(text: str) -> dt.date | None:
    if not text or text in ("~", "null"):
        return None
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", text)
    try:
        day = dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    if day is None or day.year < _FIRST_YEAR:
        raise ValueError(f"{text!r} is no date; write it as YYYY-MM-DD, for example 2024-05-12")
    return day


def _language(text: str) -> str:
    if text and not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language code; write for example de or en")
    return re.split(r"[-_]", text)[0]


_READERS: dict[str, Callable[[Metadata, str], Metadata]] = {
    "published": lambda metadata, text: replace(metadata, published=_date(text)),
    "title": lambda metadata, text: replace(metadata, title=text),
    "source": lambda metadata, text: replace(metadata, source=text),
    "url": lambda metadata, text: replace(metadata, url=text),
    "lang": lambda metadata, text: replace(metadata, lang=_language(text)),
}
_KEYS = ", ".join(_READERS)
