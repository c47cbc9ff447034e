"""The site behind a real nginx with the configuration that the site makes for it: over TLS, with
the settings of production.

    with start_stack(folder) as stack:
        stack.get("/articles/")

What asks it believes `stack.certificate`, or `stack.trusting` for a browser.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

from tests.proxy import has_brotli, make_certificate, start_nginx
from tests.whole_site import ROOT, Site, free_ports, start_site

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-a-proof-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "TRUSTED_HOPS": "1",
}


@dataclass
class Stack:
    site: Site
    url: str
    cache: Path
    certificate: Path
    variables: dict[str, str]

    def get(self, path: str, method: str = "GET", **headers: str) -> requests.Response:
        return requests.request(
            method,
            self.url + path,
            headers={"Accept-Encoding": "identity"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
            verify=str(self.certificate),
            allow_redirects=False,
            timeout=30,
        )

    def kept(self) -> int:
        """How many answers nginx keeps."""
        return sum(each.is_file() for each in self.cache.rglob("*"))

    def manage(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **self.variables},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    @property
    def trusting(self) -> str:
        """What a Chromium must be told to believe the certificate, and that one alone."""
        certificate = load_pem_x509_certificate(self.certificate.read_bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
        return f"--ignore-certificate-errors-spki-list={pin}"


@contextmanager
def start_stack(folder: Path) -> Iterator[Stack]:
    """Run site and nginx, with their files in this folder, until the block ends."""
    port, plain = free_ports(2)
    certificate, key = make_certificate(folder)
    url = f"https://localhost:{port}"
    variables = {**PRODUCTION, "BASE_URL": url}
    with start_site(folder / "var", **variables) as site:
        variables |= {"VAR_DIR": str(site.var_dir), "CRM_URL": "", "DATABASE_URL": ""}
        found = Stack(site, url, folder / "cache", certificate, variables)
        upstream = site.url.removeprefix("http://")
        options = ["--port", str(port), "--http-port", str(plain), "--upstream", upstream]
        options += ["--certificate", str(certificate), "--certificate-key", str(key)]
        conf = found.manage("nginx_conf", *options, *(["--brotli"] if has_brotli() else []))
        # Two paths that are Debian's own; and what one machine of tests need not have.
        conf = conf.replace("/var/lib/nginx/leadline", str(found.cache))
        conf = "\n".join(line for line in conf.splitlines() if "listen [::]" not in line)
        with start_nginx(folder / "run", conf, port):
            yield found
