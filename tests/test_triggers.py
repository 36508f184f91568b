"""The phrase language of rules."""

import pytest

from extract.records import Language
from extract.rules.index import PhraseIndex
from extract.rules.schema import RuleSet
from extract.rules.triggers import PhraseError, any_phrase, find_phrases, phrase_pattern


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Handelsums*", "Der Handelsumsatz stieg.", "Handelsumsatz"),
        ("*handel", "Der Warenhandel ruht.", "Warenhandel"),
        ("*handel", "Die Händler handeln.", None),
        ("trade (between|with)", "Trade with Peru grew.", "Trade with"),
        ("trade (between|with)", "Trade unions grew.", None),
        ("volume of (the)? trade", "the volume of trade", "volume of trade"),
        ("volume of (the)? trade", "the volume of the trade", "volume of the trade"),
        ("sagte* ... zu", "Wien sagte Tunis neue Kredite zu.", "sagte Tunis neue Kredite zu"),
        ("sagte* ... zu", "Wien sagte Tunis ab; Rom stimmte zu.", None),
        ("=Treffen", "Das Treffen endete.", "Treffen"),
        ("=Treffen", "Sie treffen ein.", None),
        ("Export", "Exporte", None),
        ("free trade agreement", "a free\ntrade agreement", "free\ntrade agreement"),
        ("empf(ing|ingen)", "Sie empfingen Gäste.", "empfingen"),
    ],
)
def test_phrase(phrase: str, text: str, found: str | None) -> None:
    hit = any_phrase((phrase,), text)
    assert (text[hit.start : hit.end] if hit else None) == found


@pytest.mark.parametrize("phrase", ["", "...", "*", "=", "(|)"])
def test_a_phrase_needs_a_word(phrase: str) -> None:
    with pytest.raises(PhraseError, match="has no word"):
        phrase_pattern(phrase)


def test_hits_come_in_order_and_name_their_phrase() -> None:
    hits = list(find_phrases(("imports", "exports of"), "Imports fell, exports of wine rose, imports stood still"))
    assert [(hit.phrase, hit.start) for hit in hits] == [("imports", 0), ("exports of", 14), ("imports", 36)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_index_of_all_triggers_finds_what_each_list_finds(rules: RuleSet, language: Language) -> None:
    texts = [one.text for rule in rules.rules for one in rule.examples if one.language == language]
    lists = [rule.trigger.of(language) for rule in rules.rules]
    seen = 0
    for text in texts[::5]:
        wanted = {number: tuple(find_phrases(phrases, text)) for number, phrases in enumerate(lists)}
        found = rules.triggers[language].find(text)
        assert found == {number: hits for number, hits in wanted.items() if hits}
        seen += len(found)
        assert rules.triggers[language].may_hold(text) or not found
    assert seen > 100


def test_an_index_without_phrases_holds_nothing() -> None:
    assert PhraseIndex([(), ()]).find("Handel") == {}
    assert not PhraseIndex([()]).may_hold("Handel")
    assert PhraseIndex([("(|Export)",)]).may_hold("Handel")  # no letters of its own: it may stand anywhere
