"""Persons, positions and events as entities of FollowTheMoney, one JSON object a line.

Property names and types are those of the model's version 4. Figures (trade, investment and so on) have no schema there
and are left out. Rows that a reviewer rejected are left out too, and corrections taken over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extract.records import EVENTS, digest
from extract.tables.editing import EDITED, STATUS
from extract.tables.exports.entries import entry_title
from extract.tables.exports.parts import Part
from extract.tables.schema import ARTICLES, EVIDENCE, FACTS, LIST_SEPARATOR, OFFICIALS
from extract.tables.stored import Stored
from extract.values.country import country_name
from extract.values.period import Period

FILE = "entities.ftm.json"
_LANGUAGES = {"de": "deu", "en": "eng"}

Row = Mapping[str, str]
Entity = dict[str, object]


def ftm_parts(stored: Stored) -> Iterator[Part]:
    """All entities in one file."""
    yield Part(FILE, lambda path: write_ftm(stored, path))


def write_ftm(stored: Stored, path: Path) -> None:
    """One entity a line, sorted by schema and id; an id depends only on what the entity is."""
    found = {str(entity["id"]): entity for entity in _merged(entities(stored))}
    ordered = sorted(found.values(), key=lambda entity: (str(entity["schema"]), str(entity["id"])))
    lines = (json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n" for entity in ordered)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def entities(stored: Stored) -> Iterator[Entity]:
    """Articles, persons, positions, occupancies and events; a person or position once for each row that has it."""
    evidence: dict[str, list[Row]] = {}
    for row in stored[EVIDENCE.name].records():
        evidence.setdefault(row["fact_id"], []).append(row)
    for row in stored[ARTICLES.name].records():
        if row["status"] == "processed":
            yield _article(row)
    officials = [kept for row in stored[OFFICIALS.name].records() if (kept := _reviewed(row))]
    for each in officials:
        yield from _office(each, evidence.get(each["fact_id"], []))
    known = _known_names(officials)
    for row in stored[FACTS.name].records():
        if row["type"] in EVENTS and (reviewed := _reviewed(row)):
            yield from _event(reviewed, evidence.get(row["fact_id"], []), known)


def _reviewed(row: Row) -> Row:
    """The row as reviewers left it, empty where they rejected it."""
    if row.get(STATUS) == "rejected":
        return {}
    edits = {name.removeprefix(EDITED): text for name, text in row.items() if name.startswith(EDITED) and text}
    return {**row, **edits}


def _article(row: Row) -> Entity:
    return _entity(
        "Article",
        _article_id(row["article"]),
        title=[row["title"]],
        fileName=[row["article"]],
        publishedAt=[row["published"]],
        publisher=[row["source"]],
        sourceUrl=[row["url"]],
        language=[_LANGUAGES.get(row["language"], "")],
    )


def _office(row: Row, evidence: list[Row]) -> Iterator[Entity]:
    person = _person_id(row["known_as"] or row["person"], "" if row["known_as"] else row["country"])
    names = [row["known_as"], row["person"]]
    countries = _countries(row["country"].split("-"))
    yield _entity("Person", person, name=[next(filter(None, names))], alias=[*names, *_list(row["also_written"])],
                  country=countries)  # fmt: skip
    post = _id("position", row["role"], row["portfolio"], row["country"])
    yield _entity("Position", post, name=[_position_name(row)], country=countries)
    yield _entity("Occupancy", _id("occupancy", row["fact_id"]), holder=[person], post=[post],
                  status=["ended" if row["former"] == "true" else ""], recordId=[row["fact_id"]],
                  date=[min((each["published"] for each in evidence if each["published"]), default="")],
                  **_proof(evidence))  # fmt: skip


def _event(row: Row, evidence: list[Row], known: Mapping[tuple[str, str], str]) -> Iterator[Entity]:
    pair = [code for code in (row["country_1"], row["country_2"]) if code]
    involved = []
    for name in _list(row["participants"]):
        found = {known[name, code] for code in pair if known.get((name, code))}
        # A name alone does not make two mentions one person: without an office the pair of countries must agree.
        person = found.pop() if len(found) == 1 else _person_id(name, "-".join(sorted(pair)))
        involved.append(person)
        yield _entity("Person", person, name=[name])
    yield _entity(
        "Event", _id("event", row["fact_id"]), name=[entry_title(row)], country=_countries(pair), involved=involved,
        location=[row["place"]], keywords=[row["type"], row["modality"], row["subject"]], recordId=[row["fact_id"]],
        **_dates(row["date"]), **_proof(evidence),
    )  # fmt: skip


def _known_names(officials: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The person whom a name means in a country, "" where two would be meant."""
    known: dict[tuple[str, str], str] = {}
    for row in officials:
        person = _person_id(row["known_as"] or row["person"], "" if row["known_as"] else row["country"])
        for name in {row["person"], row["known_as"], *_list(row["also_written"])} - {""}:
            for code in row["country"].split("-"):
                known[name, code] = person if known.get((name, code), person) == person else ""
    return known


def _proof(evidence: list[Row]) -> dict[str, list[str]]:
    return {
        "proof": [_article_id(row["article"]) for row in evidence],
        "summary": [row["sentence"] for row in evidence],
    }


def _dates(edtf: str) -> dict[str, list[str]]:
    """A point as `date`, an interval by its ends; an open end stays unknown."""
    try:
        period = Period.parse(edtf)
    except ValueError:
        return {}
    if period.granularity != "interval":
        return {"date": [period.first or ""]}
    return {"startDate": [period.first or ""], "endDate": [period.last or ""]}


def _position_name(row: Row) -> str:
    office = row["role"].replace("_", " ").capitalize()
    portfolio = row["portfolio"].replace("+", ", ").replace("_", " ")
    countries = ", ".join(country_name(code, "en") for code in row["country"].split("-") if code)
    return " ".join(part for part in (office, portfolio and f"({portfolio})", countries and f"of {countries}") if part)


def _merged(found: Iterable[Entity]) -> Iterator[Entity]:
    """Entities of one id as one, with the properties of all."""
    by_id: dict[str, tuple[object, dict[str, list[str]]]] = {}
    for entity in found:
        _, properties = by_id.setdefault(str(entity["id"]), (entity["schema"], {}))
        for name, values in entity["properties"].items():  # type: ignore[attr-defined]
            properties.setdefault(name, []).extend(value for value in values if value not in properties.get(name, []))
    for identity, (schema, properties) in by_id.items():
        if len(properties.get("name", [])) > 1:  # the name of the office is the fuller one
            properties["alias"] = [*properties.get("alias", []), *properties["name"][1:]]
            properties["name"] = properties["name"][:1]
        if alias := [one for one in dict.fromkeys(properties.get("alias", [])) if one not in properties["name"]]:
            properties["alias"] = alias
        else:
            properties.pop("alias", None)
        yield {"id": identity, "schema": schema, "properties": properties}


def _entity(schema: str, identity: str, **properties: Iterable[str]) -> Entity:
    filled = {name: kept for name, values in properties.items() if (kept := [*dict.fromkeys(filter(None, values))])}
    return {"id": identity, "schema": schema, "properties": filled}


def _person_id(name: str, where: str) -> str:
    return _id("person", name, where)


def _article_id(name: str) -> str:
    return _id("article", name)


def _id(*parts: str) -> str:
    return f"extract-{digest('ftm', *parts)}"


def _countries(codes: Iterable[str]) -> list[str]:
    return [code.lower() for code in codes if code]


def _list(text: str) -> list[str]:
    return text.split(LIST_SEPARATOR) if text else []
