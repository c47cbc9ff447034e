"""Production settings: what is missing or unsafe stops the start and is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "only-for-tests-0123456789-ABCDEFGHIJ-abcdefghij-0123456789",
    "ALLOWED_HOSTS": "example.com",
    "BASE_URL": "https://example.com",
    "CRM_URL": "",
    "CRM_URL_FILE": "",
    "DATABASE_URL": "",
}
TOKEN = "s3cret-t0ken"


def check(var_dir: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Django's own checks with production settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            **COMPLETE,
            **changes,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "VAR_DIR": str(var_dir),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_complete_settings_pass_the_deployment_checks(tmp_path: Path) -> None:
    answer = check(tmp_path)

    assert answer.returncode == 0, answer.stderr


def test_the_names_of_hosts_may_have_spaces_between_them(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "from config.settings.production import *; print(ALLOWED_HOSTS)"],
        cwd=ROOT,
        env={
            **os.environ,
            **COMPLETE,
            "ALLOWED_HOSTS": "example.com, www.example.com,",
            "PYTHONPATH": "site",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == "['example.com', 'www.example.com']"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"ALLOWED_HOSTS": " "}, "ALLOWED_HOSTS is not set"),
        ({"BASE_URL": ""}, "BASE_URL is not set"),
        ({"BASE_URL": "http://example.com"}, "BASE_URL must begin with https://"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"EMAIL_URL": f"smtp+tls://us:{TOKEN}@"}, "EMAIL_URL: the host is missing"),
    ],
)
def test_what_is_missing_or_unsafe_stops_the_start_in_one_line(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    answer = check(tmp_path, **changes)

    assert answer.returncode == 1
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"hubspot+http://{TOKEN}@crm.example.com", "1st entry: host"),
        (f"hubspot://{TOKEN}@a.example.com hubspot://{TOKEN}@b.example.com", "2nd entry: name"),
        (f"pigeon://{TOKEN}@a.example.com", "no adapter for 'pigeon'"),
        (f"hubspot://{TOKEN}", "1st entry: credential"),
    ],
)
def test_a_crm_url_that_cannot_work_stops_the_start_and_its_token_stays_unsaid(
    tmp_path: Path, url: str, said: str
) -> None:
    answer = check(tmp_path, CRM_URL=url)

    assert answer.returncode == 1
    assert "CRM_URL" in answer.stderr
    assert said in answer.stderr
    assert "s3cret" not in answer.stderr + answer.stdout


def test_a_crm_url_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    answer = check(tmp_path, CRM_URL_FILE=str(tmp_path / "missing"))

    assert answer.returncode == 1
    assert "CRM_URL_FILE: cannot be read" in answer.stderr
