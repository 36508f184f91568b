"""Gold files and claims as they lie on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.evaluation.comparing import Attributes


class GoldError(ValueError):
    """Gold or claims that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Coding:
    """The facts that were coded by hand in one article.

    Attributes:
        article: file name of the article.
        language: "de" or "en".
        facts: under the codebook's attribute names.
    """

    article: str
    language: str
    facts: tuple[Attributes, ...]


def load_gold(folder: Path) -> list[Coding]:
    """Every `*.json` of a folder, in order of file names.

    Raises:
        GoldError: when there is none, or one has another form.
    """
    codings = [_coding(path) for path in sorted(folder.glob("*.json"))]
    if not codings:
        raise GoldError(f"{folder}: holds no coded articles (NAME.json with article, lang and facts)")
    return codings


def article_paths(folder: Path, codings: Iterable[Coding]) -> list[Path]:
    """The files of the coded articles, in `texts/` of the gold folder, in itself or in the folder above it.

    Raises:
        GoldError: when an article lies in none of them.
    """
    paths = []
    for coding in codings:
        places = [place / coding.article for place in (folder / "texts", folder, folder.resolve().parent)]
        found = next((path for path in places if path.is_file()), None)
        if found is None:
            raise GoldError(f"{folder}: there is no {coding.article} in texts/, here or one folder up")
        paths.append(found)
    return paths


def load_claims(path: Path) -> dict[str, list[Attributes]]:
    """Claims of a `claims.jsonl` by file name of the article.

    Raises:
        GoldError: when a line is no claim; names file and line.
    """
    records = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                records.append((str(record["article"]), record))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise GoldError(f"{path}:{number}: no claim with an article: {error!r}") from error
    return united(record for _, record in records)


def united(records: Iterable[Mapping[str, Any]]) -> dict[str, list[Attributes]]:
    """Claims by article; those of one article with one `fact_id` count once, gaps filled from the later ones."""
    by_article: dict[str, dict[str, dict[str, Any]]] = {}
    for number, record in enumerate(records):
        known = by_article.setdefault(Path(record["article"]).name, {})
        claim = known.setdefault(str(record.get("fact_id") or f"claim {number}"), {})
        for name, value in record.items():
            if claim.get(name) in (None, "", []):
                claim[name] = value
    return {article: list(claims.values()) for article, claims in by_article.items()}


def _coding(path: Path) -> Coding:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Coding(content["article"], content["lang"], tuple(content["facts"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise GoldError(f"{path}: no coded article: {error!r}; it needs article, lang and facts") from error
