"""Settings: which pipelines to load, where the user's rules lie, where to read and write.

They come from `extract.toml` in the working folder where there is one:

    [pipelines]
    en = "accurate"                 # "accurate" or "fast": shipped with the project
    de = "de_core_news_lg"          # or an installed package, a folder such as "models/de_news", or "blank:de";
                                    # "blank:de+gliner_spacy" adds a component that another package brings

    [run]
    corpus = "corpus"               # what `extract run` reads when no path is given
    out = "outputs"
    rules = "models/rules"          # the user's own rule packs
    officials = "models/officials.yaml"   # the user's own rows for the register of officials
    review = "corpus/review"        # where decisions.jsonl lies, what reviewers decided
    rates = "models/rates.csv"      # the user's own exchange rates, beside those of the ECB
    jobs = 1                        # worker processes; 0 for one a core

    [columns]                       # of tables with one article a row: a name, or several to look for in this order;
    text = "body"                   # "meta.body" is a field in a field of JSON Lines. The usual names need no entry
    published = ["date", "Datum"]
    id = "number"                   # also html, title, source, url, lang

The same may stand in `pyproject.toml` under `[tool.extract]`; `extract.toml` goes first.

Paths are relative to the folder of the file. Everything may be left out.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from extract.records import Language

FILE_NAME = "extract.toml"
BLANK = "blank:"
SHIPPED = ("accurate", "fast")


_PROJECT_FILE = "pyproject.toml"


class ConfigError(ValueError):
    """A setting that cannot be used; the message names file and key and says what to write."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which fields of a row say what of an article: names in the order in which they are looked for, in any case.

    Attributes:
        text: of the article.
        html: markup that the text is taken from where no field has it.
        title, source, url, lang: as they are.
        published: a date in one of the usual forms.
        id: put after the number of the row in the article's name.
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "fulltext", "full_text", "article_text", "article", "volltext", "inhalt",
        "artikeltext", "artikel", "fließtext",
    )  # fmt: skip
    html: tuple[str, ...] = ("html", "content_html", "body_html", "raw_html")
    title: tuple[str, ...] = ("title", "headline", "titel", "überschrift", "ueberschrift", "schlagzeile")
    published: tuple[str, ...] = (
        "published", "published_at", "publishedat", "date_published", "datepublished", "publication_date", "pubdate",
        "date", "veröffentlicht", "veroeffentlicht", "erschienen", "erscheinungstag", "erscheinungsdatum", "datum",
    )  # fmt: skip
    source: tuple[str, ...] = (
        "source.name", "source", "publisher", "outlet", "newspaper", "medium", "quelle", "zeitung", "herausgeber",
    )  # fmt: skip
    url: tuple[str, ...] = ("url", "link", "href", "adresse")
    lang: tuple[str, ...] = ("lang", "language", "sprache")
    id: tuple[str, ...] = ("id", "article_id", "uuid", "guid", "artikel_id", "nummer")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told from outside.

    Attributes:
        english, german: spaCy pipeline: "accurate" or "fast", name of an installed package, path of a folder, or
            "blank:en", "blank:de", perhaps with "+" and the factory of a component.
        corpus: folder that is read when no path is given.
        out: folder of the tables.
        rules: folder of the user's rule packs; it need not exist.
        officials: file with the user's rows for the register of officials; it need not exist.
        review: folder of the reviewers' decisions; it need not exist.
        rates: file with the user's exchange rates; it need not exist.
        jobs: worker processes, at least 1.
        batch: articles handed to a pipeline at a time.
        columns: which fields of rows say what, where a table holds an article a row.
    """

    english: str = "accurate"
    german: str = "accurate"
    corpus: Path = Path("corpus")
    out: Path = Path("outputs")
    rules: Path = Path("models/rules")
    officials: Path = Path("models/officials.yaml")
    review: Path = Path("corpus/review")
    rates: Path = Path("models/rates.csv")
    jobs: int = 1
    batch: int = 32
    columns: Columns = Columns()

    def pipeline(self, language: Language) -> str:
        """The pipeline of a language.

        >>> Settings(german="fast").pipeline("de")
        'fast'
        """
        return self.german if language == "de" else self.english


def load_settings(path: Path | None = None) -> Settings:
    """Read a settings file, or that of the working folder, or take the defaults where there is none.

    Args:
        path: a settings file that must exist; None looks for `extract.toml`, then for `[tool.extract]` of
            `pyproject.toml`.

    Raises:
        ConfigError: when the file is missing, is no TOML, or has an unknown key or an unusable value.
    """
    file = path or next((each for each in (Path(FILE_NAME), Path(_PROJECT_FILE)) if each.is_file()), None)
    if file is None:
        return Settings()
    content = _read_toml(file)
    if file.name == _PROJECT_FILE:
        tool = content.get("tool")
        content = tool.get("extract", {}) if isinstance(tool, dict) else {}
        if not isinstance(content, dict):
            raise ConfigError(f"{file}: tool.extract: must be a table of sections")
    return _from_content(content, file)


def _read_toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error


def processes(jobs: int) -> int:
    """Worker processes for a number as users give it: 0 means one for each core that this process may use.

    Raises:
        ValueError: when the number is negative.

    >>> processes(3)
    3
    """
    if jobs < 0:
        raise ValueError(f"{jobs} is no number of processes; write 1 or more, or 0 for one a core")
    if jobs:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _from_content(content: Mapping[str, object], file: Path) -> Settings:
    settings = Settings()
    for section, values in content.items():
        readers = _SECTIONS.get(section)
        if readers is None or not isinstance(values, dict):
            raise ConfigError(f"{file}: {section}: no such section; the sections are {_listed(_SECTIONS)}")
        for key, value in values.items():
            reader = readers.get(key)
            if reader is None:
                raise ConfigError(f"{file}: {section}.{key}: no such setting; [{section}] has {_listed(readers)}")
            try:
                settings = reader(settings, value, file.parent)
            except ValueError as error:
                raise ConfigError(f"{file}: {section}.{key}: {error}") from error
    return settings


def _text(value: object, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{value!r} is no text; write for example "{example}"')
    return value.strip()


def _pipeline(value: object, language: Language, base: Path) -> str:
    name = _text(value, f"blank:{language}")
    if name.startswith(BLANK):
        if name.partition("+")[0] != BLANK + language:
            raise ValueError(f'{name!r} is a blank pipeline of another language; write "blank:{language}"')
        return name
    if "/" not in name and "\\" not in name:
        return name
    folder = base / name
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}; give the folder of a spaCy pipeline, a package or a blank one")
    return str(folder)


def _path(value: object, base: Path, example: str) -> Path:
    return base / _text(value, example)


def _positive(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is no whole number of at least 1")
    return value


def _jobs(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number; write for example 2, or 0 for one a core")
    return processes(value)


def _names(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names:
        raise ValueError('names no column; write for example "body" or ["body", "text"]')
    return tuple(_text(name, "body") for name in names)


def _column(field: str) -> _Reader:
    def read(settings: Settings, value: object, _: Path) -> Settings:
        return replace(settings, columns=replace(settings.columns, **{field: _names(value)}))

    return read


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(names))


_Reader = Callable[[Settings, object, Path], Settings]
_SECTIONS: Mapping[str, Mapping[str, _Reader]] = {
    "pipelines": {
        "en": lambda settings, value, base: replace(settings, english=_pipeline(value, "en", base)),
        "de": lambda settings, value, base: replace(settings, german=_pipeline(value, "de", base)),
    },
    "run": {
        "corpus": lambda settings, value, base: replace(settings, corpus=_path(value, base, "corpus")),
        "out": lambda settings, value, base: replace(settings, out=_path(value, base, "outputs")),
        "rules": lambda settings, value, base: replace(settings, rules=_path(value, base, "models/rules")),
        "officials": lambda settings, value, base: replace(
            settings, officials=_path(value, base, "models/officials.yaml")
        ),
        "review": lambda settings, value, base: replace(settings, review=_path(value, base, "corpus/review")),
        "rates": lambda settings, value, base: replace(settings, rates=_path(value, base, "models/rates.csv")),
        "jobs": lambda settings, value, _: replace(settings, jobs=_jobs(value)),
        "batch": lambda settings, value, _: replace(settings, batch=_positive(value)),
    },
    "columns": {field.name: _column(field.name) for field in fields(Columns)},
}
