"""Every variable that is read is explained to whoever sets up a server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.mail import VARIABLE as EMAIL_URL
from config.running.plan import DEFAULT_PORTS
from leads.crm.url import FILE_VARIABLE, VARIABLE
from tests.browser import VARIABLE as BROWSER

ROOT = Path(__file__).resolve().parents[2]


def variables() -> set[str]:
    """Return the names that the settings and the start read."""
    found = {*DEFAULT_PORTS, VARIABLE, FILE_VARIABLE, BROWSER}
    secrets = {EMAIL_URL, "SECRET_KEY"}
    for file in (ROOT / "site" / "config" / "settings").glob("*.py"):
        text = file.read_text()
        found |= set(re.findall(r'(?:env\.\w+|_required)\(\s*"([A-Z_]+)"', text))
        secrets |= set(re.findall(r'secret\(os\.environ, "([A-Z_]+)"', text))
    return found | secrets | {f"{name}_FILE" for name in secrets}


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_variable_has_a_line_in_the_example(name: str) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert len([line for line in lines if line.startswith(f"#{name}=")]) == 1
