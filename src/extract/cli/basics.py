"""What the commands share: exit status, wrong usage, the choice of rules and model, progress."""

from __future__ import annotations

import argparse
import getpass
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.config import SHIPPED, Settings

if TYPE_CHECKING:  # whoever asks for help should not wait for what runs need
    from extract.running import Done, Progress

GOOD, FINDINGS, USAGE, INTERRUPTED = 0, 1, 2, 130

Handler = Callable[[argparse.Namespace, Settings], int]
Commands = Any  # the action that `add_subparsers` returns; argparse does not name its type


class UsageError(ValueError):
    """Arguments that cannot be used."""


def add_command(commands: Commands, name: str, handler: Handler, says: str) -> argparse.ArgumentParser:
    """A command with its handler and one line of help."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=says, description=says)
    command.set_defaults(handler=handler)
    return command


def add_choices(command: argparse.ArgumentParser) -> None:
    """The options of every command that reads texts."""
    command.add_argument("--rules", type=Path, metavar="DIR", help="folder of your rule packs (default: models/rules)")
    command.add_argument(
        "--model", choices=SHIPPED, help="shipped model for names, in both languages (default: as set)"
    )


def chosen(options: argparse.Namespace, settings: Settings) -> Settings:
    """The settings with what the options say of rules and models.

    Raises:
        UsageError: when the folder of rules does not exist.
    """
    if options.model is not None:
        settings = replace(settings, english=options.model, german=options.model)
    folder: Path | None = options.rules
    if folder is None:
        return settings
    if not folder.is_dir():
        raise UsageError(f"--rules {folder}: there is no such folder")
    return replace(settings, rules=folder)


def reviewer(options: argparse.Namespace) -> str:
    """In whose name decisions are taken.

    Raises:
        UsageError: when neither the options nor the machine say.
    """
    if options.who:
        return str(options.who)
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("review: --who NAME says whose decision it is") from error


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere: part of the input, articles and words a second, time left."""
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty(), leave=False) as bar:
        began = time.monotonic()

        def advance(done: Done) -> None:
            passed = max(time.monotonic() - began, 1e-3)
            bar.total = done.total
            bar.set_postfix_str(_rates(done, passed), refresh=False)
            bar.update(done.weight - bar.n)

        yield advance


def _rates(done: Done, seconds: float) -> str:
    analysed = f", {done.words / seconds:,.0f} words/s" if done.words else ""
    return f"{done.articles:,} articles, {done.articles / seconds:,.1f}/s{analysed}"


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ask a run to stop at the first Ctrl-C or SIGTERM, and end it at the second.

    Yields:
        Whether the run was asked to stop.

    Raises:
        KeyboardInterrupt: at the second.
    """
    asked = False

    def ask(number: int, frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        # Not `print`: the signal may have come in the middle of one.
        os.write(2, b"extract: stopping after what is in hand; press Ctrl-C again to stop at once\n")

    before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
