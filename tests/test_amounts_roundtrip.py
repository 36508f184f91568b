"""Amounts that are written in many ways and read back."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extract.finding.amounts import find_amounts
from extract.records import Language
from extract.values.amount import plain

SCALES: dict[str, dict[int, tuple[str, ...]]] = {
    "de": {
        1: ("",),
        10**3: ("Tsd.", "tausend"),
        10**6: ("Mio.", "Mio", "Millionen"),
        10**9: ("Mrd.", "Mrd", "Milliarden", "Mia."),
        10**12: ("Billionen", "Bio."),
    },
    "en": {
        1: ("",),
        10**3: ("thousand",),
        10**6: ("million", "mn"),
        10**9: ("billion", "bn"),
        10**12: ("trillion", "tn"),
    },
}
AFTER: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("Euro", "EUR"), ("€", "EUR"), ("EUR", "EUR"), ("US-Dollar", "USD"), ("Schweizer Franken", "CHF"),
        ("Tenge", "KZT"), ("₸", "KZT"), ("britische Pfund", "GBP"), ("Rubel", "RUB"), ("Yuan", "CNY"),
        ("polnische Zloty", "PLN"), ("zł", "PLN"),
        ("Prozent", "PERCENT"), ("%", "PERCENT"), ("Prozentpunkte", "PERCENTAGE_POINT"),
        ("Tonnen", "t"), ("Barrel", "bbl"),
        ("Kubikmeter", "m3"), ("MWh", "MWh"), ("Hektar", "har"),
    ),
    "en": (
        ("euros", "EUR"), ("€", "EUR"), ("EUR", "EUR"), ("US dollars", "USD"), ("Swiss francs", "CHF"),
        ("tenge", "KZT"),
        ("Australian dollars", "AUD"), ("rubles", "RUB"), ("yuan", "CNY"), ("zlotys", "PLN"), ("percent", "PERCENT"),
        ("per cent", "PERCENT"), ("%", "PERCENT"), ("percentage points", "PERCENTAGE_POINT"), ("tonnes", "t"),
        ("barrels", "bbl"), ("cubic metres", "m3"), ("MWh", "MWh"), ("hectares", "har"),
    ),
}  # fmt: skip
BEFORE = (
    ("€", "EUR"),
    ("$", "USD"),
    ("£", "GBP"),
    ("US$", "USD"),
    ("A$", "AUD"),
    ("CHF ", "CHF"),
    ("KZT ", "KZT"),
    ("₸", "KZT"),
)
HEDGES = {
    "de": (("", "exact"), ("rund ", "about"), ("mehr als ", "at_least"), ("bis zu ", "at_most"), ("knapp ", "about")),
    "en": (("", "exact"), ("about ", "about"), ("more than ", "at_least"), ("up to ", "at_most"), ("nearly ", "about")),
}
FRAMES = {"de": "Der Wert lag bei {} im Land.", "en": "The value reached {} in the country."}
GROUPS = {"de": (".", " ", "\u202f", "\u00a0", "'", "’", ""), "en": (",", "\u202f", "\u00a0", "'", "")}


@st.composite
def numbers(draw: Any, lang: Language) -> tuple[str, Decimal]:
    """A number as the language writes it, with its value."""
    whole = draw(st.integers(1, 9_999_999))
    decimals = draw(st.text("0123456789", max_size=2))
    group = draw(st.sampled_from(GROUPS[lang]))
    digits = f"{whole:,}".replace(",", group)
    mark = "," if lang == "de" else "."
    return (f"{digits}{mark}{decimals}", Decimal(f"{whole}.{decimals}")) if decimals else (digits, Decimal(whole))


@st.composite
def amounts(draw: Any) -> tuple[Language, str, Decimal, str, str]:
    """Language, text, value, unit, bound."""
    lang: Language = draw(st.sampled_from(("de", "en")))
    text, value = draw(numbers(lang))
    scale = draw(st.sampled_from(sorted(SCALES[lang])))
    word = draw(st.sampled_from(SCALES[lang][scale]))
    hedge, bound = draw(st.sampled_from(HEDGES[lang]))
    number = f"{text} {word}" if word else text
    if draw(st.booleans()):
        sign, unit = draw(st.sampled_from(BEFORE))
        return lang, f"{hedge}{sign}{number}", value * scale, unit, bound
    name, unit = draw(st.sampled_from(AFTER[lang]))
    return lang, f"{hedge}{number} {name}", value * scale, unit, bound


@given(amounts())
def test_what_is_written_is_read_back(case: tuple[Language, str, Decimal, str, str]) -> None:
    lang, phrase, value, unit, bound = case
    text = FRAMES[lang].format(phrase)
    (mention,) = find_amounts(text, lang)
    assert (mention.amount.value, mention.amount.unit, mention.amount.bound) == (value, unit, bound)
    assert text[mention.start : mention.end] == mention.quote


@given(st.sampled_from(("de", "en")), st.integers(1, 400), st.integers(1, 400), st.sampled_from((10**6, 10**9)))
def test_ranges_share_scale_and_currency(lang: Language, low: int, step: int, scale: int) -> None:
    word = SCALES[lang][scale][-1]
    join, euro = ("bis", "Euro") if lang == "de" else ("to", "euros")
    both = ("zwischen {} und {}", "Euro") if lang == "de" else ("between {} and {}", "euros")
    high = low + step
    if low * 50 <= high:
        return
    for phrase in (f"{low} {join} {high} {word} {euro}", f"{both[0].format(low, high)} {word} {both[1]}"):
        (mention,) = find_amounts(FRAMES[lang].format(phrase), lang)
        assert (mention.amount.value, mention.amount.value_max) == (low * scale, high * scale)
        assert mention.amount.unit == "EUR"


@given(st.integers(2, 999_999))
def test_number_words_are_read_back(number: int) -> None:
    (german,) = find_amounts(f"Sie zahlten {german_words(number)} Euro.", "de")
    (english,) = find_amounts(f"They paid {english_words(number)} euros.", "en")
    assert german.amount.value == english.amount.value == number, plain(Decimal(number))


ONES_DE = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
).split()
TENS_DE = "_ zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
ONES_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
TENS_EN = "_ ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def german_words(number: int) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{german_words(thousands)}tausend{german_words(rest) if rest else ''}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{ONES_DE[hundreds]}hundert{german_words(rest) if rest else ''}"
    if number < 18:
        return ONES_DE[number]
    tens, ones = divmod(number, 10)
    if tens == 1:
        return f"{ONES_DE[ones]}zehn"
    return f"{ONES_DE[ones]}und{TENS_DE[tens]}" if ones else TENS_DE[tens]


def english_words(number: int) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{english_words(thousands)} thousand{' ' + english_words(rest) if rest else ''}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{ONES_EN[hundreds]} hundred{' and ' + english_words(rest) if rest else ''}"
    if number < 20:
        return ONES_EN[number]
    tens, ones = divmod(number, 10)
    return f"{TENS_EN[tens]}-{ONES_EN[ones]}" if ones else TENS_EN[tens]
