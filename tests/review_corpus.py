"""A small corpus for tests of the review page, and what a run makes of it."""

from __future__ import annotations

from pathlib import Path

from extract.config import Settings
from extract.running import run

GERMAN = (
    ("Deutschland", "Kasachstan"), ("Polen", "Lettland"), ("Brasilien", "Portugal"), ("Ghana", "Indien"),
    ("Norwegen", "Chile"), ("Georgien", "Moldau"), ("Italien", "Albanien"), ("Schweden", "Estland"),
    ("Ungarn", "Serbien"), ("Kroatien", "Malta"),
)  # fmt: skip
ENGLISH = (
    ("Canada", "Kenya"), ("Japan", "Mongolia"), ("Ireland", "Cyprus"), ("Peru", "Ecuador"), ("Egypt", "Greece"),
    ("Nepal", "Bhutan"), ("Fiji", "Samoa"), ("Cuba", "Panama"), ("Iceland", "Denmark"), ("Qatar", "Oman"),
)  # fmt: skip
# Two spellings of one minister, and two articles that contradict each other.
OTHERS = {
    "amt_1": "Die deutsche Außenministerin Jana Feldkamp hat am Montag mit Abgeordneten gesprochen.",
    "amt_2": "Deutschlands Außenministerin Jana Feldcamp sprach am Dienstag von einem guten Jahr für alle.",
    "tausch": "Der Warenaustausch zwischen Spanien und Togo erreichte im Jahr 2023 ein Volumen von 4,4 Milliarden Euro."
    " Beide Seiten freuen sich.",
    "streit": "Der Handel zwischen Deutschland und Kasachstan erreichte im Jahr 2023 ein Volumen von 9,7 Mrd. Euro.",
}
EMOJI = (
    "Trade \u200fnews \u202efor <script>document.title='owned'</script> \"all\" & more 👩‍🚀👍🏽. "
    "Trade turnover between France and Jordan reached 🎉👩‍🚀 7.3 billion euros in 2021 <b onmouseover=alert(1)>now</b>."
    " “Quotes” 'here' too. "
)
PLANNED = """
pack: mine
rules:
  - id: planned_exchange
    fact: trade
    modality: planned
    trigger: {de: [Warenaustausch*], en: [exchange of wares]}
    needs: {amount: [money]}
"""


def write_corpus(folder: Path) -> None:
    """Articles of 21 facts of trade in both languages, an office in two spellings, and a hostile one."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = dict(OTHERS)
    for number, (one, other) in enumerate(GERMAN):
        texts[f"de_{number}"] = (
            f"Ein gutes Jahr für {one}.\n\nDer Handel zwischen {one} und {other} erreichte im Jahr 2023 ein Volumen von"
            f" {number + 2},5 Milliarden Euro. Die Regierungen wollen ihn weiter ausbauen."
        )
    for number, (one, other) in enumerate(ENGLISH):
        texts[f"en_{number}"] = (
            f"A good year for {one}.\n\nTrade turnover between {one} and {other} reached {number + 2}.5 billion euros"
            " in 2022. The governments want more of it."
        )
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    title = "<img src=x onerror=document.title='owned'> & \\u202e Titel"
    (folder / "de_0.meta.yaml").write_text(
        "published: 2024-05-17\nurl: https://example.org/handel?a=1&b=2\nsource: Beispielbote\ntitle: Handel wächst\n"
    )
    (folder / "hostile.meta.yaml").write_text(
        f'published: 2024-05-18\nlang: en\nurl: "javascript:alert(1)"\ntitle: "{title}"\nsource: "</style>"\n'
    )
    long = "word " * 20
    (folder / "hostile.txt").write_text(f"{long}\r\n\r\n{EMOJI}{long}", encoding="utf-8", newline="")


def run_corpus(work: Path, settings: Settings) -> None:
    """Extract."""
    run([work / "corpus"], settings.out, settings)


def settings_of(work: Path) -> Settings:
    """Blank pipelines, everything inside one folder."""
    return Settings(
        english="blank:en", german="blank:de", corpus=work / "corpus", out=work / "outputs",
        rules=work / "models" / "rules", officials=work / "models" / "officials.yaml",
        review=work / "corpus" / "review", rates=work / "models" / "rates.csv",
    )  # fmt: skip
