"""Every text has its own drawing."""

import re

import pytest

from core.drawing import KINDS, Dice, draw

EXPECTED = ("routes", 46, "M-400 19L-153 19Q-123 19")
TITLES = [f"Article number {number}" for number in range(60)]


def test_the_same_text_gives_the_same_drawing() -> None:
    first = draw("Leadership and management")
    draw.cache_clear()

    assert draw("Leadership and management") == first


def test_other_texts_give_other_drawings() -> None:
    assert len({draw(title).ink for title in TITLES}) == len(TITLES)


def test_a_drawing_does_not_change_between_machines_and_versions() -> None:
    """Addresses of social images will depend on it: a change here is meant, or a mistake."""
    drawn = draw("The same for ever")

    assert (drawn.kind, drawn.strokes, drawn.ink[:24]) == EXPECTED


def test_all_kinds_of_drawing_occur() -> None:
    assert {draw(title).kind for title in TITLES} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_drawing_has_thirty_to_sixty_strokes_in_two_colours_and_few_bytes(kind: str) -> None:
    for title in TITLES:
        strokes = list(KINDS[kind](Dice(title)))
        path = "".join(path for _, path in strokes)

        assert 30 <= len(strokes) <= 60
        assert {accent for accent, _ in strokes} == {True, False}
        assert len(path) <= 6000
        assert re.fullmatch(r"[MLQqtaZ\d .-]+", path), "only path commands and whole numbers"
        assert path.startswith("M")
