"""Make .venv and put the hashed requirements into it, unless they are there already.

    PYTHONPATH=site python3 -m config.running.install run|test|audit

Any Python from 3.11 runs this before anything is installed: it uses the standard library alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.running.speech import say

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
# Whoever has the requirements of the tests has those of the site: they are locked together.
INCLUDES = {"run": ("run",), "test": ("run", "test"), "audit": ("run", "test", "audit")}


def main(name: str) -> int:
    """Install `requirements/<name>.txt`; returns the exit status."""
    if _stamp(name).is_file() and _stamp(name).read_text() == _fingerprint(name):
        return 0
    if not _venv_works() and not _make_venv():
        return 1
    if not _install(name):
        return 1
    for each in INCLUDES[name]:
        _stamp(each).write_text(_fingerprint(each))
    return 0


def _requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _fingerprint(name: str) -> str:
    digest = hashlib.sha256(_requirements(name).read_bytes()).hexdigest()
    return f"{digest} {_venv_version()}\n"


def _venv_version() -> str:
    """Return the version of the environment's Python, or nothing when it no longer runs."""
    command = [str(VENV_PYTHON), "-c", "import pip, sys; print(sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _venv_works() -> bool:
    return bool(_venv_version())


def _make_venv() -> bool:
    if importlib.util.find_spec("ensurepip") is None and not _install_ensurepip():
        return False
    say("Making the virtual environment in .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    return made.returncode == 0


def _install_ensurepip() -> bool:
    """Debian keeps this part of Python in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing the system's package {package} …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", package]):
            subprocess.run(["apt-get", *command], env=quiet, capture_output=True, check=False)
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is not None:
            return True
    say(f"Python cannot make virtual environments here. Type: sudo apt-get install -y {package}")
    return False


def _install(name: str) -> bool:
    lines = _requirements(name).read_text().splitlines()
    count = sum("==" in line for line in lines)
    say(f"Installing {count} packages …")
    command = [str(VENV_PYTHON), "-m", "pip", "install", "-qq", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes", "-r", str(_requirements(name))]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:  # the next start goes on from here
        sys.exit(130)
