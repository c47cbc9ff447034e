"""Who may do what: every address of the desk, tried by every group. A new one fails here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leads.desk.viewset import EnquiryDesk, OutgoingDesk
from leads.models import Delivery, Enquiry, Event, Handling, SalesPerson, State
from tests.factories import make_delivery, make_enquiry, make_person

pytestmark = pytest.mark.django_db
SALES, MANAGERS, OPERATORS = "Sales", "Sales managers", "Operators"
NOBODY: set[str] = set()
DESK, SENDERS = {SALES, MANAGERS}, {SALES, MANAGERS, OPERATORS}


@dataclass(frozen=True)
class Way:
    """How an address is called, and by whom it may be.

    `own`: only for enquiries that one may see; who is `late` with one is told so in the inbox.
    """

    method: str
    may: set[str]
    own: bool = False
    late: bool = False


ENQUIRIES = {
    "index": Way("get", DESK),
    "search": Way("post", DESK),
    "index_results": Way("get", DESK),
    "bulk": Way("post", DESK),
    "phone": Way("post", DESK),
    "inspect": Way("get", DESK, own=True),
    **{
        name: Way("post", DESK, own=True)
        for name in (
            "release", "give_back", "assign", "call", "note", "step", "reopen",
            "to_qualified", "to_won", "to_lost", "to_unfit",
        )
    },
    "claim": Way("post", DESK, own=True, late=True),
    "resend": Way("post", SENDERS, own=True),
}  # fmt: skip
DELIVERIES = {
    "index": Way("get", SENDERS),
    "replay": Way("post", SENDERS),
    "life": Way("get", SENDERS),
    "switch": Way("post", {OPERATORS}),
}
REST = {
    "/admin/enquiry/?export=csv": Way("get", {MANAGERS}),
    "/admin/enquiry/?export=xlsx": Way("get", {MANAGERS}),
    "/admin/salespeople/": Way("get", {MANAGERS}),
    "/admin/salespeople/new/": Way("get", {MANAGERS}),
    "/admin/settings/leads/salessettings/": Way("get", {MANAGERS}),
}
ALL = [SALES, MANAGERS, OPERATORS, "Editors", "Moderators"]


def names(desk: Any) -> set[str]:
    return {each.name for each in desk().get_urlpatterns()}


def of_group(group: str) -> tuple[User, Client]:
    user = User.objects.create_user(f"of {group}")
    user.groups.set(Group.objects.filter(name=group))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user, client


def addresses(enquiry: Enquiry, delivery: Delivery) -> list[tuple[str, Way]]:
    """Every address of the desk, for this enquiry and its delivery."""
    found = []
    for name, way in ENQUIRIES.items():
        args = [delivery.pk if name == "resend" else enquiry.pk] if way.own else []
        found.append((reverse(f"enquiry:{name}", args=args), way))
    arguments = {"life": [delivery.pk], "switch": ["main", "pause"]}
    for name, way in DELIVERIES.items():
        found.append((reverse(f"outgoing:{name}", args=arguments.get(name, [])), way))
    return [*found, *REST.items()]


def failed_delivery(**handling: Any) -> Delivery:
    person = make_person(name="Zoe Quill")
    enquiry = make_enquiry(person=person, name="Zoe Quill", handling=handling)
    return make_delivery(enquiry=enquiry, state=State.DEAD)


def test_every_address_has_its_row_here() -> None:
    assert names(EnquiryDesk) == set(ENQUIRIES)
    assert names(OutgoingDesk) == set(DELIVERIES)


@pytest.mark.parametrize("group", ALL)
def test_each_group_gets_what_it_may_and_403_for_the_rest(group: str) -> None:
    _, client = of_group(group)
    delivery = failed_delivery()
    before = Handling.objects.values().get()

    for address, way in addresses(delivery.enquiry, delivery):
        answer = getattr(client, way.method)(address)
        refused = answer.status_code == 403 or (
            answer.status_code == 302 and answer.headers["Location"] == "/admin/"
        )  # Wagtail's own views send home who may not come in
        assert refused != (group in way.may), f"{way.method} {address}: {answer.status_code}"
        if group not in DESK:
            assert b"Zoe" not in b"".join(answer), address
    if group not in DESK:
        assert Handling.objects.values().get() == before
        assert not Event.objects.exists()


@pytest.mark.parametrize("group", [SALES, MANAGERS])
def test_a_colleagues_enquiry_is_for_managers_alone_and_leaks_nowhere(group: str) -> None:
    _, client = of_group(group)
    kim = User.objects.create_user("kim")
    delivery = failed_delivery(owner=kim, claimed_at=timezone.now())
    theirs = delivery.enquiry

    for address, way in addresses(theirs, delivery):
        if way.own:
            answer = getattr(client, way.method)(address)
            if way.late and group == SALES:
                assert answer.headers["Location"] == "/admin/enquiry/"
            else:
                assert (answer.status_code == 403) == (group == SALES), address
    listed = client.get("/admin/enquiry/?show=all").content.decode()
    found = client.post("/admin/enquiry/search/", {"words": "Zoe"}, follow=True).content.decode()
    client.post("/admin/enquiry/bulk/", {"action": "claim", "pk": [str(theirs.pk), "x", uuid4()]})

    sees = group == MANAGERS
    assert ("Zoe Quill" in listed, "Zoe Quill" in found) == (sees, sees)
    assert ('<span class="desk-count">1</span>' in listed) == sees
    if not sees:
        assert Handling.objects.get().owner == kim
        assert not Event.objects.exists()


def test_others_of_the_person_are_not_named_to_whom_they_are_not_for() -> None:
    sam, client = of_group(SALES)
    kim = User.objects.create_user("kim")
    mine = make_enquiry(handling={"owner": sam})
    hers = make_enquiry(person=mine.person, handling={"owner": kim, "claimed_at": timezone.now()})

    page = client.get(f"/admin/enquiry/{mine.pk}/").content.decode()

    assert hers.reference not in page


def test_a_manager_gives_somebody_their_topics_and_days_off() -> None:
    _, client = of_group(MANAGERS)
    sam = User.objects.create_user("sam")

    client.post("/admin/salespeople/new/", {"user": sam.pk, "takes_leads": "on"})
    wrong = {"user": sam.pk, "away_from": "2026-12-02", "away_until": "2026-12-01"}
    person = SalesPerson.objects.get()
    answer = client.post(f"/admin/salespeople/edit/{person.pk}/", wrong)

    assert person.user == sam
    assert "This is before the first day away." in answer.content.decode()
