"""What is shipped for a server. That systemd and Caddy take it: tests/live/test_server_files.py."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = [DEPLOY / name for name in ("drain", "restart", "upgrade", "wait-for")]


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


class Server:
    """A folder with the scripts, and programs that only write down what they were asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._said = folder / "said"
        shutil.copytree(DEPLOY, folder / "deploy")
        for name in ("bin/git", "bin/python3", "bin/systemctl", ".venv/bin/python"):
            self.program(name, f'echo "{Path(name).name} $*" >> "{self._said}"')
        self.program("bin/runuser", 'shift 3; exec "$@"')

    def program(self, name: str, does: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)

    def run(self, *command: str) -> int:
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            command, cwd=self.folder, env={"PATH": path}, check=False, capture_output=True
        ).returncode

    def did(self) -> list[str]:
        return self._said.read_text().splitlines()


BACKUP_AND_PULL = ["python manage.py backup", "git pull --ff-only"]
RESTARTS = [
    "systemctl restart leadline-web@8001.service",
    "systemctl restart leadline-web@8002.service",
    "systemctl --quiet is-enabled leadline-worker.service",
    "systemctl restart leadline-worker.service",
]
BRING_INTO_USE = [
    "python3 -m config.running.install run",
    "python manage.py check --deploy --fail-level WARNING",
    "python manage.py migrate",
    "python manage.py collectstatic --noinput",
    *RESTARTS,
]


def test_an_upgrade_backs_up_by_the_old_code_and_restarts_when_all_is_ready(tmp_path: Path) -> None:
    server = Server(tmp_path)

    assert server.run("deploy/upgrade") == 0
    assert server.did() == BACKUP_AND_PULL + BRING_INTO_USE


def test_what_is_checked_out_is_brought_into_use_without_asking_for_news(tmp_path: Path) -> None:
    server = Server(tmp_path)

    assert server.run("deploy/upgrade", "here") == 0
    assert server.did() == BRING_INTO_USE


def test_a_new_version_says_itself_how_it_is_brought_into_use(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.program("newer", f'echo newer "$@" >> "{tmp_path}/said"')
    server.program("bin/git", "mv newer deploy/upgrade")

    assert server.run("deploy/upgrade") == 0
    assert server.did() == ["python manage.py backup", "newer here"]


def test_nothing_is_restarted_when_the_database_could_not_be_brought_up_to_date(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path)
    server.program(
        ".venv/bin/python", f'echo "python $*" >> "{tmp_path}/said"; [ "$2" != migrate ]'
    )

    assert server.run("deploy/upgrade") != 0
    assert server.did()[-1] == "python manage.py migrate"


def test_a_restart_stops_where_a_web_process_does_not_come_back(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.program("bin/systemctl", f'echo "systemctl $*" >> "{tmp_path}/said"; exit 1')

    assert server.run("deploy/restart") != 0
    assert server.did() == RESTARTS[:1]


@pytest.mark.parametrize(("process", "waits"), [("7", True), ("", False)])
def test_a_process_is_drained_before_it_stops_but_not_when_it_ended_by_itself(
    process: str, waits: bool, tmp_path: Path
) -> None:
    file = tmp_path / "draining-8001"
    own = {"PATH": os.environ["PATH"], "MAINPID": process, "DRAIN_SECONDS": "0"}
    subprocess.run([DEPLOY / "drain", file], env=own, check=True)

    assert file.exists() is waits


def test_a_machine_without_a_worker_is_given_none(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.program("bin/systemctl", f'echo "systemctl $*" >> "{tmp_path}/said"; [ "$1" = restart ]')

    assert server.run("deploy/restart") == 0
    assert server.did() == RESTARTS[:3]
