"""The command line: parse, call, print. Data go to stdout, talk to stderr.

Exit status: 0 good, 1 findings (rules that fail, something missing), 2 wrong usage or input.

Handlers import what they need themselves: `extract mentions` must not wait for spaCy, nor `--help` for pandas.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import extract
from extract.cli import models, outputs, pulling, reporting, review, rules, running, texts
from extract.cli.basics import GOOD, INTERRUPTED, USAGE, Handler
from extract.config import load_settings

__all__ = ["main"]

# New objects between two searches for cycles. Rules, lexicons and pipelines are made once and stay: to look through
# them again and again while they grow takes a tenth of a short command's time.
_COLLECT_AFTER = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: words of the command line, those of the process by default.

    Returns:
        The exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(_COLLECT_AFTER)
    options = _parser().parse_args(arguments)
    handler: Handler = options.handler
    try:
        return handler(options, load_settings(options.settings))
    except BrokenPipeError:
        # Whoever read our output has gone ("| head"); nothing more can be said on it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        print("extract: interrupted; what was found is kept, the same command goes on", file=sys.stderr)
        return INTERRUPTED
    except (ValueError, OSError) as error:
        if not _foreseen(error):
            raise
        print(f"extract: {error}", file=sys.stderr)
        return USAGE


def _foreseen(error: Exception) -> bool:
    """Whether the message is meant for the user; anything else is a defect and keeps its traceback."""
    names = {each.__name__ for each in type(error).__mro__}
    foreseen = {
        "UsageError",
        "ConfigError",
        "CorpusError",
        "PathError",
        "PullError",
        "LineError",
        "RuleError",
        "GoldError",
        "ReportError",
        "DraftError",
        "TableError",
        "LogError",
        "BusyError",
        "DecisionError",
        "ServeError",
        "OSError",
    }
    return bool(names & foreseen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="extract", description="Bilateral facts from German and English news.")
    parser.add_argument("--version", action="version", version=f"extract {extract.__version__}")
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings file (default: extract.toml if present)"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in (running, pulling, outputs, reporting, review, texts, rules, models):
        group.register(commands)
    return parser
