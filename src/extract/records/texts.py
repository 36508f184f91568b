"""Articles, and what is found in them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from extract.records.kinds import CountryForm, Language, PublishedFrom, Resolution, Saying, Status, TimexType, digest
from extract.values.amount import Amount
from extract.values.office import Office
from extract.values.period import Period


@dataclass(frozen=True, slots=True)
class Article:
    """One text as decoded; nothing in it is cleaned afterwards, offsets of mentions count its code points.

    Attributes:
        name: file name without folder ("x.txt"), what `article` means in the tables.
        text: the decoded text; empty when it could not be read.
        language: of the article as a whole; None when it was turned away.
        paragraph_languages: (start, end, language) of the paragraphs that are German or English.
        published: publication date, None when nothing states it; `published_from` says where it came from.
        title, source, url: from the metadata file, else empty.
        status, reason: "rejected" (not for us) and "failed" (could not be read) come with a reason.
        copy_of: names of the articles of the same run that it is a copy of, mostly none or one.
    """

    name: str
    text: str
    language: Language | None
    paragraph_languages: tuple[tuple[int, int, Language], ...] = ()
    published: dt.date | None = None
    published_from: PublishedFrom = "none"
    title: str = ""
    source: str = ""
    url: str = ""
    encoding: str = ""
    status: Status = "processed"
    reason: str = ""
    copy_of: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Short digest of name and text."""
        return digest("article", self.name, self.text)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article whose text was put aside, so that very many can be told of.

    Attributes:
        article: without its text.
        characters: length of the text.
        sha256: of the text.
    """

    article: Article
    characters: int
    sha256: str

    @classmethod
    def of(cls, article: Article) -> Listed:
        """The entry of an article.

        >>> Listed.of(Article("a.txt", "Öl", "de")).characters
        2
        """
        sha256 = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(replace(article, text=""), len(article.text), sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch `[start, end)` of an article's text; `quote` is `text[start:end]`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMention(Mention):
    """An amount in the text.

    Attributes:
        amount: what it says.
        saying: how it is said: "by" a change (um, by), "to" the level after it (auf, to), "from" the level
            before it (von ... auf, from ... to), "than" a base of comparison (gegenüber, nach, compared with).
        noun: the counted noun phrase after a COUNT or a unit ("deutsche Unternehmen", "Tonnen Öl"), else "".
        alternative: the same amount in another currency, said in brackets.
        currency_assumed: a bare "$" or "Dollar" was taken for USD.
    """

    amount: Amount
    saying: Saying = "plain"
    noun: str = ""
    alternative: Amount | None = None
    currency_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Mention):
    """A time expression in the text.

    Attributes:
        timex: TIMEX3 value ("2023-H1", "2023-W46", "199", "PRESENT_REF", "P2Y").
        timex_type: DATE, TIME, DURATION or SET.
        period: the interval it means for facts; None for durations, sets and what stays unresolved.
        resolved_by: what completed it: nothing but its own words ("text"), the publication date,
            another date of the text ("context"), or nothing did ("none").
        base: it is the base of a comparison ("gegenüber 2022", "compared with 2022").
    """

    timex: str
    timex_type: TimexType = "DATE"
    period: Period | None = None
    resolved_by: Resolution = "text"
    base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMention(Mention):
    """A country, or two that one word names ("deutsch-kasachisch").

    Attributes:
        codes: ISO 3166-1 alpha-2 codes, `EU` for the Union.
        form: how it is named; "capital", "place" and "metonym" stand for the country or its government, "historic"
            is a state that is no more, under the code of its successor.
        genitive: "Kasachstans", "Kazakhstan's".
    """

    codes: tuple[str, ...]
    form: CountryForm
    genitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention(Mention):
    """A person, with the office where this place states it.

    Attributes:
        start, end, quote: the name without title as it stands here.
        person: the fullest name that the article gives the same person.
        offices: offices of the person, known anywhere in the article.
        countries: codes of the countries of the offices, empty when unknown.
        stated: this place states an office; `title_start` and `title_end` then enclose title and name.
        country_from_context: the country was not said with the office.
        office_from_register: the text states no office; the register of officials gives it and its country.
        known_as: canonical name of the one official of the register who is meant, else "".
        same_as: canonical name of an official whose name is written almost so and who held the office then, else "".
        out_of_term: offices that the register gives the person at other times only.
    """

    person: str
    offices: tuple[Office, ...] = ()
    countries: tuple[str, ...] = ()
    stated: bool = False
    title_start: int = -1
    title_end: int = -1
    country_from_context: bool = False
    office_from_register: bool = False
    known_as: str = ""
    same_as: str = ""
    out_of_term: tuple[Office, ...] = ()
