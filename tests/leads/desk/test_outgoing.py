"""The deliveries in the admin: how destinations stand, what failed, and sending it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.worker import drain
from leads.models import Circuit, Delivery, Heartbeat, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination
from tests.visitor import Form, Page, _Reader

pytestmark = pytest.mark.django_db

PAGE = "/admin/deliveries/"


@pytest.fixture
def crm() -> Iterator[FakeDestination]:
    with registry.using(destination := FakeDestination("main")):
        yield destination


def of_group(name: str) -> Client:
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name=name))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sales() -> Client:
    return of_group("Sales")


def failed(**fields: Any) -> Delivery:
    known = {"error": "Rejected", "detail": "main: POST /x: HTTP 400", "died_at": timezone.now()}
    return make_delivery(**{"state": State.DEAD} | known | fields)


def read(client: Client, url: str, data: dict[str, str] | None = None) -> Page:
    answer = client.get(url, data or {})
    page = Page(answer.status_code, url, answer.headers, answer.content.decode())
    _Reader(page).feed(page.text)
    return page


def form_to(page: Page, part: str) -> Form:
    [found] = [each for each in page.forms if part in each.action]
    return found


def test_an_empty_page_says_what_it_will_show(crm: FakeDestination, sales: Client) -> None:
    text = read(sales, PAGE).text

    assert "Nothing has failed." in text
    assert "No worker has been heard of for a minute." in text
    assert "Takes deliveries." not in text or "main" in text


def test_each_destination_tells_how_it_stands(crm: FakeDestination, sales: Client) -> None:
    Heartbeat.objects.beat(timezone.now())
    make_delivery(state=State.DELIVERED)
    make_delivery()
    failed()
    make_delivery(destination="old")

    text = read(sales, PAGE).text

    assert "No worker" not in text
    assert "1 delivered, 1 waiting (the oldest since" in text
    assert "Not set up any more: what waits for it goes nowhere." in text
    assert "Takes deliveries." in text


def test_an_operator_pauses_and_resumes_a_destination_with_a_press_each(
    crm: FakeDestination,
) -> None:
    operator = of_group("Operators")
    make_delivery()
    operator.post(form_to(read(operator, PAGE), "main/pause").action)
    assert drain() == 0

    page = read(operator, PAGE)
    assert "main is paused by hand, since" in page.text
    assert not [each for each in page.forms if "main/pause" in each.action]
    operator.post(form_to(page, "main/resume").action)

    assert drain() == 1


def test_what_would_be_sent_again_is_counted_before_it_is_and_a_second_press_adds_nothing(
    crm: FakeDestination, sales: Client
) -> None:
    meant = [failed(), failed()]
    left = [failed(destination="mail"), failed(died_at=timezone.now() - timedelta(days=3))]
    since = (timezone.localtime() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    chosen = {"destination": "main", "since": since}

    page = read(sales, f"{PAGE}replay/", chosen)
    assert "This sends 2 failed deliveries again." in page.text
    assert "2 to main: the destination refused this enquiry" in page.text
    assert Delivery.objects.filter(state=State.DEAD).count() == 4

    address = f"{PAGE}replay/?destination=main&since={since}"
    answer = sales.post(address, follow=True)
    assert "On its way again: 2." in answer.content.decode()
    drain()
    again = sales.post(address, follow=True)
    assert "There was nothing left to send again." in again.content.decode()

    states = {each.pk: each.state for each in Delivery.objects.all()}
    assert [states[each.pk] for each in meant] == [State.DELIVERED] * 2
    assert [states[each.pk] for each in left] == [State.DEAD] * 2
    assert crm.count("note") == 2


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"since": "yesterday"}, "Failed since"),
        ({"destination": "nowhere"}, "Where to"),
        ({"error": "KeyError"}, "What happened"),
    ],
)
def test_a_choice_that_cannot_be_understood_is_named_and_sends_nothing(
    crm: FakeDestination, sales: Client, chosen: dict[str, str], said: str
) -> None:
    failed()

    page = read(sales, f"{PAGE}replay/", chosen)
    query = "&".join(f"{key}={value}" for key, value in chosen.items())
    sales.post(f"{PAGE}replay/?{query}")

    assert f"<strong>{said}:</strong>" in page.text
    assert Delivery.objects.get().state == State.DEAD


def test_a_delivery_s_life_is_told_with_a_button_to_send_it_again(
    crm: FakeDestination, sales: Client
) -> None:
    delivery = failed()
    page = read(sales, read(sales, PAGE).link(f"/{delivery.pk}/"))

    assert f"enquiry {delivery.enquiry.reference} for main" in page.text
    assert "Now: Failed: HTTP 400" in page.text
    enquiry = f"/admin/enquiry/{delivery.enquiry_id}/"
    assert page.link(enquiry)
    assert enquiry not in read(of_group("Operators"), page.url).text
    sales.post(form_to(page, "resend").action)
    drain()

    assert Delivery.objects.get().state == State.DELIVERED
    assert read(sales, f"{PAGE}999/").status == 404


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_get_403_everywhere(crm: FakeDestination, group: str) -> None:
    delivery = failed()
    client = of_group(group)

    pages = [client.get(PAGE + part) for part in ("", "replay/", f"{delivery.pk}/")]
    posts = [client.post(PAGE + part) for part in ("replay/", "main/pause/", "main/resume/")]

    assert {each.status_code for each in pages + posts} == {403}
    assert not Circuit.objects.exists()
    assert "admin/deliveries" not in client.get("/admin/").content.decode()
