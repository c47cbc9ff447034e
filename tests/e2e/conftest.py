"""One running site for all journeys, and the practice CRM's own account of what reached it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.arrivals import practice_crm
from tests.e2e.mailroom import Desk, Mailroom, open_desk, open_mailroom
from tests.sandbox import Sandbox
from tests.whole_site import Site, start_site


@pytest.fixture(scope="session")
def site(ready_folder: Path) -> Iterator[Site]:
    """The whole site, started as `make run` does, with the practice CRM as its destination."""
    with start_site(ready_folder) as running:
        yield running


@pytest.fixture
def crm(site: Site) -> Iterator[Sandbox]:
    """The site's practice CRM, working properly before and after each test."""
    sandbox = practice_crm(site)
    with sandbox.http:
        sandbox.clear_faults()
        yield sandbox
        sandbox.clear_faults()


@pytest.fixture(scope="session")
def mailroom(
    first_start: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mailroom]:
    """Another such site, on a Monday afternoon, whose mail goes to a mail server of ours."""
    folder = shutil.copytree(first_start[0], tmp_path_factory.mktemp("mailroom") / "var")
    with open_mailroom(Path(folder)) as running:
        yield running


@pytest.fixture
def desk(mailroom: Mailroom, browser: Browser) -> Iterator[Desk]:
    """People of sales on that site."""
    with open_desk(mailroom, browser) as people:
        yield people


@pytest.fixture
def email() -> str:
    """An address that nobody else enquires with."""
    return f"ann.{secrets.token_hex(4)}@acme.example"
