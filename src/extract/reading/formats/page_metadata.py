"""What a web page says of its article: JSON-LD, meta tags, and what can be read off the rest."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from extract.reading.days import stated_date
from extract.reading.metadata import Metadata

_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$")
_ARTICLES = re.compile(r"Article|Posting|Report|NewsItem")
_MOST_OBJECTS = 2000
_OTHERS = re.compile(
    r"comment|kommentar|related|recommend|teaser|sidebar|more-on|mehr-zum|most-read|newsletter", re.IGNORECASE
)
# Letters: a line with a date and an author is shorter.
_RUNNING = 100
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.issued",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created",
    "citation_date", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date",
    "publishdate", "publication_date", "article.published", "date", "last-modified-original",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "citation_title")
_SOURCES = ("og:site_name", "application-name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher")
_URLS = ("og:url", "twitter:url")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The clock must not decide what is a date of the past: the same page would be read otherwise tomorrow.
_EARLIEST, _LATEST = "1990-01-01", "2099-12-31"


def page_metadata(tree: Any) -> Metadata:
    """Title, source, address, language and date of a page as lxml has parsed it."""
    linked = _linked_data(tree)
    tags = _tags(tree)
    source = _clean(_named(linked.get("publisher"))) or _first(tags, _SOURCES)
    day = stated_date(str(linked.get("datePublished") or linked.get("dateCreated") or ""))
    found = Metadata(
        published=day,
        lang=_language(tree, linked),
        title=_title(tree, _clean(linked.get("headline")) or _first(tags, _TITLES), source),
        source=source,
        url=_address(tree, tags) or _clean(linked.get("url")),
        published_from="json_ld",
    )
    return found if day else found.over(_dated(tree, tags, found.url))


def _dated(tree: Any, tags: Mapping[str, str], url: str) -> Metadata:
    for name in _DATES:
        day = stated_date(tags.get(name, ""))
        if day:
            return Metadata(day, published_from="meta_tag")
    return Metadata(_read_off(tree, url), published_from="page")


def _read_off(tree: Any, url: str) -> dt.date | None:
    """The date that htmldate finds in the address and the markup around the article.

    What is about other articles, and running text, which has the dates of events, are taken out before.
    """
    import htmldate

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(
            _without_others(tree), extensive_search=False, original_date=True, url=url or None, min_date=_EARLIEST,
            max_date=_LATEST,
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError, OverflowError):
        return None
    return stated_date(found or "")


def _without_others(tree: Any) -> Any:
    pruned = deepcopy(tree)
    others = []
    for element in pruned.iter(
        "div", "section", "ul", "ol", "li", "p", "aside", "footer", "nav", "article", "time", "span"
    ):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        running = element.tag == "p" and len("".join(element.itertext())) > _RUNNING
        if running or element.tag in ("aside", "footer", "nav") or _OTHERS.search(named):
            others.append(element)
    for element in others:
        element.drop_tree()
    return pruned


def _linked_data(tree: Any) -> Mapping[str, Any]:
    """The article among the objects of JSON-LD, else nothing."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            content = json.loads(_COMMENT.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(content):
            kinds = each.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in named):
                return each
    return {}


def _objects(content: object) -> Iterator[Mapping[str, Any]]:
    waiting = [content]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += [each for key, each in value.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")]
        elif isinstance(value, list):
            waiting += value[:_MOST_OBJECTS]


def _tags(tree: Any) -> dict[str, str]:
    """Content of the meta tags by name in lower case; of several with one name the first."""
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content"))
        for name in (element.get("property"), element.get("name"), element.get("itemprop")):
            if name and content:
                tags.setdefault(name.strip().lower(), content)
    return tags


def _language(tree: Any, linked: Mapping[str, Any]) -> str:
    root = tree.getroottree().getroot()
    stated = [linked.get("inLanguage"), *(root.get(name) for name in ("lang", _XML_LANG, "xml:lang"))]
    for each in stated:
        match = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", each.strip()) if isinstance(each, str) else None
        if match:
            return match[0].lower()
    return ""


def _address(tree: Any, tags: Mapping[str, str]) -> str:
    links = [each for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical"]
    return next((_clean(each.get("href")) for each in links if each.get("href")), "") or _first(tags, _URLS)


def _title(tree: Any, stated: str, source: str) -> str:
    """The headline as stated, the only main heading, or the title of the page; without the name of the paper."""
    headings = [_clean("".join(each.itertext())) for each in tree.iter("h1")]
    named = [each for each in headings if each]
    heading = named[0] if len(named) == 1 else ""
    page = next((_clean("".join(each.itertext())) for each in tree.iter("title")), "")
    title = stated or heading or page
    if heading and title.startswith(heading):
        return heading
    bare = title.removesuffix(source).rstrip() if source else title
    return bare.rstrip("-–—|·:» ") if bare != title and bare[-1:] in "-–—|·:»" else title


def _named(value: object) -> object:
    value = value[0] if isinstance(value, list) and value else value
    return value.get("name") if isinstance(value, dict) else value


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _clean(value: object) -> str:
    return " ".join(value.encode("utf-8", "replace").decode().split()) if isinstance(value, str) else ""
