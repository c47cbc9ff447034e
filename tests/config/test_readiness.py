"""What makes a start ask Django first: a file that was missed would leave a site half made."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.running.plan import Plan
from config.running.readiness import is_ready, note_ready, sources
from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[2]
MADE_READY = re.compile(r"^(?!tests/).*/(static|migrations|starter|settings)/")


def test_every_static_file_migration_setting_and_starter_text_is_looked_at() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    expected = {ROOT / name for name in listed if MADE_READY.match(name)}

    assert {each.relative_to(ROOT).parts[0] for each in expected} >= {"site", "home", "leads"}
    assert expected <= set(sources())


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A site whose static files were collected."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    return Plan(port=8000, crm_port=8421, var_dir=tmp_path, own_crm=False)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server whose database has seen one migration."""
    with postgres() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE django_migrations (id serial, name text)")
            connection.execute("INSERT INTO django_migrations (name) VALUES ('0001_initial')")
        yield url


def test_a_database_on_a_server_is_not_made_ready_twice(plan: Plan, server: str) -> None:
    environ = {"DATABASE_URL": server}
    assert not is_ready(plan, environ)

    note_ready(plan, environ)

    assert is_ready(plan, environ)
    assert server not in (plan.var_dir / "ready").read_text()  # it may hold a password


def test_a_database_on_a_server_that_has_seen_other_migrations_is_made_ready(
    plan: Plan, server: str
) -> None:
    environ = {"DATABASE_URL": server}
    note_ready(plan, environ)

    with psycopg.connect(server) as connection:
        connection.execute("INSERT INTO django_migrations (name) VALUES ('0002_more')")

    assert not is_ready(plan, environ)


def test_another_database_is_made_ready(plan: Plan, server: str) -> None:
    note_ready(plan, {"DATABASE_URL": server})

    assert not is_ready(plan, {})
    assert not is_ready(plan, {"DATABASE_URL": server.replace("127.0.0.1", "localhost")})


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgres://leadline@127.0.0.1:1/leadline", id="no server"),
        pytest.param("postgres://leadline@127.0.0.1:1/leadline?rubbish=1", id="no such option"),
        pytest.param("postgres://leadline@127.0.0.1:port/leadline", id="no port"),
        pytest.param("mysql://leadline@127.0.0.1:1/leadline", id="another product"),
    ],
)
def test_what_is_in_the_way_of_asking_the_database_is_left_for_django_to_say(
    plan: Plan, url: str
) -> None:
    note_ready(plan, {"DATABASE_URL": url})

    assert not is_ready(plan, {"DATABASE_URL": url})
