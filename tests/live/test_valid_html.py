"""Every kind of page is valid HTML, says the Nu HTML Checker. Needs Java, and npm once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.kinds import ADDRESSES, ARTICLE, CONTACT
from tests.e2e.quizzes import of_every_kind
from tests.live.tools import fetched
from tests.visitor import CONTACT as ANSWERS
from tests.visitor import Visitor, contact_step, take_quiz
from tests.whole_site import Site, start_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with start_site(tmp_path_factory.mktemp("valid") / "var") as running:
        yield running


def visit(site: Site) -> Visitor:
    """Open every kind of page, make every mistake, and keep what came."""
    visitor = Visitor(site.url)
    for address in (*ADDRESSES, *of_every_kind(site).values()):
        visitor.get(address)
    result = take_quiz(visitor, ARTICLE)
    asking = [each.url for each in visitor.pages if each.asks("option")]
    for address in (asking[0], asking[-1]):  # in an article, which leads to "in doubt"; in the quiz
        visitor.submit(visitor.get(address).form("option"))
    form = visitor.get(contact_step(result)).form("email")
    visitor.submit(form, email="nobody")
    visitor.submit(form, **ANSWERS)
    forms = [each for each in visitor.get(CONTACT).forms if "which" in each.names]
    for each in forms:
        visitor.submit(each, email="nobody")
        visitor.submit(each, **{name: ANSWERS[name] for name in ANSWERS if name in each.names})
    return visitor


def check(folder: Path) -> list[dict[str, str]]:
    """Return what the checker says of the files in a folder."""
    jar = fetched("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    files = map(str, sorted(folder.glob("*.html")))
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=True)
    return list(json.loads(done.stderr)["messages"])


def test_every_kind_of_page_is_valid(site: Site, tmp_path: Path) -> None:
    visitor = visit(site)
    statuses = sorted({page.status for page in visitor.pages})
    for number, page in enumerate(visitor.pages):
        (tmp_path / f"{number:02}.html").write_text(page.text, encoding="utf-8")
    for page in (site.var_dir / "errors").glob("*.html"):
        (tmp_path / page.name).write_bytes(page.read_bytes())

    messages = check(tmp_path)

    found = {}
    for each in messages:
        name = each["url"].rpartition("/")[2]
        number = name.partition(".")[0]
        where = visitor.pages[int(number)].url if number.isdigit() else name
        found.setdefault(each["message"], (where, each.get("extract", "")))
    errors = sum(each["type"] == "error" for each in messages)
    checked = len(list(tmp_path.iterdir()))
    print(
        f"{checked} pages, statuses {statuses}: {errors} errors, {len(messages) - errors} warnings"
    )
    assert statuses == [200, 403, 404, 422]
    assert found == {}
