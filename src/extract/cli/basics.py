"""What the commands share: exit status, wrong usage, the choice of rules and model, progress."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.config import SHIPPED, Settings

GOOD, FINDINGS, USAGE = 0, 1, 2

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
def progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(unit=" articles", disable=not sys.stderr.isatty(), leave=False) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield advance
