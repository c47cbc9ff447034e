"""Run the three audits; ends with 1 if any found something, or could not look."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from tests.audit import packages, secrets
from tests.audit.places import ROOT


def rules() -> list[str]:
    """Return what bandit's rules (ruff's S) say of the code that runs on a server."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "S", "--output-format", "concise"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode else []


AUDITS: dict[str, Callable[[], list[str]]] = {
    "packages with a known weakness": packages.audit,
    "rules for safe code": rules,
    "secrets in the tree and its history": secrets.audit,
}


def main() -> int:
    """Print what each found; returns the exit status."""
    failed = False
    for what, audit in AUDITS.items():
        found = audit()
        print(f"{'FAILED' if found else 'CLEAN ':8} {what}")
        for line in found:
            print(f"    {line}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
