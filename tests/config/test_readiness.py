"""What makes a start ask Django first: a file that was missed would leave a site half made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from config.running.readiness import sources

ROOT = Path(__file__).resolve().parents[2]
MADE_READY = re.compile(r"^(?!tests/).*/(static|migrations|starter|settings)/")


def test_every_static_file_migration_setting_and_starter_text_is_looked_at() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    expected = {ROOT / name for name in listed if MADE_READY.match(name)}

    assert {each.relative_to(ROOT).parts[0] for each in expected} >= {"site", "home", "leads"}
    assert expected <= set(sources())
