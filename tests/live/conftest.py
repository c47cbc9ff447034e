"""Fixtures that proofs share, with the tests and among themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.live.stack import Stack, start_stack
from tests.running.conftest import lasting, site, var_dir

__all__ = ["lasting", "site", "stack", "var_dir"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The site in production, behind nginx and over TLS."""
    with start_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def trusting_browser(
    stack: Stack,
    launch_browser: Callable[..., Browser],
    browser_type_launch_args: dict[str, Any],
) -> Iterator[Browser]:
    """A browser that believes the certificate of `stack`."""
    browser = launch_browser(args=[*browser_type_launch_args["args"], stack.trusting])
    yield browser
    browser.close()
