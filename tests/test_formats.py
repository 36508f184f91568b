"""One article in each format, in both languages: its text, and what is known of it."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

import docx
import pytest
from input_maker import BODIES, TITLES, article_text, mail, page, pdf, word

from extract.reading import READERS, read_articles
from extract.records import Article

MAY = dt.date(2024, 5, 12)
BOTH = pytest.mark.parametrize("lang", ["de", "en"])


def read(tmp_path: Path, name: str, data: bytes | str) -> Article:
    """The only article of a file."""
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (article,) = read_articles([tmp_path / name])
    return article


@BOTH
def test_markdown_with_front_matter(tmp_path: Path, lang: str) -> None:
    head = f"---\r\nTitle: '{TITLES[lang]}'\r\ndatum: 12.05.2024\r\ntags: [a, b]\r\nQuelle: Blatt\r\n---\r\n"
    text = article_text(lang).replace("\n", "\r\n")
    article = read(tmp_path, "a.md", head + text)
    assert (article.text, article.language, article.title, article.source) == (text, lang, TITLES[lang], "Blatt")
    assert (article.published, article.published_from) == (MAY, "front_matter")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("---\nNo end.", "---\nNo end."),
        ("---\n---\nText", "Text"),
        ("Text\n---\na: b\n---\n", "Text\n---\na: b\n---\n"),
    ],
)
def test_what_is_no_front_matter_is_text(tmp_path: Path, text: str, kept: str) -> None:
    assert read(tmp_path, "a.md", text).text == kept


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("title: [a", "front matter is not valid YAML (line 2); mend it or put it in NAME.meta.yaml"),
        ("date: 31.02.2024", "front matter: '31.02.2024' is no date for certain; write it as YYYY-MM-DD"),
    ],
)
def test_broken_front_matter_is_told(tmp_path: Path, head: str, reason: str) -> None:
    article = read(tmp_path, "a.md", f"---\n{head}\n---\n{article_text('en')}")
    assert article.status == "failed"
    assert article.reason.startswith(reason)


@BOTH
def test_a_page_is_its_headline_and_paragraphs(tmp_path: Path, lang: str) -> None:
    article = read(tmp_path, "a.html", page(lang))
    assert article.text == "\n\n".join((TITLES[lang], *BODIES[lang]))
    assert (article.language, article.title, article.encoding) == (lang, TITLES[lang], "utf-8")


PAGES = [
    (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], '
        '"headline": "Kopf", "datePublished": "2024-05-12T23:30:00+02:00", "publisher": {"name": "Blatt"}}]}</script>'
        '<meta property="article:published_time" content="2020-01-01">',
        "json_ld",
    ),
    ('<meta property="article:published_time" content="2024-05-12T23:30:00Z">', "meta_tag"),
    ('<meta name="DC.date.issued" content="12.05.2024"><meta property="og:site_name" content="Blatt">', "meta_tag"),
    ('<link rel="canonical" href="https://example.org/2024/05/12/talks.html">', "page"),
]


@pytest.mark.parametrize(("head", "origin"), PAGES)
def test_a_page_says_when_it_was_published(tmp_path: Path, head: str, origin: str) -> None:
    article = read(tmp_path, "2019-01-01.html", page("de", head))
    assert (article.published, article.published_from) == (MAY, origin)
    assert article.source == ("Blatt" if "Blatt" in head else "")
    assert article.url == ("https://example.org/2024/05/12/talks.html" if origin == "page" else "")


def test_a_headline_with_the_name_of_the_paper_is_not_doubled(tmp_path: Path) -> None:
    article = read(
        tmp_path, "a.html", page("de", f'<meta property="og:title" content="{TITLES["de"]} - Beispielblatt">')
    )
    assert article.text == "\n\n".join((TITLES["de"], *BODIES["de"]))


def test_the_title_of_a_page_is_without_the_name_of_the_paper(tmp_path: Path) -> None:
    data = page("en", '<meta property="og:site_name" content="Beispielblatt">').replace(b"h1>", b"h2>")
    article = read(tmp_path, "a.html", data)
    assert (article.title, article.source) == (TITLES["en"], "Beispielblatt")


def test_a_page_whose_time_stands_in_its_markup(tmp_path: Path) -> None:
    article = read(tmp_path, "a.html", page("en", before='<time datetime="2024-05-12T10:00">12 May</time>'))
    assert (article.published, article.published_from) == (MAY, "page")


@pytest.mark.parametrize(
    "more",
    [
        '<div class="related"><time datetime="2017-01-01">1.1.2017</time> Ein anderer Artikel</div>',
        '<ul id="comments"><li><span class="date">03.03.2020</span> Gut so.</li></ul>',
        "<p>Die Ministerin sagte, der Vertrag vom 2019-05-12 gelte weiter, auch wenn der Handel seitdem gewachsen sei, "
        "und sie wolle ihn ausbauen.</p>",
        "<footer>© 2018 Beispielblatt, 1.1.2018</footer>",
    ],
)
def test_dates_of_events_and_other_articles_are_not_that_of_the_page(tmp_path: Path, more: str) -> None:
    article = read(tmp_path, "a.html", page("de").decode().replace("</article>", f"{more}</article>"))
    assert (article.published, article.published_from) == (None, "none")


def test_broken_json_ld_is_passed_over(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert read(tmp_path, "a.html", page("de", head)).published is None


@pytest.mark.parametrize(
    ("declared", "real"),
    [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("utf-8", "utf-8"), ("koi9", "utf-8"), ("utf-8", "cp1252")],
)
def test_encodings_of_pages(tmp_path: Path, declared: str, real: str) -> None:
    data = page("de").decode().replace('charset="utf-8"', f'charset="{declared}"').encode(real)
    assert BODIES["de"][1] in read(tmp_path, "a.html", data).text


def test_lists_and_tables_of_a_page_stay_apart(tmp_path: Path) -> None:
    table = "<table><tr><td>2023</td><td>4,1</td></tr></table>"
    more = f"<ul><li>Öl: 2 Mrd. Euro</li><li>Gas</li></ul>{table}<p>Ende<br>gut.</p>"
    data = page("de").decode().replace("</article>", f"{more}</article>").encode()
    lines = read(tmp_path, "a.html", data).text.split("\n\n")
    assert lines[3:] == ["Öl: 2 Mrd. Euro", "Gas", "2023\t4,1", "Ende\ngut."]


@BOTH
def test_a_page_nested_too_deeply_keeps_its_text(tmp_path: Path, lang: str) -> None:
    deep = "<div>" * 10_000 + page(lang).decode() + "</div>" * 10_000
    article = read(tmp_path, "a.html", deep)
    assert article.status == "processed"
    assert all(each in article.text for each in BODIES[lang])


def test_a_page_of_a_few_words_is_read_as_it_is(tmp_path: Path) -> None:
    article = read(tmp_path, "a.htm", "<p>Der Minister reiste im Mai nach Santiago und sprach dort über Öl.</p>")
    assert article.text == "Der Minister reiste im Mai nach Santiago und sprach dort über Öl."


@BOTH
def test_word_documents(tmp_path: Path, lang: str) -> None:
    article = read(tmp_path, "a.docx", word(BODIES[lang], TITLES[lang]))
    assert (article.text, article.language, article.title) == (article_text(lang), lang, TITLES[lang])


def test_tables_line_breaks_and_insertions_of_word_documents(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Erste Zeile\nzweite\tZeile")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Norwegen", "4,1"
    paragraph = document.add_paragraph("Alt ")
    inserted = docx.oxml.parse_xml(
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>neu</w:t></w:r></w:ins>'
    )
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:r><w:delText>weg</w:delText></w:r></w:del>"
    )
    paragraph._p.extend([inserted, deleted])
    file = io.BytesIO()
    document.save(file)
    assert read(tmp_path, "a.docx", file.getvalue()).text == "Erste Zeile\nzweite\tZeile\n\nNorwegen\t4,1\n\nAlt neu"


def test_tables_in_tables_of_word_documents_say_their_text_once(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).rows[0].cells[0]
    cell.text = "Außenhandel"
    for depth in range(30):
        cell = cell.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = f"Stufe {depth}"
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>im Kasten</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    cell.paragraphs[0]._p.append(
        docx.oxml.parse_xml(
            box.replace("<w:r>", '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">', 1)
        )
    )
    file = io.BytesIO()
    document.save(file)
    text = read(tmp_path, "a.docx", file.getvalue()).text
    assert text.split() == [
        "Außenhandel", *(word for depth in range(30) for word in ("Stufe", str(depth))), "im", "Kasten",
    ]  # fmt: skip


@BOTH
def test_pdf_with_a_text_layer(tmp_path: Path, lang: str) -> None:
    article = read(tmp_path, "a.pdf", pdf([TITLES[lang], *BODIES[lang]]))
    assert article.text == "\n".join((TITLES[lang], *BODIES[lang]))
    assert article.language == lang


def test_words_that_a_line_of_a_pdf_breaks_are_whole(tmp_path: Path) -> None:
    lines = ["Die Zusammen-", "arbeit im Import-", "und Exportgeschäft mit Nordrhein-", "Westfalen wächst."]
    text = "Die Zusammenarbeit im Import-\nund Exportgeschäft mit Nordrhein-\nWestfalen wächst."
    assert read(tmp_path, "a.pdf", pdf(lines)).text == text


def test_a_scan_is_rejected_with_what_to_do(tmp_path: Path) -> None:
    article = read(tmp_path, "a.pdf", pdf([]))
    assert (article.status, article.reason.split(",")[0]) == ("rejected", "no text in it")


@BOTH
@pytest.mark.parametrize(("plain", "markup"), [(True, False), (True, True), (False, True)])
def test_mails(tmp_path: Path, lang: str, plain: bool, markup: bool) -> None:
    article = read(tmp_path, "a.eml", mail(lang, plain=plain, markup=markup))
    assert article.text.strip() == article_text(lang)
    assert (article.title, article.source, article.language) == (TITLES[lang], "Beispielblatt", lang)
    assert (article.published, article.published_from) == (MAY, "header")


def test_a_mail_whose_label_of_encoding_is_wrong(tmp_path: Path) -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=nonsense\n\n" + article_text("de").encode("cp1252")
    assert read(tmp_path, "a.eml", data).text == article_text("de")


@pytest.mark.parametrize(
    ("form", "module"),
    [
        (".html", "trafilatura"), (".docx", "docx"), (".pdf", "pypdf"), (".rss", "feedparser"), (".warc.gz", "warcio"),
        (".parquet", "pyarrow"),
    ],
)  # fmt: skip
def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    article = read(tmp_path, f"a{form}", "anything")
    assert article.status == "rejected"
    assert article.reason == f'{form} needs {module}; run: pip install "extract[{READERS[form].extra}]"'


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-05-12_gespräche.txt", MAY),
        ("20240512-talks.md", MAY),
        ("talks-2024-05-12.txt", MAY),
        ("talks_12.05.2024.txt", MAY),
        ("talks-2024-13-12.txt", None),
        ("talks-120240512.txt", None),
        ("2024-05-12_2024-05-13.txt", None),
        ("talks-2024.txt", None),
    ],
)
def test_the_date_of_a_file_name_comes_last(tmp_path: Path, name: str, day: dt.date | None) -> None:
    article = read(tmp_path, name, article_text("de"))
    assert (article.published, article.published_from) == (day, "file_name" if day else "none")
    dated = read(tmp_path, name, "Oslo, 3. Juni 2023 - " + article_text("de"))
    assert (dated.published, dated.published_from) == (dt.date(2023, 6, 3), "dateline")


def test_the_metadata_file_goes_before_what_the_article_says(tmp_path: Path) -> None:
    (tmp_path / "a.meta.yaml").write_text("published: 2023-01-02\nsource: Amt\n")
    article = read(tmp_path, "a.html", page("de", PAGES[0][0]))
    assert (article.published, article.published_from) == (dt.date(2023, 1, 2), "metadata")
    assert (article.source, article.title) == ("Amt", "Kopf")


def test_a_pdf_that_draws_too_much_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.reading.formats.pdf._MOST_OPERATORS", 20)
    assert read(tmp_path, "a.pdf", pdf(BODIES["en"])).status == "processed"
    article = read(tmp_path, "b.pdf", pdf(BODIES["en"] * 10))
    assert (article.status, article.reason[:29]) == ("failed", "too large: more than 20 drawi")
