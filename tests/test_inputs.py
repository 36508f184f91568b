"""Where articles are looked for: folders, patterns, standard input, links; and what is wrong with them."""

from __future__ import annotations

import io
import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from input_maker import (
    BODIES,
    TITLES,
    archive,
    article_text,
    bundle,
    json_lines,
    mail,
    page,
    parquet,
    pdf,
    rss,
    warc,
    word,
)

from extract.cli import main
from extract.reading import READERS, Document, PathError, documents, list_sources, read_document
from extract.reading.sniffing import sniffed

ALL = {
    ".txt": article_text("de").encode(),
    ".md": b"---\ntitle: a\n---\n" + article_text("en").encode(),
    ".html": page("de"),
    ".jsonl": json_lines([{"text": article_text("de")}] * 3),
    ".csv": f'id,text\n1,"{article_text("en")}"\n'.encode(),
    ".parquet": parquet({"text": [article_text("en")] * 3}),
    ".docx": word(BODIES["de"]),
    ".pdf": pdf(BODIES["en"]),
    ".eml": mail("de", markup=True),
    ".mbox": b"From a\n" + mail("en") + b"\nFrom b\n" + mail("de"),
    ".rss": rss("en"),
    ".warc": warc([("https://example.org", "200 OK", "text/html", page("de"))], gzip=False),
    ".warc.gz": warc([("https://example.org", "200 OK", "text/html", page("de"))]),
    ".zip": archive({"a.txt": article_text("de").encode(), "b.html": page("en")}),
}


def names(*paths: Path) -> list[str]:
    return [source.name for source in list_sources(list(paths))]


def problems(*paths: Path) -> dict[str, str]:
    return {source.name: source.problem for source in list_sources(list(paths)) if source.problem}


def fill(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(article_text("de"))


def test_patterns_that_the_shell_left(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b/c.txt", "b/d.md", "b/x.png", "b/e/f.txt")
    assert names(tmp_path / "*.txt") == ["a.txt"]
    assert names(tmp_path / "**" / "*.txt") == ["a.txt", "c.txt", "f.txt"]
    assert names(tmp_path / "**") == ["a.txt", "c.txt", "d.md", "f.txt"]
    assert names(tmp_path / "b" / "*") == ["c.txt", "d.md", "f.txt"]
    with pytest.raises(PathError, match=r"the pattern matches no article; read are .atom, .csv"):
        list_sources([tmp_path / "*.png"])


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    fill(tmp_path, "[a].txt", "a.txt")
    assert names(tmp_path / "[a].txt") == ["[a].txt"]


def test_tables_that_a_run_wrote_are_no_articles(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "outputs/facts.csv", "outputs/evidence.csv", "outputs/articles.csv", "outputs/claims.jsonl")
    fill(tmp_path, "more/facts.csv")
    assert names(tmp_path) == ["a.txt", "more/facts.csv"]


def test_links_out_of_the_folder_are_listed_and_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "in/deep/b.txt", "out/secret.txt")
    inside = tmp_path / "in"
    (inside / "link.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (inside / "folder").symlink_to(tmp_path / "out")
    (inside / "deep" / "loop").symlink_to(inside)
    (inside / "circle.txt").symlink_to(inside / "circle.txt")
    (inside / "same.txt").symlink_to(inside / "a.txt")
    assert set(problems(inside)) == {"folder", "link.txt"}
    assert "give its target as a path of its own" in problems(inside)["link.txt"]
    found = {each.name: read_document(each) for each in documents(list_sources([inside]))}
    assert [name for name, each in found.items() if each.status == "processed"] == ["a.txt", "deep/b.txt"]
    assert found["circle.txt"].reason.startswith("unreadable: ")
    assert not any("secret" in each.text for each in found.values())
    assert names(inside / "link.txt") == ["link.txt"]  # named by the user


def test_pipes_and_unreadable_folders_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "closed/b.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert problems(tmp_path) == {
        "closed": "unreadable: Permission denied",
        "pipe.txt": "unreadable: not a file but a device or a pipe",
    }


@pytest.mark.parametrize("form", sorted(ALL))
def test_standard_input_in_any_format_that_tells_itself(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if form in (".md", ".csv", ".mbox"):
        pytest.skip("looks like any text")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ALL[form])))
    found = [read_document(each) for each in documents(list_sources([Path("-")]))]
    assert {each.status for each in found} == {"processed"}
    assert {each.name.split("#")[0].split("/")[0] for each in found} == {"stdin"}


def test_what_is_nothing_else_is_text() -> None:
    assert sniffed(io.BytesIO(b"From here on: the talks.\nThey: went well.\n")) == ".txt"
    assert sniffed(io.BytesIO(b"<b>Trade</b> grew.")) == ".txt"


@pytest.mark.parametrize(
    ("name", "data"),
    [("big.txt", b"a" * 8_000_001), ("big.html", b" " * 8_000_001), ("big.csv", b"text\n" + b"a" * 8_000_001)],
)
def test_what_is_too_large_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = [read_document(each) for each in documents(list_sources([tmp_path / name]))]
    assert {each.status for each in found} == {"failed"}
    assert any("too large" in each.reason for each in found)


@pytest.mark.parametrize(
    ("name", "start", "line", "size"),
    [
        ("x.jsonl", b"", json_lines([{"text": article_text("de") * 200, "title": TITLES["de"]}]), 16_000_000),
        ("x.csv", b"text\n", b'"' + article_text("en").replace("\n", " ").encode() * 200 + b'"\n', 16_000_000),
        ("x.txt", b"", bundle("en").encode(), 4_000_000),
    ],
)
def test_a_large_file_is_read_in_little_memory(tmp_path: Path, name: str, start: bytes, line: bytes, size: int) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(start + line * (size // len(line)))
    tracemalloc.start()
    count = sum(1 for _ in documents(list_sources([tmp_path / name])))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= size // len(line)
    assert peak < size / 4, peak


_PARTS = b"Content-Type: multipart/mixed; boundary=a\n\n"
HOSTILE = {
    "entities.rss": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><rss><channel><item><title>&j;</title></item></channel></rss>"
    ),
    "outside.rss": b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    "quotes.csv": b"id,text\n" + b'1,"abc\n' * 5_000,
    "comments.html": b"<html>" + b"<!--" * 500_000,
    "scripts.html": b"<html>" + b'<script type="application/ld+json">' * 50_000,
    "attributes.html": b"<html><meta " * 20_000,
    "nested.html": b"<html>" + b"<b><i>" * 200_000 + b"text",
    "tables.html": b"<html><body>" + b"<table><tr><td>" * 20_000 + b"text",
    "parts.eml": _PARTS + (b"--a\n" + _PARTS) * 500,
    "header.eml": b"From: " + b"(" * 20_000 + b"\nDate: " + b"," * 5_000 + b"\n\nText",
    "names.jsonl": b'{"text": {"a": 1}, "' + b"a" * 100_000 + b'": 1}\n',
    "alias.md": b"---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: *c\n---\ntext",
    "deep.md": b"---\na: " + b"[" * 50_000 + b"\n---\ntext",
    "nul.txt": b"Der Handel wuchs.\x00\x00 Er wuchs weiter.",
    "nul.csv": b"text\nDer Handel \x00wuchs.\n",
    "nul.html": page("de").replace(b"Handel", b"Han\x00del"),
    "form.pdf": b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >> endobj\n" * 100
    + b"trailer << /Root 1 0 R >>",
    "bomb.docx": archive({"word/document.xml": b"<a>" + b" " * 101_000_000 + b"</a>", "[Content_Types].xml": b"x"}),
    "entity.docx": archive({"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "word/a.xml": b""}),
    "marks.txt": b"Document 1 of 2\nLength: 5 words\n" * 2_000,
    "froms.mbox": b"From a\n\n" * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_give_reasons_or_texts(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    found = [read_document(each) for each in documents(list_sources([tmp_path / name]))]
    assert found
    assert all(bool(each.reason) == (each.status != "processed") for each in found)
    assert not any("root:" in each.text for each in found)


def check(form: str, data: bytes, folder: Path) -> None:
    """Reading does not raise, names differ, every article without a text has a reason."""
    (folder / f"a{form}").write_bytes(data)
    found: list[Document] = list(documents(list_sources([folder / f"a{form}"])))
    assert len({each.name for each in found}) == len(found)
    for each in found:
        article = read_document(each)
        assert bool(article.reason) == (article.status != "processed")
        for start, end, _ in article.paragraph_languages:
            assert 0 <= start < end <= len(article.text)
        article.name.encode()


@pytest.mark.parametrize("form", sorted(each for each in READERS if each.startswith(".")))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_no_bytes_make_a_reader_raise(form: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    check(form, data, tmp_path_factory.mktemp("any"))


@pytest.mark.parametrize("form", sorted(ALL))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    kept=st.floats(0.3, 1),
    data=st.data(),
)
def test_no_damage_makes_a_reader_raise(
    form: str, places: list[tuple[float, int]], kept: float, data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    damaged = bytearray(ALL[form])
    for place, byte in places:
        damaged[int(place * (len(damaged) - 1))] = byte
    if data.draw(st.booleans()):
        damaged = damaged[: int(kept * len(damaged))]
    check(form, bytes(damaged), tmp_path_factory.mktemp("any"))


def test_explain_takes_one_article_of_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(json_lines([{"text": article_text("de")}, {"text": article_text("en")}]))
    assert main(["explain", str(file)]) == 2
    assert f"holds several articles; name one of them, for example {file}#1" in capsys.readouterr().err
    assert main(["explain", f"{file}#3"]) == 2
    assert "holds no article #3" in capsys.readouterr().err
    assert main(["explain", f"{file}#2", "--model", "fast"]) == 0
    assert "four percent" in capsys.readouterr().out


def test_doctor_says_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.doctor import _formats

    assert next(_formats()).finding.startswith("read are .atom, .csv, .docx")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    last = [*_formats()][-1]
    assert last.finding == 'not read are .htm, .html: needs trafilatura; run: pip install "extract[html]"'
    assert last.good


def test_a_link_is_called_and_read_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store" / "4f2a").write_bytes(page("de"))
    (tmp_path / "a.html").symlink_to(tmp_path / ".store" / "4f2a")
    (tmp_path / "b.html").symlink_to(tmp_path / ".store" / "4f2a")
    (tmp_path / "a.meta.yaml").write_text("source: Blatt\n")
    (article,) = (read_document(each) for each in documents(list_sources([tmp_path])))
    assert (article.name, article.status, article.source) == ("a.html", "processed", "Blatt")
