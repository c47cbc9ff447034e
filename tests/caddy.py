"""Caddy for tests: with the Caddyfile that is shipped, on a free port of this machine.

It is the system's Caddy; `lacking(("caddy",))` of tests/live/tools.py installs it where it can.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.whole_site import ROOT, wait_until

CADDYFILE = ROOT / "deploy" / "Caddyfile"
PATIENCE = 20.0  # seconds
_OF_TESTS = """{
	admin off
	auto_https disable_redirects
}
"""


def caddyfile(var_dir: Path, port: int, upstreams: list[int], certificate: Path, key: Path) -> str:
    """Return what is shipped, with this machine's ports and paths in the place of a server's."""
    text = CADDYFILE.read_text()
    for name, value in {
        "www.example.com {": f'https://localhost:{port} {{\n\ttls "{certificate}" "{key}"',
        "/srv/leadline/var": str(var_dir),
        "127.0.0.1:8001": f"127.0.0.1:{upstreams[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{upstreams[1]}",
        # Visitors of tests say themselves where they come from.
        "lb_policy": "trusted_proxies private_ranges\n\t\t\tlb_policy",
    }.items():
        assert name in text, name
        text = text.replace(name, value)
    return _OF_TESTS + text


@contextmanager
def start_caddy(folder: Path, text: str, port: int, certificate: Path) -> Iterator[None]:
    """Run Caddy with this Caddyfile until the block ends."""
    file = folder / "Caddyfile"
    file.write_text(text)
    command = ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "caddy.log").open("wb") as log,
        subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=log) as caddy,
    ):
        try:
            wait_until(lambda: _answers(port, certificate), PATIENCE, "Caddy")
            yield
        finally:
            caddy.terminate()


def _answers(port: int, certificate: Path) -> bool:
    url = f"https://localhost:{port}/healthz"
    try:
        return requests.get(url, verify=str(certificate), timeout=2).ok
    except requests.RequestException:
        return False
