import re

import requests

from leads.crm.sandbox.text import as_text
from tests.leads.crm.sandbox.calls import contact, note, person, task, upsert
from tests.sandbox import Sandbox

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def page(crm: Sandbox, path: str = "/") -> requests.Response:
    """Fetch a page as a browser does: without a token."""
    return requests.get(crm.base_url + path, timeout=5)


def test_an_empty_crm_says_what_to_do_and_what_it_is(crm: Sandbox) -> None:
    answer = page(crm)

    assert answer.status_code == 200
    assert "Take the quiz on the site and the lead appears here" in answer.text
    assert "not a real service" in answer.text
    assert "Nothing leaves this\nmachine" in answer.text


def test_contacts_are_listed_newest_first_with_what_they_have(crm: Sandbox) -> None:
    note(crm, contact(crm, "old@acme.example", firstname="Old"))
    contact(crm, "new@acme.example", firstname="New")

    text = page(crm).text

    assert text.index("new@acme.example") < text.index("old@acme.example")
    assert 'data-label="Notes">1<' in text
    assert 'data-label="Notes">0<' in text


def test_a_contact_shows_its_properties_notes_and_tasks(crm: Sandbox) -> None:
    number = contact(crm, firstname="Ann", lastname="Lee", company="Acme Ltd")
    note(crm, number, "<p>Q1: <b>yes</b></p><p>Q2: no<br>maybe</p>")
    task(crm, number, hs_task_subject="Call back Ann", hs_task_priority="HIGH")

    text = page(crm, f"/contacts/{number}").text

    assert "<h1>Ann Lee</h1>" in text
    assert "Acme Ltd" in text
    assert "Q1: yes\n\nQ2: no\nmaybe" in text
    assert "Call back Ann" in text
    assert "24 Nov 2026, 09:00:00 UTC" in text


def test_hostile_text_is_shown_and_never_run(crm: Sandbox) -> None:
    number = contact(crm, firstname=HOSTILE, company=HOSTILE)
    note(crm, number, HOSTILE)
    task(crm, number, hs_task_subject=HOSTILE, hs_task_body=HOSTILE)
    crm.call("GET", f"/crm/v3/objects/{HOSTILE}")
    crm.faults([{"kind": "status", "match": f"/never{HOSTILE}"}])

    for path in ("/", f"/contacts/{number}", "/ledger"):
        answer = page(crm, path)

        assert "<script" not in answer.text
        assert "<img" not in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_ledger_page_names_the_faults_and_the_last_requests(crm: Sandbox) -> None:
    crm.faults([{"kind": "status", "value": 503, "match": "/contacts", "times": 2}])
    upsert(crm, person("ann@acme.example"))
    crm.clear_faults()
    calm = page(crm, "/ledger").text
    crm.faults([{"kind": "reset", "match": "/tasks"}])

    text = page(crm, "/ledger").text

    assert "No faults in force" in calm
    assert "reset:match=/tasks" in text
    assert "fault status=503:match=/contacts:times=2" in text
    assert "/crm/v3/objects/contacts/batch/upsert" in text


def test_pages_leave_no_trace_in_the_ledger(crm: Sandbox) -> None:
    start = crm.ledger()["last"]

    statuses = [page(crm, path).status_code for path in ("/", "/ledger", "/favicon.ico")]

    assert statuses == [200, 200, 404]
    assert crm.requests(start) == []


def test_a_contact_that_is_not_there_is_a_404_page(crm: Sandbox) -> None:
    for number in ("0", "x", "%3Cscript%3E", "9" * 40):
        answer = page(crm, f"/contacts/{number}")

        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")


def test_the_page_needs_nothing_from_elsewhere(crm: Sandbox) -> None:
    text = page(crm).text

    assert re.findall(r"(?:src|href)=[\"']?(https?:|//)", text) == []
    assert "lang=en-GB" in text


def test_markup_becomes_lines_and_entities_become_characters() -> None:
    assert as_text("a &amp; b<ul><li>c</li><li>d</li></ul><!-- e -->f &lt;b&gt;") == (
        "a & b\n\nc\n\nd\n\nf <b>"
    )
