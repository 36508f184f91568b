"""Finders of claims in place of pipelines and rules; a module of its own so that worker processes can import it."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from claim_maker import claim

from extract.config import ConfigError, Settings
from extract.records import Article, Claim, Evidence
from extract.running.analysing import Finder


def fake_finder(settings: Settings) -> Finder:
    """Claims one meeting an article; breaks on the words that ask for it."""

    def find(article: Article) -> list[Claim]:
        if "breaks" in article.text:
            raise ZeroDivisionError("division\nby zero")
        if "kills" in article.text:
            os._exit(3)
        quote = article.text[:10]
        made = claim("meeting", "DE KZ", article=article.name, subject=article.name[:3], language=article.language)
        return [replace(made, evidence=Evidence(0, 10, quote, 0, len(article.text), article.text))]

    return find


def unusable(settings: Settings) -> Finder:
    """Settings that are wrong show only when the first article needs them."""

    def find(article: Article) -> list[Claim]:
        raise ConfigError("pipelines.de: no such pipeline")

    return find


def dies_at_once(settings: Settings) -> Finder:
    """A process that cannot even start."""
    os._exit(4)


def plain_finder(settings: Settings) -> Finder:
    """Claims one meeting an article, by nothing but its text and date."""

    def find(article: Article) -> list[Claim]:
        end = article.text.index(".")
        number = "".join(filter(str.isdigit, article.text))
        made = claim("meeting", "DE KZ", article=article.name, subject=f"nr{number}", language=article.language)
        evidence = Evidence(0, 10, article.text[:10], 0, end, article.text[:end])
        return [replace(made, evidence=evidence, published=article.published)]

    return find


def slow_finder(settings: Settings) -> Finder:
    """The same, at a pace at which one can be interrupted."""
    find = plain_finder(settings)

    def find_slowly(article: Article) -> list[Claim]:
        time.sleep(0.1)
        return find(article)

    return find_slowly
