"""Copies of a site that was made ready once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole_site import Site, start_site


@pytest.fixture
def var_dir(first_start: tuple[Path, str], tmp_path: Path) -> Path:
    """A site's folder of this test's own, ready to start."""
    return Path(shutil.copytree(first_start[0], tmp_path / "a copy"))


@pytest.fixture
def site(var_dir: Path) -> Iterator[Site]:
    """A running site."""
    with start_site(var_dir) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(
    first_start: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A running site for all tests that leave it whole again."""
    var_dir = shutil.copytree(first_start[0], tmp_path_factory.mktemp("lasting") / "var")
    with start_site(Path(var_dir)) as running:
        yield running
