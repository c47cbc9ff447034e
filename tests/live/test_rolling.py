"""Rolling restarts behind a real nginx and a real Caddy, with the configurations that we ship."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.caddy import caddyfile, start_caddy
from tests.proxy import make_certificate, start_nginx
from tests.rolling.load import under_load
from tests.rolling.next_version import write_next_version
from tests.rolling.proof import require_that_nobody_noticed, roll
from tests.rolling.site import start_rolling, variables_of
from tests.rolling.units import Shell
from tests.sandbox import start_sandbox
from tests.whole_site import ROOT, free_ports

CLIENTS, PAUSE = 10, 0.4  # seconds: 20 enquiries a second, where the machine does as many


@contextmanager
def nginx(
    folder: Path, variables: dict[str, str], upstreams: list[int], certificate: Path, key: Path
) -> Iterator[None]:
    [plain] = free_ports(1)
    port = variables["BASE_URL"].rpartition(":")[2]
    options = ["--port", port, "--http-port", str(plain)]
    options += ["--certificate", str(certificate), "--certificate-key", str(key)]
    options += [word for each in upstreams for word in ("--upstream", f"127.0.0.1:{each}")]
    conf = subprocess.run(
        [sys.executable, "manage.py", "nginx_conf", *options],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # A path that is Debian's own; and what a machine of tests need not have.
    conf = conf.replace("/var/lib/nginx/leadline", str(folder / "cache"))
    conf = "\n".join(line for line in conf.splitlines() if "listen [::]" not in line)
    with start_nginx(folder / "nginx", conf, int(port)):
        yield


@contextmanager
def caddy(
    folder: Path, variables: dict[str, str], upstreams: list[int], certificate: Path, key: Path
) -> Iterator[None]:
    port = int(variables["BASE_URL"].rpartition(":")[2])
    (folder / "var").symlink_to(variables["VAR_DIR"])  # without a space: a Caddyfile is words
    text = caddyfile(folder / "var", port, upstreams, certificate, key)
    with start_caddy(folder, text, port, certificate):
        yield


@pytest.mark.parametrize(("front", "times"), [(nginx, 50), (caddy, 10)])
def test_restarts_and_a_migration_while_old_code_runs_fail_nobody_and_lose_nothing(
    front: Callable[..., AbstractContextManager[None]], times: int, var_dir: Path, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    url = f"https://localhost:{free_ports(1)[0]}"
    times = int(os.environ.get("RESTARTS", times))
    with start_sandbox(tmp_path, "--rate", "0") as crm:
        variables = variables_of(var_dir, crm, url)
        this_version = Shell(variables)
        next_version = Shell(write_next_version(tmp_path / "later", variables))
        with (
            start_rolling(tmp_path, this_version, "5" if front is caddy else "0") as site,
            front(tmp_path, variables, site.ports, certificate, key),
            under_load(url, clients=CLIENTS, pause=PAUSE, verify=str(certificate)) as load,
        ):
            began = time.monotonic()
            roll(site, load, this_version, next_version, times)
            seconds = time.monotonic() - began
            require_that_nobody_noticed(site, load, tmp_path, var_dir)

    print(
        f"{times} restarts in {seconds:.0f} s, {len(load.told)} enquiries"
        f" ({len(load.told) / seconds:.1f} a second), {load.read} pages read; a web process ended"
        f" within {max(site.web_stops):.1f} s, the worker within {max(site.worker_stops):.1f} s"
    )
