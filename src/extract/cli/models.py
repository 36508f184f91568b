"""`extract models`: the shipped models."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from extract.cli.basics import FINDINGS, GOOD, Commands, UsageError, add_command
from extract.config import Settings


def register(commands: Commands) -> None:
    """Add the command."""
    models = add_command(
        commands, "models", _models, "List the shipped models, measure pipelines, or train the models anew."
    )
    models.add_argument("action", choices=("info", "measure", "train"), help="what to do")
    models.add_argument(
        "names", nargs="*", metavar="NAME", help="pipelines to measure, or stages to train (default: all)"
    )
    models.add_argument("--data", type=Path, metavar="DIR", help="folder of the corpora that models/recipes names")
    models.add_argument("--work", type=Path, metavar="DIR", default=Path("outputs/training"),
                        help="what one stage hands to the next (default: outputs/training)")  # fmt: skip
    models.add_argument("--models", type=Path, metavar="DIR", help="where the models are written (default: models)")


def _models(options: argparse.Namespace, _: Settings) -> int:
    from extract.finding.shipped import damages, describe, models_folder

    if options.action == "info":
        for line in describe(models_folder()):
            print(line)
        wrong = list(damages(models_folder()))
        for line in wrong:
            print(line, file=sys.stderr)
        return FINDINGS if wrong else GOOD
    if options.data is None or not options.data.is_dir():
        raise UsageError(
            f"models {options.action}: --data DIR names the folder of the corpora; models/recipes/README.md lists them"
        )
    module = _recipe(models_folder() / "recipes", options.action)
    if options.action == "measure":
        for line in module.measure(options.names, options.data):
            print(line, flush=True)
        return GOOD
    for stage in options.names:
        if stage not in module.STAGES:
            raise UsageError(f"models train: there is no stage {stage!r}; the stages are {', '.join(module.STAGES)}")
    module.train(options.names or module.STAGES, options.data, options.work, options.models or models_folder())
    return GOOD


def _recipe(folder: Path, name: str) -> ModuleType:
    """A module of the recipes; they and their libraries are no part of the package."""
    if not folder.is_dir():
        raise UsageError(f"models {name}: there is no folder {folder}; the recipes come with the source tree only")
    sys.path.insert(0, str(folder))
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f'models {name}: {error}; run: pip install "extract[train]"') from error
