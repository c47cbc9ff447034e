"""What all tests share. The fixtures of a room are in its own folder."""

from __future__ import annotations

from typing import Any

import pytest

from tests import browser as browsers


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Have Playwright drive the Chromium that `make test` found or fetched."""
    path = browsers.find()
    if path is None:
        pytest.fail(browsers.MISSING)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": browsers.sandbox_arguments(),
    }
