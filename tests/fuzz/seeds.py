"""What fuzzing starts from: sound inputs of every kind, for libFuzzer to break."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
CORPUS = TESTS.parent / "corpus"


def write_seeds(target: str, folder: Path) -> None:
    """Write inputs for a target into a folder."""
    for number, data in enumerate(_seeds(target)):
        (folder / f"seed{number:03}").write_bytes(data)


def _seeds(target: str) -> list[bytes]:
    if target == "rules":
        return [b"pack: x\nrules:\n  - id: x\n    fact: trade\n    trigger: {de: [Handel], en: [trade]}\n"]
    if target == "decisions":
        return [b'{"fact": "0123456789abcdef", "action": "accept", "who": "x", "when": "2026-03-01T09:30:00Z"}\n']
    if target == "metadata":
        return [path.read_bytes() for path in sorted(CORPUS.glob("*.meta.yaml"))[:5]]
    if target.startswith("reader"):
        return _files(target.removeprefix("reader"))
    return [path.read_bytes()[:1500] for path in sorted(CORPUS.glob("*.txt"))]


def _files(form: str) -> list[bytes]:
    """Sound files of a format, in both languages."""
    sys.path.insert(0, str(TESTS))
    import input_maker as make

    made: list[bytes] = []
    for lang in ("de", "en"):
        text = make.article_text(lang)
        page = make.page(lang)
        rows = [{"text": text, "title": "x", "date": "2024-05-17"}, {"text": text, "id": "7"}]
        made += {
            ".html": [page], ".htm": [page], "html_fragment": [page],
            ".jsonl": [make.json_lines(rows)], ".ndjson": [make.json_lines(rows)],
            ".csv": [f'text,date\r\n"{text}",2024-05-17\r\n'.encode()],
            ".parquet": [make.parquet({"text": [text], "date": ["2024-05-17"]})],
            ".docx": [make.word([text], "x")], ".pdf": [make.pdf(text.splitlines())],
            ".eml": [make.mail(lang), make.mail(lang, markup=True)],
            ".mbox": [b"From x Mon Jan  1 00:00:00 2024\n" + make.mail(lang)],
            ".rss": [make.rss(lang)], ".atom": [make.atom(lang)], ".xml": [make.rss(lang), make.atom(lang)],
            ".warc": [make.warc([("http://a.example/x", "200 OK", "text/html", page)], gzip=False)],
            ".warc.gz": [make.warc([("http://a.example/x", "200 OK", "text/html", page)])],
            ".zip": [make.archive({"a.txt": text.encode(), "b.html": page})],
            ".md": [f"---\ntitle: x\npublished: 2024-05-17\n---\n\n{text}".encode()],
        }.get(form, [make.bundle(lang).encode(), text.encode()])  # fmt: skip
    return made
