"""What is known against the packages in requirements/*.txt, asked by pip-audit.

A package that could not be looked up is as bad as a weak one: pip-audit itself passes it over.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.audit.places import ROOT

PATIENCE = 300  # seconds
FILES = ("run", "scale", "test")


def audit() -> list[str]:
    """Return a line for each weakness, and for what could not be looked up."""
    found: list[str] = []
    for name in FILES:
        found += [f"requirements/{name}.txt: {line}" for line in _of_file(f"{name}.txt")]
    return found


def _of_file(name: str) -> list[str]:
    command = [sys.executable, "-m", "pip_audit", "--requirement", f"requirements/{name}"]
    command += ["--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return [f"nobody answered within {PATIENCE} seconds: is there a network?"]
    return list(judged(done.stdout, done.stderr))


def judged(output: str, errors: str = "") -> Iterator[str]:
    """Yield what a report of pip-audit fails for; `errors` are its words where there is none."""
    try:
        report: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (errors.strip().splitlines() or ["it said nothing"])[-1]
        yield f"could not be asked (is there a network?): {last[:200]}"
        return
    unknown = [each["name"] for each in report if "skip_reason" in each]
    if unknown:
        yield (
            f"{len(unknown)} of {len(report)} packages could not be looked up"
            f" (is there a network?): {', '.join(unknown[:5])}{' …' if unknown[5:] else ''}"
        )
    for each in report:
        for weakness in each.get("vulns", []):
            mended = ", ".join(weakness.get("fix_versions", [])) or "no version"
            yield f"{each['name']} {each['version']}: {weakness['id']}, mended in {mended}"
