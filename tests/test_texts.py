from pathlib import Path

from extract.tables.texts import TEXTS, Texts, write_texts

KEPT = [("a.txt", "Ein Satz über 5 Mio. €.\r\n🙂 Ende"), ("b.txt", "lone \udcff surrogate"), ("c.txt", "")]


def test_round_trip(tmp_path: Path) -> None:
    write_texts(tmp_path / TEXTS, iter(KEPT))
    texts = Texts(tmp_path)

    assert [(name, texts.get(name)) for name in texts.names()] == KEPT
    assert texts.get("none.txt") is None


def test_no_file_has_no_texts(tmp_path: Path) -> None:
    assert Texts(tmp_path).names() == []
    assert Texts(tmp_path).get("a.txt") is None


def test_same_texts_same_bytes(tmp_path: Path) -> None:
    write_texts(tmp_path / "one", iter(KEPT))
    write_texts(tmp_path / "two", iter(KEPT))

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
