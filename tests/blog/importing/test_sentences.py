"""Where sentences end, and the summary made of them."""

import re

import pytest

from blog.importing.sentences import ends_sentence, sentences, summarise


@pytest.mark.parametrize(
    "text", ["Done.", "“Really?”", "(Yes!)", "So…", "Ja. 🎉", "کیا؟", "完了。"]
)
def test_marks_behind_quotes_brackets_and_emoji_end_a_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text", ["", "and the", "Mr.", "see e.g.", "by J.", "as follows:", "word,"]
)
def test_abbreviations_and_open_ends_do_not(text: str) -> None:
    assert not ends_sentence(text)


def test_sentences_come_apart_at_their_ends_and_nowhere_else() -> None:
    text = "Ask Dr. Osei, i.e. the owner. “Now?” Yes – v1.2 of it… or later. 3 of them!"

    found = sentences(text)

    assert found == [
        "Ask Dr. Osei, i.e. the owner.",
        "“Now?”",
        "Yes – v1.2 of it… or later.",
        "3 of them!",
    ]


def test_a_summary_is_made_of_whole_sentences_when_they_fit() -> None:
    text = "A short one. Another short one. " + "And a very long one that goes on " * 10 + "."

    assert summarise(text, 200) == "A short one. Another short one."


def test_a_summary_of_one_long_sentence_is_cut_between_words() -> None:
    summary = summarise("alpha beta, " * 40, 200)

    assert len(summary) <= 200
    assert re.fullmatch(r"(alpha|beta|, | )+…", summary)


def test_a_summary_of_one_endless_word_still_fits() -> None:
    assert len(summarise("x" * 1000, 200)) == 200


def test_a_summary_of_nothing_is_nothing() -> None:
    assert summarise("", 200) == ""
