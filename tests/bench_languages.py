"""How many texts of many languages are read as what they are, and what an article costs.

    python tests/bench_languages.py [FOLDER]

FOLDER holds one file a language, named by its code (`fr.txt`), with a sentence a line, such as
`language-testdata/sentences` in the source of lingua-py; without one, the example sentences of spaCy are taken.
Three sentences make a paragraph. Sentences under 40 letters are left out, as no language is told from these.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import spacy.lang
import yaml

from extract.reading.languages import detect, read_languages
from extract.reading.languages.detectors import MIN_LETTERS

SPEC = Path(__file__).parent / "specs" / "language_paragraphs.yaml"
CORE = "de en nl af da sv no is fr it es pt ro pl cs ru uk kk tr hu fi lb nds fy".split()
SAME = {"nb": "no", "nn": "no"}
NEAR = {"sco", "pcm", "gsw", "bar", "xx"}
AT_MOST = 500


def spacy_sentences() -> Iterator[tuple[str, list[str]]]:
    """Language codes of spaCy with its example sentences."""
    for module in sorted(found.name for found in pkgutil.iter_modules(spacy.lang.__path__)):
        try:
            examples = importlib.import_module(f"spacy.lang.{module}.examples")
        except ModuleNotFoundError:
            continue
        yield module, list(examples.sentences)


def folder_sentences(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Language codes of a folder with the sentences of their files."""
    for path in sorted(folder.glob("*.txt")):
        yield path.stem, [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(name: str, texts: list[tuple[str, str]]) -> None:
    """Print what part of some (code, text) is right, undetermined and wrong."""
    found: Counter[str] = Counter()
    began = time.process_time()
    for code, text in texts:
        verdict = detect(text)
        right = verdict.code == code
        found["right" if right else "undetermined" if verdict.code is None else "wrong"] += 1
        if verdict.language and not right:
            found["read as German or English"] += 1
            print(f"  {code} as {verdict.code}: {text[:100]}")
    cost = 1000 * (time.process_time() - began) / max(1, len(texts))
    parts = ", ".join(
        f"{each} {100 * found[each] / max(1, len(texts)):.2f}" for each in ("right", "undetermined", "wrong")
    )
    ours = found["read as German or English"]
    print(f"{name}: {len(texts)}; percent {parts}; as German or English {ours}; {cost:.2f} ms")


def main() -> None:
    """Measure paragraphs and sentences, first of the languages that matter, then of all others."""
    sources = folder_sentences(Path(sys.argv[1])) if len(sys.argv) > 1 else spacy_sentences()
    sentences = [(SAME.get(code, code), texts[:AT_MOST]) for code, texts in sources if code not in NEAR]
    detect("Das erste Mal werden die Modelle geladen, was eine halbe Sekunde dauert.")
    for name, wanted in (("core", True), ("other", False)):
        chosen = [(code, texts) for code, texts in sentences if (code in CORE) == wanted]
        paragraphs = [
            (code, " ".join(texts[at : at + 3])) for code, texts in chosen for at in range(0, len(texts) - 2, 3)
        ]
        measure(f"{name}, paragraphs", paragraphs)
        singles = [(code, text) for code, texts in chosen for text in texts]
        measure(f"{name}, sentences", [pair for pair in singles if sum(map(str.isalpha, pair[1])) >= MIN_LETTERS])
    cases = yaml.load(SPEC.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    articles = ["\n\n".join([" ".join(case["text"])] * 10) for case in cases if case["is"] in ("de", "en")]
    began = time.process_time()
    for _ in range(50):
        for article in articles:
            read_languages(article)
    size = sum(map(len, articles)) / len(articles)
    print(f"an article of {size:.0f} characters: {20 * (time.process_time() - began) / len(articles):.2f} ms")


if __name__ == "__main__":
    main()
