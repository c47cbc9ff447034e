"""A site that was made ready once, and copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole_site import Site, start_site


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a site after its first start and stop, and what that start printed."""
    var_dir = tmp_path_factory.mktemp("first start") / "var"  # a path with a space
    with start_site(var_dir) as site:
        pass
    return var_dir, site.printed


@pytest.fixture
def var_dir(first_start: tuple[Path, str], tmp_path: Path) -> Path:
    """A site's folder of this test's own, ready to start."""
    return Path(shutil.copytree(first_start[0], tmp_path / "a copy"))


@pytest.fixture
def site(var_dir: Path) -> Iterator[Site]:
    """A running site."""
    with start_site(var_dir) as running:
        yield running
