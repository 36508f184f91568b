"""Broken inputs of many kinds: each maker writes one file into a folder, different for each number.

What is broken in them is what disks, exports, downloads and attackers do to files. The numbers seed the random parts,
so that a failure can be made again.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

Maker = Callable[[Path, random.Random, int], None]

# Written for this file; enough words that the language is never the reason.
GERMAN = (
    "Die Ausfuhren Deutschlands nach Chile stiegen im Jahr 2023 um vier Prozent auf 3,1 Milliarden Euro. "
    "Das teilte das Ministerium am Montag mit, ohne weitere Einzelheiten zu nennen."
)
ENGLISH = (
    "German exports to Chile rose by four percent to 3.1 billion euros in 2023. The ministry said so on Monday "
    "without giving any further details of the goods that were shipped."
)
_TURKISH = (
    "Bakanlık pazartesi günü yaptığı açıklamada iki ülke arasındaki ticaretin "
    "geçen yıl önemli ölçüde arttığını söyledi."
)
_POLISH = (
    "Ministerstwo poinformowało w poniedziałek, że "
    "wymiana handlowa między oboma krajami znacznie wzrosła w zeszłym roku."
)
_RUSSIAN = (
    "Министерство сообщило в понедельник, что товарооборот между двумя странами значительно вырос в прошлом году."
)


def _noise(chance: random.Random, length: int = 3000) -> bytes:
    return chance.randbytes(length)


def _zipped(entries: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: len(data) // 3 + chance.randrange(len(data) // 3)]


def _file(suffix: str, content: Callable[[random.Random, int], bytes]) -> Maker:
    return lambda folder, chance, number: _write(folder / f"{number:03}{suffix}", content(chance, number))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _with_metadata(metadata: Callable[[random.Random, int], bytes]) -> Maker:
    def make(folder: Path, chance: random.Random, number: int) -> None:
        _write(folder / f"{number:03}.txt", GERMAN.encode())
        _write(folder / f"{number:03}.meta.yaml", metadata(chance, number))

    return make


def _dangling(folder: Path, _: random.Random, number: int) -> None:
    (folder / f"{number:03}.txt").symlink_to(folder / f"gone_{number}.txt")


def _circular(folder: Path, _: random.Random, number: int) -> None:
    (folder / f"{number:03}.txt").symlink_to(folder / f"{number:03}.txt")


def _huge(folder: Path, _: random.Random, number: int) -> None:
    with (folder / f"{number:03}.txt").open("wb") as file:
        file.write(GERMAN.encode())
        file.truncate(60_000_000 + number)  # sparse: takes no room on the disk


def _pdf(body: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


_EMPTY_PAGE = (
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj"
)


def _bomb(_: random.Random, number: int) -> bytes:
    return _zipped({f"bomb{number}.txt": b" " * (80_000_000 + number)})


def _encrypted(_: random.Random, number: int) -> bytes:
    data = bytearray(_zipped({f"secret{number}.txt": GERMAN.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says so, in both headers
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def _mail(headers: str, body: bytes) -> bytes:
    return f"From: desk@example.org\r\nSubject: Test\r\n{headers}\r\n\r\n".encode() + body


def _warc_record(kind: str, payload: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/x\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def _laughs(_: random.Random, number: int) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol{number}">{entities}]>'
        "<rss version='2.0'><channel><title>x</title><item><title>&l11;</title></item></channel></rss>"
    ).encode()


# Thirty kinds and more, by what is wrong with them.
KINDS: dict[str, Maker] = {
    "empty": _file(".txt", lambda _, n: b""),
    "blank": _file(".txt", lambda _, n: b" \t\r\n" * (n + 1)),
    "noise_as_text": _file(".txt", lambda chance, n: _noise(chance)),
    "nul_bytes": _file(".txt", lambda _, n: b"\0" * (1000 + n)),
    "digits_only": _file(".txt", lambda chance, n: b" ".join(b"%d" % chance.randrange(10**6) for _ in range(200))),
    "too_short": _file(".txt", lambda _, n: f"Nr. {n}".encode()),
    "foreign": _file(".txt", lambda _, n: (" ".join([(_TURKISH, _POLISH, _RUSSIAN)[n % 3]] * 4)).encode()),
    "picture_as_text": _file(".txt", lambda chance, n: b"\x89PNG\r\n\x1a\n" + _noise(chance)),
    "huge": _huge,
    "link_to_nothing": _dangling,
    "link_to_itself": _circular,
    "metadata_not_yaml": _with_metadata(lambda _, n: b"title: 'open\npublished: [" + b"x" * n),
    "metadata_unknown_key": _with_metadata(lambda _, n: f"publisher_{n}: Somebody\n".encode()),
    "metadata_bad_date": _with_metadata(lambda _, n: f"published: 2024-13-{n + 10}\n".encode()),
    "metadata_noise": _with_metadata(lambda chance, n: b"\xff\xfe\xfa" + _noise(chance, 200)),
    "html_empty": _file(".html", lambda _, n: b"<html><head><title>x</title></head><body>" + b"<p></p>" * n),
    "html_noise": _file(".html", lambda chance, n: _noise(chance)),
    "html_deep": _file(".html", lambda _, n: b"<div>" * (20_000 + n)),
    "docx_no_archive": _file(".docx", lambda chance, n: _noise(chance)),
    "docx_without_document": _file(".docx", lambda _, n: _zipped({f"other{n}.xml": b"<x/>"})),
    "docx_broken_xml": _file(
        ".docx", lambda _, n: _zipped({"[Content_Types].xml": b"<Types", "word/document.xml": b"<w:doc" + b"x" * n})
    ),
    "pdf_noise": _file(".pdf", lambda chance, n: b"%PDF-1.7\n" + _noise(chance)),
    "pdf_without_text": _file(".pdf", lambda _, n: _pdf(_EMPTY_PAGE + b"%" + b"x" * n)),
    "pdf_without_pages": _file(".pdf", lambda _, n: _pdf(b"%" + b"x" * n)),
    "zip_cut": _file(
        ".zip", lambda chance, n: _cut(_zipped({f"{i}.txt": _noise(chance, 500) for i in range(9)}), chance)
    ),
    "zip_bomb": _file(".zip", _bomb),
    "zip_encrypted": _file(".zip", _encrypted),
    "zip_out_of_folder": _file(".zip", lambda _, n: _zipped({f"../../../out{n}.txt": b"1", "/etc/x.txt": b"2"})),
    "jsonl_broken_line": _file(".jsonl", lambda _, n: b'{"text": "open\n' * (n + 1)),
    "jsonl_no_text": _file(".jsonl", lambda _, n: json.dumps({"id": n, "headline": GERMAN}).encode() + b"\n"),
    "csv_no_text": _file(".csv", lambda _, n: f"a,b\n{n},2\n".encode()),
    "csv_nul": _file(".csv", lambda _, n: b"id,text\n1,\0\0\0\n" + b"2,\0\n" * n),
    "parquet_noise": _file(".parquet", lambda chance, n: b"PAR1" + _noise(chance) + b"PAR1"),
    "mail_empty": _file(".eml", lambda _, n: _mail(f"X-Number: {n}", b"")),
    "mail_broken_base64": _file(
        ".eml", lambda chance, n: _mail("Content-Transfer-Encoding: base64", base64.b64encode(_noise(chance))[: -n - 3])
    ),
    "mail_unknown_charset": _file(
        ".eml", lambda _, n: _mail(f"Content-Type: text/plain; charset=none-{n}", bytes(range(128, 256)) * 4)
    ),
    "feed_cut": _file(".rss", lambda _, n: b"<rss version='2.0'><channel><item><title>" + b"x" * n),
    "feed_of_laughs": _file(".rss", _laughs),
    "warc_cut": _file(
        ".warc.gz", lambda chance, n: _cut(gzip.compress(_warc_record("application/http", _noise(chance))), chance)
    ),
    "warc_noise": _file(".warc", lambda chance, n: _warc_record("application/http", _noise(chance))),
    "old_word": _file(".doc", lambda chance, n: b"\xd0\xcf\x11\xe0" + _noise(chance)),
    "rich_text": _file(".rtf", lambda _, n: rb"{\rtf1 " + ENGLISH.encode() + b"}"),
}


def write_broken(folder: Path, each: int) -> dict[str, list[str]]:
    """Write every kind of broken input a number of times.

    Returns:
        Paths below the folder by kind, metadata files left out.
    """
    made: dict[str, list[str]] = {}
    for kind, make in KINDS.items():
        place = folder / kind
        place.mkdir()
        for number in range(each):
            make(place, random.Random(f"{kind} {number}"), number)
        files = sorted(path for path in place.iterdir() if not path.name.endswith(".meta.yaml"))
        made[kind] = [path.relative_to(folder).as_posix() for path in files]
    return made
