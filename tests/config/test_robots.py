"""Whether robots may read the site is said in one of two words, or the site does not start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(value: str, var_dir: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from config.settings.base import *; print(ROBOTS)"],
        cwd=ROOT,
        env={**os.environ, "ROBOTS": value, "PYTHONPATH": "site", "VAR_DIR": str(var_dir)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("value", "meant"), [("", "allow"), ("allow", "allow"), ("deny", "deny")])
def test_robots_are_allowed_unless_told_otherwise(value: str, meant: str, tmp_path: Path) -> None:
    assert start(value, tmp_path).stdout.strip() == meant


@pytest.mark.parametrize("value", ["no", "Deny", "false"])
def test_a_word_that_might_mean_no_is_never_taken_for_yes(value: str, tmp_path: Path) -> None:
    answer = start(value, tmp_path)

    assert answer.returncode != 0
    assert "ROBOTS must be allow or deny" in answer.stderr
