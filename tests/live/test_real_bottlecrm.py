"""The adapter against a real CRM, which BOTTLE_URL names as CRM_URL would."""

from __future__ import annotations

from typing import Any

import pytest

from leads.crm.bottlecrm import BottleCrm
from tests.live.real_crm import *  # noqa: F403
from tests.live.real_crm import Make, connect, race


@pytest.fixture(scope="module")
def destination() -> Any:
    return connect(BottleCrm, "BOTTLE_URL")


def test_of_workers_that_race_one_makes_the_person(destination: Any, make: Make) -> None:
    assert len(race(destination, make())) == 1
