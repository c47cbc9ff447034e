"""`make prove-bottlecrm`: install BottleCRM in an environment of its own, and deliver to it.

It needs Python 3.12 or newer, which Leadline itself does not, and PostgreSQL. The installation is
kept in a folder that git ignores; the database is made anew each time, and takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import requests

from tests import servers
from tests.live.tools import FOLDER
from tests.whole_site import free_ports, wait_until

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("bottlecrm_inside.py")
PACKAGE = "django-crm>=1.35"  # an older Python is offered 0.9.0, which is another product
FIRST_PYTHON = (3, 12)
NO_PYTHON = (
    "NOT RUN  BottleCRM needs Python 3.12 or newer, and none is found or could be fetched. "
    "Type: uv python install 3.12"
)
ROLE = "bottlecrm"
PATIENCE = 60.0  # seconds for its server to answer


def main() -> int:
    """Install, start, deliver; returns the exit status of the tests."""
    python = find_python()
    if python is None:
        print(NO_PYTHON)
        return 1
    if servers.find_postgres() is None and servers.main():
        return 1
    home = installed(python)
    with servers.postgres() as superuser, served(home, superuser) as address:
        tests = [sys.executable, "-m", "pytest", "-q", "tests/live/test_real_bottlecrm.py"]
        environment = {**os.environ, "BOTTLE_URL": address}
        return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


def find_python() -> str | None:
    """Return a Python that is new enough, fetched by uv where that can be."""
    found = next(filter(_is_new, _pythons()), None)
    if found is None:
        print("Fetching Python 3.12 …", flush=True)
        _uv("install", "3.12")
        found = next(filter(_is_new, [_uv("find", "3.12")]), None)
    return found


def _pythons() -> Iterator[str]:
    yield sys.executable
    yield from filter(None, map(shutil.which, ("python3.14", "python3.13", "python3.12")))
    versions = Path.home() / ".pyenv" / "versions"
    yield from (str(each) for each in sorted(versions.glob("3.1[2-9]*/bin/python"), reverse=True))


def _is_new(python: str) -> bool:
    code = f"import sys, venv; sys.exit(sys.version_info < {FIRST_PYTHON})"
    try:
        ended = subprocess.run([python, "-c", code], capture_output=True, check=False)
    except OSError:
        return False
    return ended.returncode == 0


def _uv(*arguments: str) -> str:
    command = [sys.executable, "-m", "uv", "python", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def installed(python: str) -> Path:
    """Return the folder of an environment that holds BottleCRM."""
    home = FOLDER / "bottlecrm"
    if not (home / "complete").exists():
        print("Installing BottleCRM …", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([python, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", PACKAGE], check=True)
        (home / "complete").touch()
    return home


@contextmanager
def served(home: Path, superuser: str) -> Iterator[str]:
    """Run a new BottleCRM until the block ends; gives its address as CRM_URL has it."""
    [port] = free_ports(1)
    environment = settings(superuser, port)
    python = str(home / "bin" / "python")
    _run([python, INSIDE, "database", superuser, ROLE], environment)
    print("Making its tables, which takes minutes …", flush=True)
    _run([python, "-m", "django", "migrate", "-v", "0"], environment)
    made = json.loads(_run([python, INSIDE, "firm"], environment).splitlines()[-1])
    command = [str(home / "bin" / "gunicorn"), "-b", f"127.0.0.1:{port}", "-w", "2", "crm.wsgi"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd="/", env=environment, stdout=log, stderr=log)
        try:
            wait_until(lambda: _answers(port), PATIENCE, "BottleCRM answers")
            credential = f"{quote(made['key'])}:{quote(made['token'])}"
            ids = f"intake={made['intake']}&owner={made['owner']}"
            yield f"bottlecrm+http://{credential}@127.0.0.1:{port}?{ids}"
        finally:
            server.terminate()
            server.wait()


def settings(superuser: str, port: int) -> dict[str, str]:
    """Return the environment that BottleCRM runs in: nothing of it leaves this machine."""
    place = superuser.rpartition("@")[2].partition("/")[0]
    host, _, number = place.partition(":")
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "SECRET_KEY": "only-for-a-proof-0123456789-ABCDEFGHIJ-abcdefghij-0123456789",
        "ENV_TYPE": "dev",
        "DBNAME": ROLE,
        "DBUSER": ROLE,
        "DBPASSWORD": "",
        "DBHOST": host,
        "DBPORT": number,
        "DOMAIN_NAME": f"http://127.0.0.1:{port}",
        "CELERY_BROKER_URL": "memory://",
        "CELERY_RESULT_BACKEND": "cache+memory://",
        "LEAD_INTAKE_THROTTLE_MINUTE": "10000/min",
    }


def _run(command: Sequence[str | Path], environment: Mapping[str, str]) -> str:
    """Run it away from our own folders, whose `leads` is not BottleCRM's; returns what it says."""
    done = subprocess.run(
        command, cwd="/", env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/api/leads/", timeout=5).status_code > 0
    except requests.RequestException:
        return False


if __name__ == "__main__":
    sys.exit(main())
