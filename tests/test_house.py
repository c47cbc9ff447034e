"""Who may import whom, and that `site/` stays a folder (docs/decisions/0001-site-folder.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = {"core": "site/core", "home": "home", "blog": "blog", "leads": "leads"}
MAY_IMPORT = {
    "core": set(),
    "blog": {"core"},
    "leads": {"core"},
    "home": {"core", "blog", "leads"},
}
INSIDE_LEADS = {
    "crm": set(),
    "delivery": {"crm", "models"},
    "sales": {"models"},  # what people do with an enquiry, at the desk or from a mail
    # writes of enquiries, puts mails into the outbox, and lets sales act from a mail
    "followup": {"capture", "crm", "delivery", "desk", "models", "sales"},
    "capture": {"delivery", "models"},  # puts enquiries into the outbox
    "counting": {"capture", "models"},  # where somebody comes from, and from whose page
    "quiz": {"capture", "counting", "models"},
    # Sends again, says why something is late, and takes down what somebody rang about.
    "desk": {"capture", "delivery", "models", "sales"},
    "insight": {"capture", "counting", "delivery", "models", "quiz"},  # reads what is counted
    "drill": {"capture", "crm", "delivery", "models"},  # walks the whole way
    "workbench": {"crm", "delivery", "models"},  # shows what would be sent
    "privacy": {"capture", "delivery", "models"},  # a correction is an enquiry, and so sent on
}


def imports(folder: Path) -> set[tuple[str, str]]:
    """Return (file, dotted name) of every import below a folder, relative ones made absolute."""
    found = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {(str(file), alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: write imports out in full"
                base = node.module or ""
                found |= {(str(file), f"{base}.{alias.name}") for alias in node.names}
    return found


@pytest.mark.parametrize("app", APPS)
def test_apps_import_in_one_direction(app: str) -> None:
    forbidden = set(APPS) - {app} - MAY_IMPORT[app] | {"config"}
    wrong = {each for each in imports(ROOT / APPS[app]) if each[1].partition(".")[0] in forbidden}

    assert wrong == set()


@pytest.mark.parametrize("room", INSIDE_LEADS)
def test_rooms_of_leads_import_in_one_direction(room: str) -> None:
    forbidden = set(INSIDE_LEADS) | {"models"}
    forbidden -= {room, *INSIDE_LEADS[room]}
    wrong = {
        (file, name)
        for file, name in imports(ROOT / "leads" / room)
        if name.startswith("leads.") and name.split(".")[1] in forbidden
    }
    assert wrong == set()


def test_adapters_of_a_crm_know_nothing_of_django() -> None:
    names = {name.partition(".")[0] for _, name in imports(ROOT / "leads" / "crm")}

    assert names.isdisjoint({"django", "wagtail"})


def test_one_room_speaks_http_outwards() -> None:
    clients = ("requests", "urllib3", "httpx", "aiohttp", "http.client", "urllib.request")
    files = {
        file
        for app in APPS.values()
        for file, name in imports(ROOT / app)
        if any(name == client or name.startswith(f"{client}.") for client in clients)
    }

    assert files
    assert {str(Path(file).parent.relative_to(ROOT)) for file in files} == {"leads/crm/http"}


def test_site_is_a_folder_and_the_standard_librarys_site_is_what_python_imports() -> None:
    code = "import site, sys; print(site.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert not (ROOT / "site" / "__init__.py").exists()
    assert Path(found.strip()).is_relative_to(Path(ast.__file__).parent)


def test_git_does_not_ignore_the_site_folder() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "-q", "site/config/settings/base.py"], cwd=ROOT, check=False
    )

    assert ignored.returncode == 1
