"""The log of decisions, `decisions.jsonl`: one JSON object a line, only ever added to.

No command rewrites or deletes it. What was decided by mistake is taken back by a further line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

from extract.records import Action, Decision
from extract.tables.replacing import locked

LOG_NAME = "decisions.jsonl"
_FIELDS = tuple(each.name for each in fields(Decision))
_REQUIRED = ("fact", "action", "who", "when")


class LogError(ValueError):
    """A log that cannot be read or added to; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log as it was read.

    Attributes:
        decisions: in the order in which they were taken.
        problems: lines that are no decisions, each with file, line and what to do; they are passed over.
    """

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()


class LogGrown(LogError):  # noqa: N818 - no fault of anybody
    """Somebody has added to the log since it was looked at; nothing was written. Read on, and decide again."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What has been read of a log that is still written to.

    Attributes:
        log: what was read now.
        end: where the last whole line ends, in bytes.
        lines: how many lines that are.
        size: how long the log was, in bytes; more than `end` while a line is being written, or was cut off.
    """

    log: Log = Log()
    end: int = 0
    lines: int = 0
    size: int = 0


def append(path: Path, decisions: Iterable[Decision], size: int | None = None) -> None:
    """Add decisions; when this returns, they are on the disk.

    Several processes may add to one log at a time; the lines of one call stay together.

    Args:
        path: the log; it and its folder are made where they are missing.
        decisions: in the order in which they were taken.
        size: how long the log was when it was looked at, in bytes; None adds to it whatever it holds.

    Raises:
        LogGrown: when it has another size by now.
        LogError: when nothing, or not all, could be written.
    """
    data = b"".join(_line(each) for each in decisions)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with locked(descriptor):
                if size is not None and os.fstat(descriptor).st_size != size:
                    raise LogGrown(f"{path}: somebody has added to it meanwhile; read on, and decide again")
                _write(descriptor, (b"" if _ends_whole(descriptor) else b"\n") + data)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise LogError(
            f"{path}: the decisions could not be kept: {error.strerror or error}; make it writable"
        ) from error


def read(path: Path) -> Log:
    """All decisions of a log; one that does not exist has none.

    Raises:
        LogError: when it cannot be read at all.
    """
    return _parsed(path, _bytes(path, 0), 1)


def read_on(path: Path, before: Stretch = Stretch()) -> Stretch:
    """What has come to a log since it was read; a line that is still being written is left for the next time.

    Raises:
        LogError: when it cannot be read at all.
    """
    data = _bytes(path, before.end)
    whole = data[: data.rfind(b"\n") + 1]
    log = _parsed(path, whole, before.lines + 1)
    return Stretch(log, before.end + len(whole), before.lines + whole.count(b"\n"), before.end + len(data))


def _bytes(path: Path, start: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise LogError(f"{path}: cannot be read: {error.strerror or error}; make it readable") from error


def _parsed(path: Path, data: bytes, first: int) -> Log:
    """The decisions of some lines, the first of which has a number."""
    decisions: list[Decision] = []
    problems: list[str] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        try:
            decisions.append(_decision(line))
        except (ValueError, RecursionError) as error:
            torn = number == first + len(lines) - 1
            advice = "a crash cut it off; decide again" if torn else "correct the line, or leave it: it has no effect"
            problems.append(f"{path}:{number}: no decision: {error}; {advice}")
    return Log(tuple(decisions), tuple(problems))


def _line(decision: Decision) -> bytes:
    content = {name: value for name, value in asdict(decision).items() if value} | {"seen": dict(decision.seen)}
    return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _decision(line: bytes) -> Decision:
    content = json.loads(line.decode("utf-8-sig"))
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    if unknown := sorted(content.keys() - set(_FIELDS)):
        raise ValueError(f"unknown {', '.join(unknown)}; a newer version may have written it")
    if missing := [name for name in _REQUIRED if not content.get(name)]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    seen = content.pop("seen", {})
    if not isinstance(seen, Mapping) or not all(isinstance(each, str) for each in [*content.values(), *seen.values()]):
        raise ValueError("all contents must be texts")
    if content["action"] not in get_args(Action):
        raise ValueError(f"there is no action {content['action']!r}; the actions are {', '.join(get_args(Action))}")
    values: dict[str, Any] = content
    return Decision(**values, seen=tuple(seen.items()))


def _ends_whole(descriptor: int) -> bool:
    """Whether the last line ends; after a crash it may not, and what is added must not run into it."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if end == 0:
        return True
    os.lseek(descriptor, end - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)
