"""From SQLite to PostgreSQL with 10,000 enquiries: every row and every page is what it was.

And what the site does on PostgreSQL afterwards: it is backed up there, and restored.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import postgres

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]
ENQUIRIES = int(os.environ.get("ENQUIRIES", "10000"))


class Moved:
    """A site in a folder, on whichever database is its own now."""

    def __init__(self, folder: Path, postgres_url: str) -> None:
        self.sqlite = f"sqlite:///{folder / 'var' / 'leadline.sqlite3'}"
        self.postgres = postgres_url
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.many_settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "VAR_DIR": str(folder / "var"),
            **dict.fromkeys(("CRM_URL", "CRM_URL_FILE", "REDIS_URL", "BASE_URL"), ""),
            **dict.fromkeys(("BACKUP_DIR", "ERASURE_LEDGER", "MOVE_TO_URL"), ""),
        }

    def run(self, url: str, *command: str, fails: bool = False) -> str:
        """Run a management command on one of the two databases; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**self.environment, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) is fails, done.stderr[-2000:]
        return done.stderr if fails else done.stdout

    def script(self, url: str, name: str) -> Any:
        """Run a function of `tests.live.moving` there, and return what it gives."""
        code = f"import json; from tests.live import moving; print(json.dumps(moving.{name}()))"
        return json.loads(self.run(url, "shell", "-v0", "-c", code).splitlines()[-1])


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    folder = tmp_path_factory.mktemp("moving")
    with postgres() as url:
        site = Moved(folder, url)
        site.run(site.sqlite, "migrate", "-v0")
        site.run(site.sqlite, "load_starter", "-v0")
        site.script(site.sqlite, "fill")
        yield site


def test_every_row_and_every_page_is_the_same_after_the_move(moved: Moved) -> None:
    # Pages first: who looks at them logs in, which is stored.
    before = {name: moved.script(moved.sqlite, name) for name in ("pages", "rows")}
    assert before["rows"]["leads.Enquiry"][0] == ENQUIRIES

    said = moved.run(moved.sqlite, "move_to", moved.postgres)

    after = {name: moved.script(moved.postgres, name) for name in ("rows", "pages")}
    assert "all there" in said
    assert len(before["pages"]) > 20
    assert after["rows"] == before["rows"]
    assert after["pages"] == before["pages"]
    assert moved.script(moved.postgres, "goes_on")
    assert "holds" in moved.run(moved.sqlite, "move_to", moved.postgres, fails=True)


def test_what_is_on_postgresql_is_backed_up_and_restored_there(moved: Moved) -> None:
    before = moved.script(moved.postgres, "rows")
    archive = moved.run(moved.postgres, "backup").split("  ")[0]
    erased = moved.script(moved.postgres, "erase_one")
    assert "--force" in moved.run(moved.postgres, "restore", archive, fails=True)

    moved.run(moved.postgres, "restore", archive, "--force")

    after = moved.script(moved.postgres, "rows")
    assert after["leads.Enquiry"][0] == before["leads.Enquiry"][0]
    assert after["wagtailcore.Page"] == before["wagtailcore.Page"]
    assert moved.script(moved.postgres, "is_erased") == erased
