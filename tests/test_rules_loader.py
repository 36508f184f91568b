"""Packs: what the loader accepts, and errors that name file, line and the fix."""

from pathlib import Path

import pytest

from extract.rules.loader import RuleError, load_rules

VALID = """\
pack: mine
rules:
  - id: wheat
    fact: volume
    trigger:
      de: [Weizenlieferung*]
      en: [wheat shipment*]
    needs: {amount: [quantity]}
"""


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_users_rule_joins_the_shipped_ones(tmp_path: Path) -> None:
    shipped = load_rules()
    rules = load_rules(write(tmp_path, VALID))
    assert len(rules.rules) == len(shipped.rules) + 1
    assert rules.get("wheat").trigger.en == ("wheat shipment*",)
    assert rules.sources["wheat"] == "mine.yaml:3"


def test_no_is_norway_not_false(tmp_path: Path) -> None:
    text = VALID + (
        "    examples:\n"
        "      - {lang: en, text: Norway sent Chad 5 tonnes., gives: [{countries: [NO, TD], value: 5}]}\n"
    )
    example = load_rules(write(tmp_path, text)).get("wheat").examples[0]
    assert example.gives[0].countries == ("NO", "TD")
    assert example.gives[0].value == "5"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            "    fact: volume",
            "    fact: volumes",
            4,
            "there is no type of fact 'volumes'; the types are trade, exports,",
        ),
        ("    needs:", "    need:", 8, "not known here; did you mean 'needs'?"),
        ("de: [Weizenlieferung*]", "de: Weizenlieferung*", 6, "wheat, trigger, de: write a list in square brackets"),
        ("amount: [quantity]", "amount: [mass]", 8, "is 'mass'; write one of: 'money'"),
        ("  - id: wheat\n", "  - {}\n  - id: wheat\n", 3, "number 1, id: is missing"),
        ("de: [Weizenlieferung*]", "de: ['*']", 6, "'*' is no phrase: phrase '*' has no word"),
        ("pack: mine", "pack: [mine]", 1, "write a text here"),
        (VALID, "", 1, "a pack begins with 'pack: NAME'"),
        ("    fact", "\tfact", 4, "indent with blanks, not with tabs"),
        ("      en: [wheat shipment*]\n", "", 3, "no trigger for 'en'"),
        ("    needs: {amount: [quantity]}\n", "", 3, "amount"),
        ("    fact: volume", "    fact: visit", 3, "frame"),
        ("  - id: wheat", "  - id: Wheat-1", 3, "id"),
        ("[Weizenlieferung*]", "[Weizenlieferung*", 6, "YAML"),
    ],
)
def test_errors_name_file_and_line(old: str, new: str, line: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as error:
        load_rules(write(tmp_path, VALID.replace(old, new)))
    assert f"mine.yaml:{line}:" in str(error.value)
    assert says in str(error.value)


def test_an_id_that_exists_must_be_replaced_by_name(tmp_path: Path) -> None:
    taken = VALID.replace("id: wheat", "id: volume_bought")
    with pytest.raises(RuleError, match=r"mine\.yaml:3: a rule 'volume_bought' exists already"):
        load_rules(write(tmp_path, taken))
    replaced = load_rules(write(tmp_path, taken + "replace: [volume_bought]\n"))
    assert replaced.get("volume_bought").trigger.de == ("Weizenlieferung*",)


def test_extend_adds_and_disable_takes_away(tmp_path: Path) -> None:
    pack = "pack: mine\nextend:\n  funding:\n    trigger: {de: [Mikrokredit*], en: [microloan*]}\ndisable: [deals]\n"
    rules = load_rules(write(tmp_path, pack))
    assert "microloan*" in rules.get("funding").trigger.en
    assert load_rules().get("funding").trigger.en == rules.get("funding").trigger.en[:-1]
    with pytest.raises(KeyError):
        rules.get("deals")


@pytest.mark.parametrize("key", ["disable: [fundingg]", "extend: {fundingg: {}}", "replace: [fundingg]"])
def test_changing_a_rule_that_does_not_exist_is_an_error(tmp_path: Path, key: str) -> None:
    with pytest.raises(RuleError, match="there is no rule 'fundingg'"):
        load_rules(write(tmp_path, f"pack: mine\n{key}\n"))


def test_an_example_gives_or_gives_nothing(tmp_path: Path) -> None:
    text = VALID + "    examples:\n      - {lang: de, text: Kein Weizen.}\n"
    with pytest.raises(RuleError, match=r"mine\.yaml:10: .*either 'gives' or 'nothing'"):
        load_rules(write(tmp_path, text))


def test_a_pack_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(VALID.replace("Weizen", "Öl").encode("cp1252"))
    with pytest.raises(RuleError, match=r"mine\.yaml:1: not UTF-8 .*save it as UTF-8"):
        load_rules(tmp_path)


def test_packs_of_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_bytes(b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode())
    assert load_rules(tmp_path).get("wheat").fact == "volume"


def test_examples_and_phrases_know_their_lines(tmp_path: Path) -> None:
    text = VALID + "    examples:\n      - {lang: de, text: Kein Weizen., nothing: no figure}\n"
    text += "extend:\n  funding:\n    trigger: {de: [Mikrokredit*], en: []}\n    examples:\n"
    text += "      - {lang: de, text: Ein Mikrokredit., nothing: no amount}\n"
    rules = load_rules(write(tmp_path, text))
    assert rules.place("wheat", "en", "wheat shipment*") == "mine.yaml:7"
    assert rules.place("wheat", "de", "Kein Weizen.") == "mine.yaml:10"
    assert rules.place("funding", "de", "Mikrokredit*") == "mine.yaml:13"
    assert rules.place("funding", "de", "Ein Mikrokredit.") == "mine.yaml:15"
    assert rules.place("wheat", "de", "no such phrase") == "mine.yaml:3" == rules.source("wheat")
