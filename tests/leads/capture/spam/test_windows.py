"""What is counted in this process: what counts, what is forgotten, and that it stays small."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from limits import parse

from leads.capture.spam import windows
from leads.capture.spam.windows import Windows


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds, in a list of one, that stand still until a test moves them."""
    now = [1000.0]
    monkeypatch.setattr(windows.time, "monotonic", lambda: now[0])
    return now


def test_a_window_moves_with_the_time(clock: list[float]) -> None:
    counts, usual = Windows(), parse("2 per minute")
    assert counts.hit(usual, "ann")
    clock[0] += 40
    assert counts.hit(usual, "ann")

    clock[0] += 19
    assert not counts.hit(usual, "ann")
    clock[0] += 1
    assert counts.hit(usual, "ann")
    assert not counts.hit(usual, "ann")  # the second one is 20 seconds old


def test_what_was_refused_does_not_count(clock: list[float]) -> None:
    counts, usual = Windows(), parse("1 per minute")
    assert counts.hit(usual, "ann")
    for _ in range(5):
        clock[0] += 10
        refused = not counts.hit(usual, "ann")
        assert refused

    clock[0] += 10
    assert counts.hit(usual, "ann")


def test_each_thing_and_each_limit_has_a_window_of_its_own() -> None:
    counts, minute, hour = Windows(), parse("1 per minute"), parse("1 per hour")

    assert counts.hit(minute, "client", "ann")
    assert counts.hit(minute, "client", "bob")
    assert counts.hit(minute, "words", "ann")
    assert counts.hit(hour, "client", "ann")
    assert not counts.hit(parse("1 per minute"), "client", "ann")


def test_the_clock_on_the_wall_may_be_put_back() -> None:
    counts, usual = Windows(), parse("1 per minute")
    assert counts.hit(usual, "ann")

    with time_machine.travel("2001-01-01"):
        assert not counts.hit(usual, "ann")


def test_what_is_over_is_forgotten(clock: list[float]) -> None:
    counts = Windows()
    counts.hit(parse("1 per minute"), "ann")
    counts.hit(parse("1 per day"), "bob")

    clock[0] += 3600
    counts.hit(parse("1 per minute"), "cat")

    assert len(counts) == 2
    assert not counts.hit(parse("1 per day"), "bob")


def test_a_flood_of_things_has_the_longest_unseen_forgotten(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "MOST", 10)
    counts, usual = Windows(), parse("2 per day")
    for each in range(10):
        counts.hit(usual, str(each))
    assert counts.hit(usual, "0")  # seen again

    for each in range(100, 109):
        counts.hit(usual, str(each))

    assert len(counts) <= 11
    assert not counts.hit(usual, "0")
    assert counts.hit(usual, "1")
    assert counts.hit(usual, "1")


def test_threads_count_together() -> None:
    counts, usual = Windows(), parse("100 per hour")
    begin = threading.Barrier(8)

    def many(_: int) -> int:
        begin.wait()
        return sum(counts.hit(usual, "ann") for _ in range(50))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(many, range(8))) == 100


def test_counting_starts_no_thread() -> None:
    counts, before = Windows(), threading.active_count()

    for each in range(100):
        counts.hit(parse("1 per hour"), str(each))

    assert threading.active_count() == before
