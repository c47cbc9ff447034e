"""How alike two texts are."""

from __future__ import annotations

import pytest

from blog.similarity import MOST, likeness, significant_terms

BACKUP = significant_terms("A backup is a copy. Test the backup: restore a copy of the backup.")


def test_everyday_words_say_nothing_and_endings_do_not_matter() -> None:
    assert significant_terms("The backups were very much what we should have") == {"backup": 1}


def test_a_long_text_is_remembered_by_the_words_it_uses_most() -> None:
    text = " ".join(f"zebra{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))

    terms = significant_terms(f"{text} router router")

    assert len(terms) == MOST
    assert terms["router"] == 2


def test_the_same_text_is_most_alike_and_one_without_a_word_in_common_not_at_all() -> None:
    other = significant_terms("Restore your network from a copy")
    strange = significant_terms("Leadership decides where teams travel")

    same, some, none = likeness(BACKUP, [BACKUP, other, strange])

    assert same == pytest.approx(1)
    assert 0 < some < 1
    assert none == 0


def test_texts_without_words_are_like_nothing() -> None:
    assert likeness({}, [BACKUP, {}]) == [0, 0]
    assert likeness(BACKUP, []) == []
