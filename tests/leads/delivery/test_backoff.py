from datetime import timedelta

import pytest

from leads.crm.http import HttpDestination
from leads.delivery.backoff import backoff, soon
from leads.delivery.claims import CALL_DEADLINE


@pytest.mark.parametrize(
    ("tries", "most"),
    [
        (0, 5),
        (1, 10),
        (2, 20),
        (5, 160),
        (12, 20_480),
        (13, 21_600),
        (500, 21_600),
        (10**6, 21_600),
    ],
)
def test_the_wait_doubles_up_to_six_hours_and_is_never_under_a_second(
    tries: int, most: int
) -> None:
    waits = [backoff(tries) for _ in range(300)]

    assert min(waits) >= timedelta(seconds=1)
    assert max(waits) <= timedelta(seconds=most)


def test_the_wait_takes_any_length_below_its_bound_so_that_nobody_returns_together() -> None:
    waits = [backoff(10).total_seconds() / 5120 for _ in range(500)]

    assert min(waits) < 0.25
    assert max(waits) > 0.75
    assert len(set(waits)) > 490


def test_a_doubtful_call_is_looked_for_within_two_seconds() -> None:
    waits = [soon().total_seconds() for _ in range(300)]

    assert min(waits) >= 1
    assert max(waits) <= 2


def test_a_call_is_in_doubt_for_as_long_as_the_http_client_lets_it_last() -> None:
    assert CALL_DEADLINE.total_seconds() == HttpDestination.deadline
