"""What nginx does for the site: keeps, packs, guards and excuses it."""

from __future__ import annotations

import os
import signal
import time

import brotli
import requests

from tests.live.stack import Stack
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import wait_until

LIST = "/articles/"
ARTICLE = "/articles/leadership-and-management-skills/"
SAME_FOR_ALL = {"strict-transport-security", "x-content-type-options"}


def test_a_reader_becomes_an_enquiry_through_it(stack: Stack) -> None:
    visitor = Visitor(stack.url)
    visitor.http.verify = str(stack.certificate)

    receipt = enquire(visitor, take_quiz(visitor, ARTICLE), email="ann@proxy.example")

    assert receipt.status == 200
    assert "/thanks/" in receipt.url


def test_pages_come_packed_and_are_kept_in_each_encoding_once(stack: Stack) -> None:
    before = stack.kept()
    plain = stack.get(LIST)
    packed = stack.get(LIST, Accept_Encoding="gzip, deflate, br, zstd")
    gzipped = stack.get(LIST, Accept_Encoding="gzip;q=1.0, br;q=0")

    assert packed.headers["Content-Encoding"] == "br"
    text = packed.text if packed.text == plain.text else brotli.decompress(packed.content).decode()
    assert text == plain.text == gzipped.text
    assert {"gzip", None} >= {gzipped.headers.get("Content-Encoding")}
    for junk in ("?utm_source=x", "?from=1&gclid=y"):
        assert stack.get(LIST + junk).text == plain.text
    assert stack.get(LIST, "HEAD").headers["Content-Length"] == str(len(plain.content))
    assert stack.get(LIST, If_None_Match=plain.headers["ETag"]).status_code == 304
    assert 2 <= stack.kept() - before <= 3


def test_headers_are_those_of_the_application_and_files_have_theirs(stack: Stack) -> None:
    direct = requests.get(
        stack.site.url + ARTICLE,
        headers={"X-Forwarded-Proto": "https", "Host": stack.url.removeprefix("https://")},
        timeout=30,
    )
    page = stack.get(ARTICLE)

    own = {"date", "server", "connection", "content-length", "content-encoding", "etag"}
    own |= {"cache-control", "transfer-encoding", "x-request-id"}
    said = {name.lower(): value for name, value in direct.headers.items()}
    for name, value in said.items():
        assert name in own or page.headers.get(name) == value, name
    assert "x-accel-expires" not in {name.lower() for name in page.headers}
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    file = stack.get(style, Accept_Encoding="gzip")
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert file.headers["Content-Encoding"] == "gzip"
    assert {name.lower() for name in file.headers} >= SAME_FOR_ALL


def test_forms_and_who_is_logged_in_are_never_kept(stack: Stack) -> None:
    stack.get("/about/")
    before = stack.kept()
    for path in ("/contact/", "/admin/login/", "/never-was/", "/articles.md"):
        assert stack.get(path).status_code in {200, 302, 404}
    stack.get("/privacy/", Cookie="a=b; leadline_session=x; __Host-leadline_session=x")
    stack.get("/privacy/", Accept="text/markdown")

    assert stack.kept() == before
    assert stack.get("/about/", Accept="text/markdown").text.startswith("# ")


def test_a_change_is_seen_by_everybody_a_second_later(stack: Stack) -> None:
    assert "Renamed Ltd" not in stack.get("/about/").text
    rename = (
        "from core.models import SiteSettings; firm = SiteSettings.objects.get();"
        "firm.firm_name = 'Renamed Ltd'; firm.save()"
    )
    stack.manage("shell", "-c", rename)
    time.sleep(1)

    assert "Renamed Ltd" in stack.get("/about/").text


def test_media_are_served_without_scripts_and_documents_only_by_the_application(
    stack: Stack,
) -> None:
    media = stack.site.var_dir / "media"
    for name in ("images/a.svg", "documents/secret.pdf"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_text("<svg/>")

    picture = stack.get("/media/images/a.svg")

    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert {name.lower() for name in picture.headers} >= SAME_FOR_ALL
    assert stack.get("/media/documents/secret.pdf").status_code == 404


def test_what_is_too_large_or_for_another_host_is_refused(stack: Stack) -> None:
    large = requests.post(
        f"{stack.url}/quiz/begin/1/",
        data=b"x" * 1_100_000,
        verify=str(stack.certificate),
        timeout=30,
    )

    assert large.status_code == 413
    assert stack.get("/", Host="evil.example").status_code == 400


def test_readers_are_given_the_number_while_the_application_is_away(stack: Stack) -> None:
    os.kill(stack.site.process.pid, signal.SIGSTOP)  # or it would be started again
    for each in stack.site.processes("web"):
        os.kill(each.pid, signal.SIGKILL)
    try:
        answer = stack.get("/contact/")
    finally:
        os.kill(stack.site.process.pid, signal.SIGCONT)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "0330 0434 532" in answer.text
    wait_until(lambda: stack.get("/contact/").status_code == 200, 60, "it is back")
