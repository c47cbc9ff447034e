"""The adapter against a real CRM, which ESPO_URL names as CRM_URL would."""

from __future__ import annotations

from typing import Any

import pytest

from leads.crm.espocrm import EspoCrm
from tests.live.real_crm import *  # noqa: F403
from tests.live.real_crm import connect


@pytest.fixture(scope="module")
def destination() -> Any:
    return connect(EspoCrm, "ESPO_URL")
