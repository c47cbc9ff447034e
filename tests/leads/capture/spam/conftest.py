"""Counts that begin anew with each test."""

from __future__ import annotations

import pytest

from leads.capture.spam import rates


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    rates.counters.cache_clear()
