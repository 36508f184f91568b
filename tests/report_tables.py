"""Tables of an output folder from a few cells, and the page made of them taken apart."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from extract.tables.schema import ARTICLES, CONFLICTS, EVIDENCE, FACTS, OFFICIALS, Table

Cells = Mapping[str, object]
VOID = frozenset("meta input br hr img link".split())
SENTENCE = "Der Handel erreichte einen neuen Stand."


def write(
    folder: Path, facts: Sequence[Cells] = (), officials: Sequence[Cells] = (), evidence: Sequence[Cells] | None = None,
    articles: Sequence[Cells] = ({"article": "a.txt"},),
) -> Path:  # fmt: skip
    """CSV files with these rows; where no evidence is given each row has one sentence of the first article."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [*facts, *officials]
    if evidence is None:
        evidence = [{"fact_id": row["fact_id"], "article": articles[0]["article"]} for row in rows]
    defaults: dict[Table, Cells] = {
        FACTS: {"type": "trade", "country_1": "DE", "country_2": "KZ", "modality": "actual", "sources": 1, "claims": 1,
                "bound": "exact"},
        OFFICIALS: {"person": "Jana Feld", "role": "minister", "portfolio": "trade", "country": "DE", "former": "false",
                    "sources": 1, "claims": 1},
        EVIDENCE: {"start": 4, "end": 10, "quote": SENTENCE[4:10], "sentence_start": 0, "sentence_end": len(SENTENCE),
                   "sentence": SENTENCE, "language": "de", "published": "2024-05-17"},
        ARTICLES: {"status": "processed", "language": "de", "published": "2024-05-17", "title": "Ein Titel",
                   "source": "Musterblatt", "characters": 100, "claims": 1},
        CONFLICTS: {},
    }  # fmt: skip
    given = {FACTS: facts, OFFICIALS: officials, EVIDENCE: evidence, ARTICLES: articles, CONFLICTS: ()}
    for table, default in defaults.items():
        counts = {column.name: 0 for column in table.columns if column.type == "integer"}
        _csv(folder / f"{table.name}.csv", table.header, [{**counts, **default, **row} for row in given[table]])
    return folder


def level(number: int | str, value: object, date: str = "2023", unit: str = "USD", **more: object) -> Cells:
    """A level of trade, exports or investment."""
    return {"fact_id": f"f{number}", "measure": "level", "value": value, "date": date, "unit": unit, **more}


def _csv(path: Path, header: Iterable[str], rows: Sequence[Cells]) -> None:
    names = [*header, *sorted({name for row in rows for name in row} - set(header))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass
class Element:
    """An element with all of its text."""

    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """Elements of a name at any depth."""
        found = [child for child in self.children if child.name == name]
        return found + [each for child in self.children for each in child.all(name)]

    def one(self, name: str) -> Element:
        """The only element of a name at any depth."""
        (found,) = self.all(name)
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {}, ())
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(each.name for each in self.open))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}> at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def parse(page: bytes) -> Element:
    """The page as a tree; every element is closed in order."""
    parser = _Parser()
    parser.feed(page.decode())
    parser.close()
    assert parser.open == [parser.root]
    return parser.root
