"""The scaled layout does what one machine does: PostgreSQL, Redis, two web servers, Celery."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from tests.many_machines import Machines, start_machines
from tests.visitor import CONTACT, Visitor
from tests.whole_site import wait_until

pytestmark = pytest.mark.e2e
ENQUIRIES = 24
PATIENCE = 90.0  # seconds: only how long a failing test takes


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with start_machines(tmp_path_factory.mktemp("machines")) as running:
        yield running


def enquire(machines: Machines, number: int) -> str:
    """Send a message through one of the web servers; returns the address of its sender."""
    url = machines.urls[number % len(machines.urls)]
    visitor = Visitor(url, headers={"X-Forwarded-For": f"192.0.2.{number + 1}"})
    form = visitor.get("/contact/").form("message")
    email = f"ann.{number}@acme.example"
    receipt = visitor.submit(form, **{**CONTACT, "email": email})
    assert "L-" in receipt.text
    return email


def test_each_enquiry_is_in_the_crm_once_though_a_worker_is_killed(machines: Machines) -> None:
    machines.crm.faults([{"kind": "delay", "value": 0.2, "match": "/notes"}])
    sent = []
    doomed = random.choice(machines.workers)  # noqa: S311

    for number in range(ENQUIRIES):
        sent.append(enquire(machines, number))
        if number == ENQUIRIES // 2:
            machines.kill(doomed)

    wait_until(lambda: len(arrived(machines)) == ENQUIRIES, PATIENCE, "all are in the CRM")
    assert arrived(machines) == {email: {"notes": 1, "tasks": 1} for email in sent}


def test_the_messages_carry_ids_alone(machines: Machines) -> None:
    import redis

    heard: list[str] = []
    with redis.Redis.from_url(machines.environment["REDIS_URL"]) as broker:
        for number in range(100, 110):  # a task that is still at it may find the first by itself
            with broker.monitor() as monitor:
                email = enquire(machines, number)
                wait_until(lambda one=email: one in arrived(machines), PATIENCE, "it is in the CRM")
                broker.set("end", "here")
                while "end" not in (command := str(next(monitor.listen()))):
                    heard.append(command)
            if any("leads.deliver" in command for command in heard):
                break

    assert any("leads.deliver" in command for command in heard)
    assert not [command for command in heard if "acme" in command or "Ann" in command]


def test_a_worker_on_another_machine_is_woken_by_the_database(machines: Machines) -> None:
    script = (
        "import django; django.setup()\n"
        "from leads.delivery.wake import Bell, wake\n"
        "import shutil, threading, time\n"
        "from django.conf import settings\n"
        "bell = Bell(); bell.wait(0.1)\n"
        "shutil.rmtree(settings.VAR_DIR / 'wake')\n"  # so that no byte on this machine rings
        "(settings.VAR_DIR / 'wake').mkdir()\n"
        "threading.Timer(0.5, wake).start()\n"
        "began = time.monotonic(); bell.wait(30.0)\n"
        "print('woken' if time.monotonic() - began < 25 else 'slept on')\n"
    )
    assert machines.manage("shell", "-v0", "-c", script).strip().endswith("woken")


def test_statements_are_planned_once_and_anew_after_a_migration(machines: Machines) -> None:
    told = machines.python("-m", "tests.leads.delivery.planned")

    assert re.match(r"planned [1-9]", told), told
    assert "answers outside a transaction" in told
    assert "answers in the next transaction" in told
    assert "several are claimed and settled" in told

    # The workers' plans were overtaken, too.
    email = enquire(machines, ENQUIRIES + 2)
    wait_until(lambda: email in arrived(machines), PATIENCE, "it arrives all the same")


def test_both_web_servers_count_into_one_row_and_the_reports_add_up(machines: Machines) -> None:
    browser = {"User-Agent": "Mozilla/5.0 Firefox/145.0", "Sec-Fetch-Site": "same-origin"}
    for number in range(20):
        url = machines.urls[number % len(machines.urls)]
        answer = Visitor(url).http.post(f"{url}/count/", {"what": "tapped"}, headers=browser)
        assert answer.status_code == 204
    script = (
        "from leads.insight.content import numbers_by_page\n"
        "from leads.insight.enquiries import leads_of\n"
        "from leads.insight.period import lately\n"
        "from leads.models import Tally\n"
        "enquired = numbers_by_page(lately())[0]['enquired']\n"
        "print([each.n for each in Tally.objects.filter(what='tapped')], enquired)\n"
        "assert enquired == len(leads_of(lately()))\n"
    )
    enquire(machines, 200)

    def told() -> bool:
        return machines.manage("shell", "-v0", "-c", script).startswith("[20] ")

    wait_until(told, PATIENCE, "all of them are one number")


def arrived(machines: Machines) -> dict[str, dict[str, int]]:
    """What the CRM holds, by address, of those that have all they should have."""
    found = machines.crm.counts()["by_email"]
    return {email: made for email, made in found.items() if made["notes"] and made["tasks"]}
