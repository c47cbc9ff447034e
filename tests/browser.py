"""The browser that the tests drive: found, or fetched by `python -m tests.browser`.

An installed Chromium or Chrome (or the one that CHROMIUM names), else Playwright's own, else the
system's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
DOWNLOAD = 300  # seconds
MISSING = (
    "The tests need Chromium and could not install it. Type: sudo apt-get install -y chromium "
    f"(or set {VARIABLE} to the path of a Chromium or Chrome)"
)


# Playwright's own program needs it, and a small Debian has not got it.
LIBRARY = "libatomic1"
NO_DRIVER = f"Playwright does not start here. Type: sudo apt-get install -y {LIBRARY}"


def find() -> str | None:
    """Return the path of a browser that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def sandbox_arguments() -> list[str]:
    """Return what Chromium must be told: root may not use its sandbox."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def _candidates() -> Iterator[str]:
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from (path for path in (MAC, _playwrights()) if Path(path).is_file())


def _playwrights() -> str:
    # In a process of its own: Playwright's two ways of being called do not mix in one.
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _starts(path: str) -> bool:
    """A download without the libraries it needs is there, and does not run."""
    command = [path, "--headless", *sandbox_arguments(), "--dump-dom", "about:blank"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _driver_runs() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install() -> Iterator[None]:
    """Try one way to install a browser after the other."""
    print("Fetching a browser …", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    yield
    if _install_package("chromium"):
        yield


def _install_package(name: str) -> bool:
    """Install one of Debian's packages if we may; tells whether that was tried."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing the system's package {name} …", flush=True)
    _run(["apt-get", "update", "-qq"])
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", name])
    return True


def _run(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, capture_output=True, timeout=DOWNLOAD, check=False)
    except subprocess.TimeoutExpired:
        print("… took too long.", flush=True)


def main() -> int:
    """Make sure that there is a browser; returns the exit status."""
    if not _driver_runs() and not (_install_package(LIBRARY) and _driver_runs()):
        print(NO_DRIVER)
        return 1
    if find() or any(find() for _ in _install()):
        return 0
    print(MISSING)
    return 1


if __name__ == "__main__":
    sys.exit(main())
