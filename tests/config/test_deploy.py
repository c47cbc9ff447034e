"""What is shipped for a server. That systemd and Caddy take it: tests/live/test_server_files.py."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = [DEPLOY / name for name in ("restart", "upgrade", "wait-for")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_a_script_is_one_that_a_shell_reads(script: Path) -> None:
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0


def test_what_the_guide_starts_is_what_is_shipped() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    enabled = re.search(r"systemctl enable --now (.*)", guide)
    assert enabled is not None
    names = {re.sub(r"@\d+", "@", name) for name in enabled.group(1).split()}
    shipped = {unit.name for unit in UNITS}

    for name in names:
        assert name in shipped or f"{name}.service" in shipped


def test_commands_that_the_units_run_are_there() -> None:
    for unit in UNITS:
        for command in re.findall(r"manage\.py (\w+)", unit.read_text()):
            found = [*ROOT.glob(f"*/management/commands/{command}.py")]
            found += ROOT.glob(f"site/*/management/commands/{command}.py")
            assert found, f"{unit.name}: {command}"
