import logging
from typing import Any

import pytest
from django.core.management import CommandError

from leads.delivery import jobs
from leads.delivery.jobs import Jobs

# Jobs let go of the connection that an earlier test may have left.
pytestmark = pytest.mark.django_db


class Commands:
    """Commands that note their calls and end as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.ends: dict[str, BaseException] = {}
        monkeypatch.setattr(jobs, "call_command", self.call)

    def call(self, name: str, **_: Any) -> None:
        self.calls.append(name)
        if name in self.ends:
            raise self.ends[name]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(monkeypatch)


def test_each_job_runs_at_the_start_and_then_as_often_as_its_table_says(commands: Commands) -> None:
    now = [1000.0]
    table = Jobs({"often": 60, "seldom": 150}, clock=lambda: now[0])
    for _ in range(7):
        table.run_due()
        now[0] += 30

    assert commands.calls == ["often", "seldom", "often", "often", "seldom", "often"]


@pytest.mark.parametrize("end", [ValueError("ann@acme.example"), CommandError("no"), SystemExit(3)])
def test_a_job_that_fails_stops_no_other_and_comes_round_again(
    commands: Commands, end: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    commands.ends["broken"] = end
    table = Jobs({"broken": 0, "sound": 0})

    with caplog.at_level(logging.DEBUG):
        table.run_due()
        table.run_due()

    assert commands.calls == ["broken", "sound"] * 2
    assert f"job broken: {type(end).__name__}" in caplog.text
    assert "ann@" not in caplog.text


def test_a_worker_that_is_ending_begins_no_job(commands: Commands) -> None:
    Jobs({"any": 60}).run_due(lambda: False)

    assert commands.calls == []
