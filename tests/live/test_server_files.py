"""What is shipped for a server, held against the programs that read it there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.caddy import CADDYFILE
from tests.whole_site import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def verified(folder: Path, units: dict[str, str]) -> list[str]:
    """Return what systemd has to say of our units, their programs being here."""
    for name, text in units.items():
        for program in ("/srv/leadline/.venv/bin/granian", "/srv/leadline/.venv/bin/python"):
            text = text.replace(program, "/bin/true")
        text = text.replace("/srv/leadline/deploy", str(ROOT / "deploy"))
        (folder / name).write_text(text)
    files = [str(folder / name.replace("@.", "@8001.")) for name in units]
    command = ["systemd-analyze", "verify", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in done.stderr.splitlines() if "leadline" in line]


def test_systemd_finds_no_fault_with_the_units(tmp_path: Path) -> None:
    assert verified(tmp_path, {unit.name: unit.read_text() for unit in UNITS}) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.name)
def test_it_would_find_one(unit: Path, tmp_path: Path) -> None:
    [section] = [word for word in ("[Service]", "[Timer]") if word in unit.read_text()]
    wrong = unit.read_text().replace(section, f"{section}\nNoSuchWord=1")

    assert any("NoSuchWord" in line for line in verified(tmp_path, {unit.name: wrong}))


def test_caddy_takes_the_caddyfile_and_would_not_write_it_otherwise() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    written = subprocess.run(["caddy", "fmt", str(CADDYFILE)], capture_output=True, text=True)

    assert checked.returncode == 0, checked.stderr
    assert written.stdout == CADDYFILE.read_text()
