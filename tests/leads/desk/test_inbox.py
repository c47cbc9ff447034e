"""The inbox: what is due first, in words; tabs, filters, search, and several at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from leads.delivery import registry
from leads.models import Delivery, Handling, SalesPerson, Stage, State
from leads.sales import acts
from tests.factories import PHONE, make_delivery, make_enquiry
from tests.fakes import FakeDestination
from tests.site_tree import make_article, make_site

pytestmark = pytest.mark.django_db
LIST = "/admin/enquiry/"


def names(client: Client, query: str = "") -> list[str]:
    """Who is listed, in order."""
    rows = client.get(f"{LIST}{query}").context["object_list"]
    return [each.name for each in rows]


def search(client: Client, words: str) -> list[str]:
    answer = client.post(f"{LIST}search/", {"words": words})
    return names(client, answer.headers["Location"].removeprefix(LIST))


@pytest.fixture
def sam(sales: Client) -> User:
    return User.objects.get(username="sam")


def test_what_is_due_comes_first_and_overdue_is_a_word(sales: Client, sam: User) -> None:
    now = timezone.now()
    make_enquiry(name="Later", handling={"act_by": now + timedelta(hours=3, minutes=1)})
    make_enquiry(name="Over", handling={"act_by": now - timedelta(hours=2, minutes=1)})
    soon = make_enquiry(name="Soon", handling={"act_by": now + timedelta(minutes=20, seconds=30)})
    acts.claim(soon, sam)
    make_enquiry(name="Won", handling={"state": Stage.WON, "closed_at": now, "act_by": None})

    page = sales.get(LIST).content.decode()

    assert names(sales) == ["Over", "Soon", "Later"]
    assert "Answer: overdue by 2 hours" in page
    assert "Answer: due in 20 minutes" in page
    assert "Claimed, sam" in page
    assert "New, nobody’s" in page


def test_each_tab_shows_its_own_and_counts_it(sales: Client, sam: User) -> None:
    now = timezone.now()
    make_enquiry(name="Mine", handling={"owner": sam})
    make_enquiry(name="Free", handling={"act_by": now - timedelta(hours=1)})
    make_enquiry(name="Done", handling={"state": Stage.LOST, "owner": sam, "act_by": None})

    shown = {tab: names(sales, f"?show={tab}") for tab in ("mine", "free", "overdue", "closed")}

    assert shown == {"mine": ["Mine"], "free": ["Free"], "overdue": ["Free"], "closed": ["Done"]}
    assert len(names(sales, "?show=all")) == 3
    assert len(names(sales, "?show=nonsense")) == 3
    page = sales.get(LIST).content.decode()
    assert 'Overdue <span class="desk-count">1</span>' in page


def test_filters_leave_out_what_does_not_fit_and_say_when_nothing_does(
    sales: Client, sam: User
) -> None:
    article = make_article(make_site().index, "Backup")
    topic = article.topics.get()
    kept = {"article_id": article.pk, "source": "linkedin"}
    make_enquiry(name="Yes", attribution=kept, quiz="IT check", handling={"owner": sam})
    make_enquiry(name="No", created_at=timezone.now() - timedelta(days=40))
    today = timezone.localdate()

    for query in (
        f"?owner={sam.pk}",
        f"?topic={topic.pk}",
        "?quiz=IT check",
        "?source=linkedin",
        f"?since={today}",
        f"?state=new&owner={sam.pk}&topic={topic.pk}&until={today}",
    ):
        assert names(sales, query) == ["Yes"], query
    assert names(sales, "?owner=nobody") == ["No"]
    assert "No enquiry fits these filters." in sales.get(f"{LIST}?state=won").content.decode()
    assert names(sales, "?since=yesterday") == []
    assert "Enter a valid date." in sales.get(f"{LIST}?since=yesterday").content.decode()


def test_a_search_finds_what_was_sent_and_what_was_noted_each_word_anywhere(
    sales: Client, sam: User
) -> None:
    found = make_enquiry(
        name="Ann Lee", phone=PHONE, message="The server hums.", handling={"state": Stage.WON}
    )
    make_enquiry(name="Bob Ray", message="The server is quiet.")
    acts.note(found, sam, "Prefers Tuesdays.")

    for words in ("hums server", "tuesdays", "lee hums", "020 7946 0018", "+44 20 7946-0018"):
        assert search(sales, words) == ["Ann Lee"], words
    assert search(sales, "lee quiet") == []


def test_several_are_taken_given_and_sent_again_at_once(sales: Client, sam: User) -> None:
    kim = User.objects.create_superuser("kim")
    free, mine = make_enquiry(), make_enquiry(handling={"owner": sam, "claimed_at": timezone.now()})
    failed = make_delivery(enquiry=free, state=State.DEAD)
    picked = {"pk": [str(free.pk), str(mine.pk)], "next": f"{LIST}?show=mine"}

    def press(**values: Any) -> str:
        with registry.using(FakeDestination("main")):
            answer = sales.post(f"{LIST}bulk/", picked | values, follow=True)
        assert answer.redirect_chain == [(f"{LIST}?show=mine", 302)]
        return answer.content.decode()

    assert "1 taken. 1 had been taken before." in press(action="claim")
    assert "1 on their way again." in press(action="resend")
    assert "Choose a colleague to give them to." in press(action="assign")
    assert "2 given to kim." in press(action="assign", to=kim.pk)
    assert "Pick some enquiries first." in press(action="claim", pk=[])

    assert Delivery.objects.get(pk=failed.pk).state == State.PENDING
    assert set(Handling.objects.values_list("owner", flat=True)) == {kim.pk}


def test_a_list_costs_the_same_queries_for_thirty_and_its_look_is_noted(
    sales: Client, sam: User, django_assert_max_num_queries: Any
) -> None:
    SalesPerson.objects.create(user=sam)
    make_delivery(enquiry=make_enquiry(handling={"owner": sam}))
    sales.get(LIST)
    with django_assert_max_num_queries(30) as one:
        sales.get(LIST)
    for _ in range(30):
        make_delivery(enquiry=make_enquiry(handling={"owner": sam}))

    with django_assert_max_num_queries(len(one)):
        sales.get(LIST)
    seen = ModelLogEntry.objects.filter(action="leads.enquiries.listed").first()
    assert (seen.user, seen.data["count"], seen.data["show"]) == (sam, 25, "")
