"""What some proofs take from npm, and the programs of the system that run it.

Fetched once, into a folder that git ignores; the versions are fixed here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "var" / "proof-tools"
VERSIONS = {"vnu-jar": "26.9.27", "lighthouse": "12.8.2"}  # the last that runs on Node 18
PACKAGES = {  # Debian's
    "caddy": "caddy",
    "java": "default-jre-headless",
    "nginx": "nginx-light",
    "npm": "npm",
    "openssl": "openssl",
    "strace": "strace",
    "systemd-analyze": "systemd",
    "wrk": "wrk",
}
PATIENCE = 600  # seconds for a download


def lacking(programs: tuple[str, ...]) -> str:
    """Return what is missing and how to get it, in one line; "" when all is there.

    Root on a Debian is spared the typing.
    """
    missing = [name for name in programs if not shutil.which(name)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([PACKAGES[name] for name in missing])
        missing = [name for name in programs if not shutil.which(name)]
    if not missing:
        return ""
    packages = " ".join(PACKAGES[name] for name in missing)
    return f"needs {' and '.join(missing)}. Type: sudo apt-get install -y {packages}"


def fetched(name: str) -> Path:
    """Return the folder of an npm package, fetched if it is not there in the right version."""
    home = FOLDER / f"{name}-{VERSIONS[name]}"
    package = home / "node_modules" / name
    if not (home / "complete").exists():
        print(f"Fetching {name} {VERSIONS[name]} …", flush=True)
        # Without the scripts that packages bring: one of them would fetch a Java of its own.
        command = ["npm", "install", "--prefix", str(home), "--ignore-scripts", "--no-audit"]
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [*command, "--no-fund", "--loglevel=error", f"{name}@{VERSIONS[name]}"],
            check=True,
            timeout=PATIENCE,
        )
        (home / "complete").touch()
    return package


def _install(packages: list[str]) -> None:
    print(f"Installing {' '.join(packages)} …", flush=True)
    # RUNLEVEL=1: what is installed must not start by itself, as nginx would on port 80.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = ["apt-get", "-qq", *arguments]
        subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
