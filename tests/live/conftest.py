"""Fixtures that proofs share, with the tests and among themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.stack import Stack, start_stack
from tests.running.conftest import lasting, site, var_dir

__all__ = ["lasting", "site", "stack", "var_dir"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The site in production, behind nginx and over TLS."""
    with start_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
