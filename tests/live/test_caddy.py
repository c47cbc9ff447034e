"""The site behind a real Caddy with the Caddyfile that is shipped: over TLS, as in production."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.caddy import caddyfile, start_caddy
from tests.proxy import make_certificate
from tests.rolling.site import RollingSite, start_rolling, variables_of
from tests.rolling.units import Shell
from tests.sandbox import start_sandbox
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import free_ports

ARTICLE = "/articles/leadership-and-management-skills/"


@dataclass
class Stack:
    site: RollingSite
    url: str
    var_dir: Path
    certificate: str

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(
            self.url + path,
            headers={"Accept-Encoding": "identity", **headers},
            verify=self.certificate,
            allow_redirects=False,
            timeout=30,
        )


@pytest.fixture(scope="module")
def stack(ready_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("caddy")
    var_dir = folder / "var"  # without a space: a Caddyfile is words
    var_dir.symlink_to(ready_folder)
    [port] = free_ports(1)
    certificate, key = make_certificate(folder)
    url = f"https://localhost:{port}"
    with start_sandbox(folder, "--rate", "0") as crm:
        version = Shell(variables_of(var_dir, crm, url))
        with start_rolling(folder, version) as site:
            text = caddyfile(var_dir, port, site.ports, certificate, key)
            with start_caddy(folder, text, port, certificate):
                yield Stack(site, url, var_dir, str(certificate))


def test_a_reader_becomes_an_enquiry_through_it(stack: Stack) -> None:
    visitor = Visitor(stack.url)
    visitor.http.verify = stack.certificate

    receipt = enquire(visitor, take_quiz(visitor, ARTICLE), email="ann@caddy.example")

    assert (receipt.status, "/thanks/" in receipt.url) == (200, True)


def test_static_files_come_packed_and_may_be_kept(stack: Stack) -> None:
    style = stack.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]

    for asked, sent in (("br", "br"), ("gzip", "gzip"), ("identity", None)):
        file = stack.get(style, **{"Accept-Encoding": asked})
        assert (file.status_code, file.headers.get("Content-Encoding")) == (200, sent)
        assert file.headers["Content-Type"].startswith("text/css")
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_media_are_served_without_scripts_and_documents_only_by_the_application(
    stack: Stack,
) -> None:
    for name in ("images/a.svg", "documents/secret.pdf"):
        file = stack.var_dir / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<svg/>")

    assert "sandbox" in stack.get("/media/images/a.svg").headers["Content-Security-Policy"]
    assert stack.get("/media/documents/secret.pdf").status_code == 404


def test_readers_are_given_the_number_while_the_application_is_away(stack: Stack) -> None:
    stack.site.kill()  # the last test here: nobody starts it again

    answer = stack.get("/contact/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "0330 0434 532" in answer.text
