"""What all tests share. The fixtures of a room are in its own folder."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import browser as browsers
from tests import database
from tests.whole_site import start_site

# The same examples each time: what fails must fail again. Never by the clock.
settings.register_profile(
    "always",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("always")


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


@pytest.fixture(autouse=True)
def _fresh_site(request: pytest.FixtureRequest) -> None:
    """Forget what an earlier test's site left outside the database: cached values and files."""
    asks = {"db", "transactional_db"} & set(request.fixturenames)
    if asks or request.node.get_closest_marker("django_db"):
        from django.core.cache import cache  # not before a test that needs Django
        from django.test.signals import setting_changed

        from core.pagecache.mark import mark
        from leads.capture.spam import rates

        cache.clear()
        mark().change()
        rates.counters.cache_clear()
        setting_changed.send(sender=None, setting="STORAGES", value=None, enter=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Have Django take the database that is put in its place, and add what it lacks."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[ExitStack]:
    """Put the kept database in its place, under the name that this process of several has."""
    from django.conf import settings  # not before a run that needs Django

    path = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    with ExitStack() as set_up:
        set_up.enter_context(database.prepared(path))
        yield set_up
    database.remove(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_modify_db_settings: ExitStack) -> None:
    """Say that Django's own set-up is done."""
    django_db_modify_db_settings.close()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Path, str]:
    """The folder of a site after its first start and stop, and what that start printed.

    Made once for all processes of a run. Nobody changes it: see `ready_folder`.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "first start"  # with a space
    shared.mkdir(exist_ok=True)
    var_dir, printed = shared / "var", shared / "printed"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            with start_site(var_dir) as site:
                pass
            printed.write_text(site.printed)
    return var_dir, printed.read_text()


@pytest.fixture(scope="session")
def ready_folder(first_start: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of that folder for all tests of this process that go on with the same site."""
    return Path(shutil.copytree(first_start[0], tmp_path_factory.mktemp("ready") / "var"))
