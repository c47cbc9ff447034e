"""Setting up: one line for whoever lacks something, and nothing done twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.whole_site import ROOT

MAKE = shutil.which("make") or "make"


def make(
    folder: Path, target: str, path: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path, **variables}
    return subprocess.run(
        [MAKE, "-C", str(folder), target],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what setting up needs, its requirements empty, in a path with a space."""
    folder = tmp_path / "a clone"
    for name in ("site/config/running", "requirements"):
        (folder / name).mkdir(parents=True)
    for name in ("Makefile", "site/config/__init__.py", "site/config/running/__init__.py"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("install.py", "speech.py"):
        shutil.copy(ROOT / "site/config/running" / name, folder / "site/config/running" / name)
    for name in ("run", "test"):
        (folder / "requirements" / f"{name}.txt").write_text("# none\n")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with this Python as its only one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    for name in ("sh", "env"):
        (folder / name).symlink_to(shutil.which(name) or name)
    return str(folder)


def test_requirements_are_installed_once_and_again_only_when_they_change(
    clone: Path, path: str
) -> None:
    first = make(clone, "installed-test", path)
    second = make(clone, "installed-run", path)
    (clone / "requirements" / "run.txt").write_text("# changed\n")
    third = make(clone, "installed-run", path)

    assert "Making the virtual environment" in first.stdout, first.stderr
    assert "Installing 0 packages" in first.stdout
    assert "Installing" not in second.stdout
    assert "Installing" in third.stdout
    assert "Making" not in third.stdout


def test_an_environment_that_no_longer_runs_is_made_again(clone: Path, path: str) -> None:
    make(clone, "installed-run", path)
    (clone / ".venv" / "bin" / "python").unlink()
    (clone / ".venv" / "bin" / "python").symlink_to(clone / "gone")

    again = make(clone, "installed-run", path)

    assert "Making the virtual environment" in again.stdout
    assert again.returncode == 0, again.stderr


def test_without_a_python_that_is_new_enough_one_line_says_what_to_install(
    clone: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "sh").symlink_to("/bin/sh")

    answer = make(clone, "run", str(empty))

    assert answer.returncode != 0
    assert "Type: sudo apt-get install -y python3 python3-venv" in answer.stdout


@pytest.mark.parametrize("digest", ["", " --hash=sha256:" + "0" * 64])
def test_a_package_without_its_own_hash_is_refused(
    clone: Path, path: str, tmp_path: Path, digest: str
) -> None:
    write_wheel(tmp_path)
    (clone / "requirements" / "run.txt").write_text(f"nothing==1.0{digest}\n")

    answer = make(clone, "installed-run", path, PIP_NO_INDEX="1", PIP_FIND_LINKS=tmp_path.as_uri())

    assert answer.returncode != 0
    assert "hash" in answer.stderr.lower()
    assert not (clone / ".venv" / "installed-run").exists()


def write_wheel(folder: Path) -> None:
    """Write a package with nothing in it."""
    info = "nothing-1.0.dist-info"
    with ZipFile(folder / "nothing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
