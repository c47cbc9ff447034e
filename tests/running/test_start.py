"""`make run`: what it prints, what it leaves, and what it says when it cannot start."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.whole_site import (
    PATIENCE,
    Site,
    free_ports,
    launch,
    start_site,
    wait_until,
)

pytestmark = pytest.mark.e2e
LONG = pytest.mark.long


def test_a_start_ends_with_three_addresses_that_answer(lasting: Site) -> None:
    site = lasting
    addresses = [f"{site.url}/", f"{site.url}/admin/", f"{site.crm_url}/"]

    assert re.findall(r"http://\S+", site.printed) == addresses
    assert all(site.answers(address) for address in addresses)


def test_the_first_start_shows_a_password_that_opens_the_admin_and_the_second_does_not(
    first_start: tuple[Path, str], lasting: Site
) -> None:
    site = lasting
    password = re.findall(r"password (\S{16}) \(shown only now\)", first_start[1])

    assert len(password) == 1
    assert logs_in(site, password[0])
    assert "password " + password[0] not in site.printed
    assert "manage.py changepassword admin" in site.printed
    assert not (site.var_dir / "admin-password").exists()


def logs_in(site: Site, password: str) -> bool:
    address = f"{site.url}/admin/login/"
    with requests.Session() as browser:
        browser.get(address, timeout=PATIENCE)
        form = {
            "login": "admin",
            "password": password,
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        browser.post(address, data=form, headers={"Referer": address}, timeout=PATIENCE)
        return "leadline_session" in browser.cookies


def test_the_second_start_changes_no_content(var_dir: Path) -> None:
    before = content(var_dir)

    with start_site(var_dir) as site:
        assert "database" not in site.printed  # nothing was made ready anew

    assert content(var_dir) == before


@pytest.mark.long
def test_making_ready_again_changes_no_content(var_dir: Path) -> None:
    before = content(var_dir)
    (var_dir / "ready").unlink()

    with start_site(var_dir) as site:
        assert "Bringing the database up to date" in site.printed

    assert content(var_dir) == before


def content(var_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what an editor would miss or find twice."""
    tables = {
        "wagtailcore_page": "id, title, live, path, latest_revision_id",
        "wagtailcore_revision": "id",
        "auth_user": "id, username, password",
        "taggit_tag": "id, name",
        "django_migrations": "id",
    }
    with closing(sqlite3.connect(var_dir / "leadline.sqlite3")) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()  # noqa: S608
            for table, columns in tables.items()
        }


def test_secrets_are_made_for_this_machine_and_are_readable_to_their_owner_alone(
    first_start: tuple[Path, str],
) -> None:
    var_dir = first_start[0]

    for name in ("secret-key", "practice-crm-token", "ready"):
        assert (var_dir / name).stat().st_mode & 0o777 == 0o600
        assert len((var_dir / name).read_text()) >= 32
    assert var_dir.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["PORT", "CRM_PORT"])
def test_a_taken_port_is_named_in_one_line_and_nothing_starts(tmp_path: Path, name: str) -> None:
    ports = dict(zip(("PORT", "CRM_PORT"), free_ports(2), strict=True))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[name]))
        taken.listen()
        process = launch(tmp_path / "var", ports["PORT"], ports["CRM_PORT"])
        printed, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert printed.count("\n") == 1
    assert f"{name} {ports[name]}" in printed
    assert not (tmp_path / "var" / "leadline.sqlite3").exists()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "eighty"}, "PORT=eighty is no port"),
        ({"PORT": "8123", "CRM_PORT": "8123"}, "both 8123"),
    ],
)
def test_ports_that_cannot_be_are_refused_in_one_line(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    process = launch(tmp_path / "var", 0, 0, **variables)
    printed, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said in printed
    assert printed.count("\n") == 1


def test_a_second_start_with_the_same_files_is_refused(lasting: Site) -> None:
    process = launch(lasting.var_dir, *free_ports(2))
    printed, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert "runs already" in printed
    assert lasting.answers()


def test_a_crm_url_that_cannot_work_stops_the_start_without_showing_its_token(
    var_dir: Path,
) -> None:
    bad = "hubspot+http://s3cret-t0ken@crm.example.com?name=main"
    process = launch(var_dir, *free_ports(2), CRM_URL=bad)
    printed, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert "CRM_URL, 1st entry: host:" in printed
    assert "s3cret" not in printed
    assert "Traceback" not in printed


@pytest.mark.long
def test_a_crm_url_of_ones_own_takes_the_place_of_the_practice_crm(var_dir: Path) -> None:
    own = "hubspot+http://s3cret-t0ken@127.0.0.1:9?name=own"
    with start_site(var_dir, CRM_URL=own) as site:
        assert "where CRM_URL says" in site.printed
        assert "s3cret" not in site.printed

    for file in (var_dir / "log").iterdir():
        assert "s3cret" not in file.read_text()


@pytest.mark.parametrize(
    "number",
    [signal.SIGINT, *(pytest.param(each, marks=LONG) for each in (signal.SIGTERM, signal.SIGHUP))],
)
def test_stopping_leaves_no_process_and_no_traceback(site: Site, number: int) -> None:
    assert len(site.processes()) >= 5

    assert site.stop(number) == 0
    assert site.processes() == []
    assert "Traceback" not in site.printed


def test_ctrl_c_while_it_makes_the_database_leaves_no_process(tmp_path: Path) -> None:
    with start_site(tmp_path / "var", announced=False) as site:
        wait_until(lambda: "Bringing the database" in site.printed, PATIENCE, "the first step")
        assert site.stop(signal.SIGINT) == 130

    assert site.processes() == []
    assert "Traceback" not in site.printed


@pytest.mark.long
def test_a_folder_that_was_moved_starts_as_well(var_dir: Path, tmp_path: Path) -> None:
    moved = shutil.move(var_dir, tmp_path / "moved")

    with start_site(Path(moved)) as site:
        assert site.answers()
