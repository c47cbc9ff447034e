"""nginx for tests: with the site's own configuration, on a free port of this machine.

    with start_nginx(folder, conf) as nginx:
        ...

It is the system's nginx; `lacking(("nginx",))` of tests/live/tools.py installs it where it can.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.whole_site import wait_until

PATIENCE = 20.0  # seconds
MODULES = Path("/etc/nginx/modules-enabled")  # Debian's
_MAIN = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
{modules}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def has_brotli() -> bool:
    """Tell whether the system's nginx serves files that are packed with brotli."""
    return any(MODULES.glob("*brotli-static*"))


@contextmanager
def start_nginx(folder: Path, site: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx with this configuration, which listens on `port`, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    modules = f"include {MODULES}/*.conf;" if MODULES.is_dir() else ""
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    file.write_text(_MAIN.format(folder=folder, site=site, modules=modules, user=user))
    command = ["nginx", "-e", str(folder / "error.log"), "-c", str(file)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as nginx:
        try:
            wait_until(lambda: _listens(port), PATIENCE, "nginx")
            yield nginx
        finally:
            nginx.terminate()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost; returns it and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"]
    command += ["subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, capture_output=True, check=True)
    return certificate, key


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
