"""Records as JSON and back, exactly: what is kept of an article and its claims.

A record becomes the list of its fields in order, a decimal its text, a day its ISO form. The types of the fields say
how to read it back, so a field that is added to a record needs nothing here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import zlib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_DIGEST = 16


class DamagedError(ValueError):
    """Bytes that are not what was written."""


def freeze(value: object) -> bytes:
    """A record, or a tuple of records, as bytes: a digest, then compressed JSON."""
    # Lone surrogates of badly encoded texts have no UTF-8 form; JSON escapes carry them.
    return seal(zlib.compress(json.dumps(pack(value), ensure_ascii=True).encode("ascii"), 1))


def thaw(kind: Any, data: bytes) -> Any:
    """What `freeze` was given.

    Args:
        kind: the type of it.
        data: what `freeze` gave.

    Raises:
        DamagedError: when the bytes were not written by it, or were changed since.
    """
    try:
        return unpack(kind, json.loads(zlib.decompress(unseal(data))))
    except (zlib.error, ValueError, TypeError) as error:
        raise DamagedError(f"not what was written: {error}") from error


def seal(content: bytes) -> bytes:
    """Bytes with a digest before them."""
    return sha256(content).digest()[:_DIGEST] + content


def unseal(data: bytes) -> bytes:
    """What `seal` was given.

    Raises:
        DamagedError: when it is not that.
    """
    content = data[_DIGEST:]
    if sha256(content).digest()[:_DIGEST] != data[:_DIGEST]:
        raise DamagedError("the digest does not fit the content")
    return content


def pack(value: object) -> object:
    """A record, or what records hold, in terms of JSON.

    >>> pack((Decimal("1.50"), dt.date(2024, 5, 17), None))
    ['1.50', '2024-05-17', None]
    """
    kind: Any = type(value)
    writer = _writer(kind)
    return writer(value) if writer else value


def unpack(kind: Any, content: object) -> Any:
    """What `pack` was given.

    Args:
        kind: its type: a record, or the type of a field of one.
        content: what `pack` gave.

    Raises:
        DamagedError: when the content does not fit the type.

    >>> unpack(tuple[Decimal, ...], ["1.50"])
    (Decimal('1.50'),)
    """
    return _reader(kind)(content)


@cache
def _writer(kind: type) -> Callable[[Any], object] | None:
    """How to write what is of a type, None where JSON can do it."""
    if kind in (tuple, list):
        return lambda value: [pack(each) for each in value]
    if kind is Decimal:
        return str
    if issubclass(kind, dt.date):
        return lambda value: value.isoformat()
    if not dataclasses.is_dataclass(kind):
        return None
    fields = attrgetter(*(each.name for each in dataclasses.fields(kind)))
    return lambda value: [pack(each) for each in fields(value)]


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How to read a type; looked up once for each."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(kind)
    if origin is Literal:
        return _plain(type(get_args(kind)[0]))
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if kind is Decimal:
        return _text(Decimal)
    if kind is dt.date:
        return _text(dt.date.fromisoformat)
    if kind in (str, int, bool):
        return _plain(kind)
    raise TypeError(f"records of {kind} cannot be cached; teach extract.running.codec how")


def _plain(kind: type) -> Callable[[Any], Any]:
    def read(content: Any) -> Any:
        # type() and not isinstance: true is no number.
        if type(content) is not kind:
            raise DamagedError(f"{content!r} is no {kind.__name__}")
        return content

    return read


def _text(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def read(content: Any) -> Any:
        try:
            return parse(content)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise DamagedError(f"{content!r}: {error}") from error

    return read


def _optional(kind: Any) -> Callable[[Any], Any]:
    (inner,) = (each for each in get_args(kind) if each is not type(None))
    read = _reader(inner)
    return lambda content: None if content is None else read(content)


def _tuple(kind: Any) -> Callable[[Any], Any]:
    inner = get_args(kind)
    if len(inner) == 2 and inner[1] is Ellipsis:
        each_of = _reader(inner[0])
        return lambda content: tuple([each_of(each) for each in _list(content)]) if content != [] else ()
    readers = [_reader(each) for each in inner]
    return lambda content: tuple(read(each) for read, each in zip(readers, _list(content, len(readers)), strict=True))


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)
    names = [each.name for each in fields]
    readers = [_reader(hints[name]) for name in names]
    by_name = any(each.kw_only for each in fields)

    def read(content: Any) -> Any:
        values = [read(value) for read, value in zip(readers, _list(content, len(readers)), strict=True)]
        return kind(**dict(zip(names, values, strict=True))) if by_name else kind(*values)

    return read


def _list(content: Any, length: int | None = None) -> list[Any]:
    if not isinstance(content, list) or (length is not None and len(content) != length):
        raise DamagedError(f"a list{f' of {length}' if length else ''} was expected")
    return content
