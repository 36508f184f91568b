"""Articles of our own in every format that is read, for tests of readers."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import docx
import pyarrow as pa
import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TITLES = {"de": "Norwegen und Chile bauen ihren Handel aus", "en": "Norway and Chile expand their trade"}
BODIES = {
    "de": (
        "Der Handel zwischen Norwegen und Chile wuchs im vergangenen Jahr um vier Prozent auf 310 Millionen Euro.",
        "Die Ministerin lobte die „grüne“ Zusammenarbeit beider Länder – vor allem über die Häfen im Süden.",
    ),
    "en": (
        "Trade between Norway and Chile grew by four percent to 310 million euros over the past year.",
        "The minister praised the “green” work of both countries – most of all through the ports in the south.",
    ),
}


def article_text(lang: str) -> str:
    """The body with a blank line between its paragraphs."""
    return "\n\n".join(BODIES[lang])


def page(lang: str, head: str = "", before: str = "") -> bytes:
    """A web page with navigation and footer around the article."""
    links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Start", "Politik", "Sport", "Wetter"))
    paragraphs = "".join(f"<p>{each}</p>\n" for each in BODIES[lang])
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{TITLES[lang]} | Beispielblatt</title>'
        f"{head}</head><body><nav><ul>{links}</ul></nav><main><article><h1>{TITLES[lang]}</h1>{before}\n{paragraphs}"
        "</article></main><footer>Impressum Datenschutz</footer><script>var x = 1 < 2;</script></body></html>"
    ).encode()


def word(paragraphs: Sequence[str], title: str = "") -> bytes:
    """A .docx with paragraphs."""
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    document.core_properties.title = title
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page with lines of Helvetica; without lines a page without text."""
    shown = b"".join(b"(" + line.encode("cp1252").translate(None, b"()\\") + b") Tj T*\n" for line in lines)
    content = b"BT /F1 11 Tf 50 780 Td 14 TL\n" + shown + b"ET" if lines else b"0 0 100 100 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def mail(lang: str, *, plain: bool = True, markup: bool = False) -> bytes:
    """A mail with a plain body, one in HTML, or both."""
    message = EmailMessage()
    message["From"] = "Beispielblatt <news@example.org>"
    message["Subject"] = TITLES[lang]
    message["Date"] = "Sun, 12 May 2024 23:30:00 +0200"
    if plain:
        message.set_content(article_text(lang))
    if markup:
        html = "<html><body>" + "".join(f"<p>{each}</p>" for each in BODIES[lang]) + "</body></html>"
        (message.add_alternative if plain else message.set_content)(html, subtype="html")
    return message.as_bytes()


def json_lines(rows: Sequence[object]) -> bytes:
    """An object a line; texts stay as they are, for broken lines."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    """A Parquet file."""
    file = io.BytesIO()
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), file)
    return file.getvalue()


def archive(entries: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file.getvalue()


def warc(answers: Sequence[tuple[str, str, str, bytes]], *, gzip: bool = True) -> bytes:
    """A web archive of answers: address, status line, content type, body."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))
    for url, status, kind, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return file.getvalue()


def rss(lang: str) -> bytes:
    """A feed of two entries, one of them with its full content."""
    markup = "".join(f"<p>{each}</p>" for each in BODIES[lang])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Beispielblatt</title><language>{lang}-x</language><link>https://example.org</link>
<item><title>{TITLES[lang]}</title><link>https://example.org/1</link><description>Kurz.</description>
<pubDate>Sun, 12 May 2024 23:30:00 +0200</pubDate><content:encoded><![CDATA[{markup}]]></content:encoded></item>
<item><title>Noch eine &amp; mehr</title><description>{BODIES[lang][1]}</description></item>
</channel></rss>""".encode()


def atom(lang: str) -> bytes:
    """A feed of one entry."""
    markup = "".join(f"<p>{each}</p>" for each in BODIES[lang])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}"><title>Beispielblatt</title>
<entry><title>{TITLES[lang]}</title><link href="https://example.org/1"/><published>2024-05-12T23:30:00Z</published>
<updated>2024-06-01T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{markup}</div>
</content></entry></feed>""".encode()


def bundle(lang: str, number: int = 2, *, marks: bool = True) -> str:
    """An export of a press database; without marks each article only has its end."""
    english = lang == "en"
    articles = []
    for index in range(1, number + 1):
        mark = f"{'Document' if english else 'Dokument'} {index} {'of' if english else 'von'} {number}\n\n"
        day = f"May {index + 9}, 2024 Monday" if english else f"Montag {index + 9}. Mai 2024"
        header = (
            f"Copyright 2024 Beispielblatt\n{'All Rights Reserved' if english else 'Alle Rechte vorbehalten'}\n\n"
            f"{'Section: NEWS; Pg. 4' if english else 'Rubrik: POLITIK; S. 4'}\n"
            f"{'Length: 512 words' if english else 'Länge: 512 Wörter'}\n"
            f"{'Byline: Ann Hill' if english else 'Autor: Ada Beispiel'}\n\n"
        )
        end = "End of Document" if english else "Ende des Dokuments"
        articles.append(
            f"{mark if marks else ''}{TITLES[lang]} {index}\n\nBeispielblatt\n\n{day}\n\n{header}"
            f"{'Body' if english else 'Volltext'}\n\n{article_text(lang)}\n\n"
            f"{'Load-Date: June 3, 2024' if english else 'Load-Date: 3. Juni 2024'}\n\n{end}\n\n\n"
        )
    return "".join(articles)
