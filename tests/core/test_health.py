"""What machines are told of the site's health."""

from __future__ import annotations

import json
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.utils import timezone

from core import health
from leads.models import Drill, Heartbeat
from tests.factories import make_delivery

Usage = namedtuple("Usage", "total used free")
PARTS = ["database", "migrations", "worker", "deliveries", "drill", "disk", "backup"]


@pytest.fixture
def healthy(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    Heartbeat.objects.beat(timezone.now())


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, json.loads(answer.content)


def test_a_process_that_answers_says_so_without_a_database(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=[], SECURE_SSL_REDIRECT=True):
        answer = client.get("/healthz", headers={"host": "127.0.0.1:8000"})

    assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_process_that_is_about_to_stop_says_so_that_it_is_sent_nothing_more(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADLINE_DRAINING", str(tmp_path / "draining"))
    before = client.get("/healthz").status_code
    (tmp_path / "draining").touch()
    answer = client.get("/healthz")

    assert before == 200
    assert (answer.status_code, json.loads(answer.content)) == (503, {"status": "stopping"})


def test_a_healthy_site_is_ready_in_every_part(healthy: None, client: Client) -> None:
    status, told = ready(client)

    assert (status, told["status"], told["failing"]) == (200, "ok", [])
    assert list(told["parts"]) == PARTS


def test_without_a_worker_the_part_is_named(healthy: None, client: Client) -> None:
    Heartbeat.objects.stop()

    status, told = ready(client)

    assert (status, told["failing"]) == (503, ["worker"])
    assert "start leadline-worker" in told["parts"]["worker"]["says"]


def test_what_waits_too_long_is_told_by_its_age_and_by_nothing_personal(
    healthy: None, client: Client
) -> None:
    make_delivery(created_at=timezone.now() - timedelta(minutes=16))

    status, told = ready(client)

    assert (status, told["failing"]) == (503, ["deliveries"])
    assert told["parts"]["deliveries"]["waiting"] == 1
    assert told["parts"]["deliveries"]["oldest_seconds"] >= 16 * 60
    assert "acme" not in json.dumps(told)


def test_a_drill_that_failed_and_a_full_disk_are_named(
    healthy: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Drill.objects.create(destination="main", finished_at=timezone.now(), failed="delivered")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(10**9, 9 * 10**8, 10**8))

    _, told = ready(client)

    assert told["failing"] == ["drill", "disk"]
    assert "delete old backups" in told["parts"]["disk"]["says"]
    assert health.watch() == ["disk"]


def test_missing_migrations_are_counted(
    healthy: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    health._applied.clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [1, 2])

    _, told = ready(client)

    assert told["parts"]["migrations"]["missing"] == 2
    assert "migrate" in told["parts"]["migrations"]["says"]


def test_a_database_that_is_away_is_a_503_and_no_error_page(
    healthy: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("could not connect as ann@acme.example")

    monkeypatch.setattr(health, "connection", type("Away", (), {"cursor": staticmethod(away)})())

    status, told = ready(client)

    assert status == 503
    assert "database" in told["failing"]
    assert "acme" not in json.dumps(told)
