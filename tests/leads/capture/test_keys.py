"""What a form carries for us."""

from __future__ import annotations

import time_machine

from leads.capture import keys


def test_a_key_gives_back_what_was_signed_for_its_purpose_only() -> None:
    key = keys.mint("contact", {"form": "a", "boxes": [{"wording": "Änderung"}]})

    assert keys.read("contact", key) == {"form": "a", "boxes": [{"wording": "Änderung"}]}
    assert keys.read("quiz.begin", key) is None


def test_a_key_that_was_changed_or_never_ours_is_none() -> None:
    key = keys.mint("contact", {"form": "a"})

    assert keys.read("contact", key[:-1] + ("A" if key[-1] != "A" else "B")) is None
    assert keys.read("contact", "") is None
    assert keys.read("contact", "x" * 5000) is None


def test_a_key_lives_for_a_day() -> None:
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        key = keys.mint("contact", {"form": "a"})
        clock.shift(keys.LIFE - 1)
        assert keys.read("contact", key) is not None
        clock.shift(2)
        assert keys.read("contact", key) is None
