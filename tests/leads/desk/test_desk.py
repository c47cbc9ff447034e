"""The sales desk: who may see it, what it shows, and sending again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leads.delivery import registry
from leads.models import Cause, Circuit, Delivery, Enquiry, Person, State
from tests.factories import PHONE, make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db
LIST = "/admin/enquiry/"
SEARCH = f"{LIST}search/"


def member(*groups: str, superuser: bool = False) -> Client:
    """A client of somebody in these groups, logged in."""
    user = User.objects.create_user("someone", is_superuser=superuser, is_staff=superuser)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def enquiry(name: str = "Ann Lee", **values: Any) -> Enquiry:
    """An enquiry with what the desk shows. The same first name is the same person."""
    email = f"{name.split()[0]}@acme.example"
    person = Person.objects.filter(email=email).first() or make_person(name=name, email=email)
    return make_enquiry(
        **{
            "person": person,
            "name": name,
            "reference": f"L-{Enquiry.objects.count():04}",
            "phone": PHONE,
            "phone_typed": "020 7946 0018",
            "message": "Our <b>server</b> is old.",
            "quiz": "Do you lead your IT?",
            "answers": [{"question": "Who decides?", "answer": "Whatever broke last"}],
            "score": 3,
            "max_score": 18,
            "result": "Your IT leads you",
            **values,
        }
    )


def delivery(of: Enquiry, state: State = State.DELIVERED, **values: Any) -> Delivery:
    """A delivery of an enquiry to a destination that is not set up in tests."""
    return make_delivery(enquiry=of, state=state, **values)


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_get_403_on_every_page_of_the_desk(group: str) -> None:
    failed = delivery(enquiry(), State.DEAD)
    client = member(group)

    answers = [
        client.get(LIST),
        client.get(f"{LIST}results/"),
        client.post(SEARCH, {"words": "Ann"}),
        client.get(f"{LIST}{failed.enquiry_id}/"),
        client.post(f"{LIST}resend/{failed.pk}/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert not any(b"Ann" in answer.content for answer in answers)
    failed.refresh_from_db()
    assert failed.state == State.DEAD


def test_an_editor_is_not_shown_the_way_to_it() -> None:
    assert LIST not in member("Editors").get("/admin/").content.decode()
    User.objects.all().delete()
    assert LIST in member("Sales").get("/admin/").content.decode()


def test_strangers_are_sent_to_the_login() -> None:
    answer = Client().get(LIST)

    assert answer.status_code == 302
    assert "/admin/login/" in answer.headers["Location"]


@pytest.mark.parametrize("groups", [("Sales",), ()])
def test_sales_and_superusers_see_each_enquiry_with_its_delivery(groups: tuple[str, ...]) -> None:
    client = member(*groups, superuser=not groups)
    ref = {"id": "501", "url": "https://crm.example/501"}
    delivery(enquiry(), State.DELIVERED, refs={"person": ref})
    delivery(enquiry("Bob Ray"), State.DEAD, error="Rejected", detail="main: HTTP 400: email")
    enquiry("Cy Po")

    page = client.get(LIST).content.decode()

    assert "In CRM as 501 (main)" in page
    assert "https://crm.example/501" in page
    assert "Failed" in page
    assert "Only here: no CRM was set up" in page


def test_of_several_destinations_each_state_says_whose_it_is() -> None:
    shown = enquiry()
    delivery(shown, State.DELIVERED, destination="main", refs={"person": {"id": "501"}})
    why = "old: POST /crm/v3/objects/notes: HTTP 400"
    delivery(shown, State.DEAD, destination="old", error="Rejected", detail=why)

    page = member("Sales").get(LIST).content.decode()

    assert "old: Failed" in page
    assert "main: " not in page  # "In CRM as 501 (main)" says it already


def test_an_empty_desk_says_what_will_be_there() -> None:
    assert "No enquiries yet" in member("Sales").get(LIST).content.decode()


def test_a_search_finds_by_name_company_address_and_reference() -> None:
    client = member("Sales")
    enquiry("Ann Lee", company="Acme Ltd")
    enquiry("Bob Ray")

    for words in ("ann", "Acme Ltd", "ann@acme", " L-0000 "):
        page = client.post(SEARCH, {"words": words}, follow=True).content.decode()
        assert "Ann Lee" in page, words
        assert "Bob Ray" not in page, words
    nobody = client.post(SEARCH, {"words": "nobody"}, follow=True).content.decode()
    assert "No enquiry matches" in nobody


def test_the_words_of_a_search_stand_in_no_address_and_stay_nowhere() -> None:
    client = member("Sales")
    enquiry("Ann Lee")
    enquiry("Bob Ray")

    answer = client.post(SEARCH, {"words": "ann@acme.example"})
    results = answer.headers["Location"]

    assert "acme" not in results
    assert "acme" not in str(dict(client.session)).lower()
    page = client.get(results).content.decode()
    assert "Ann Lee" in page
    assert "Bob Ray" not in page
    assert f"{results}&amp;ordering=name" in page  # the way through the results keeps them
    assert 'name="q"' not in page
    assert "Bob Ray" in client.get(LIST, {"q": "ann"}).content.decode()


def test_the_last_five_searches_are_kept_and_each_only_for_its_own_user() -> None:
    client = member("Sales")
    enquiry("Ann Lee")

    results = [client.post(SEARCH, {"words": "ann"}).headers["Location"] for _ in range(6)]

    shown = ["Ann Lee" in client.get(each).content.decode() for each in results]
    assert shown == [False] + [True] * 5
    User.objects.all().delete()
    stranger = member("Sales").get(results[-1]).content.decode()
    assert "Ann Lee" not in stranger
    assert "too long ago" in stranger


def test_the_list_needs_as_many_queries_for_thirty_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    client = member("Sales")
    delivery(enquiry())
    client.get(LIST)  # caches of content types and permissions
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    for number in range(30):
        delivery(enquiry(f"Person{number} Lee"))

    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


def test_the_brief_holds_everything_and_escapes_what_visitors_wrote() -> None:
    shown = enquiry(sales_note="Ask who decides.", article="An article", article_url="/a/")
    page = member("Sales").get(f"{LIST}{shown.pk}/").content.decode()

    for words in (
        "Ann Lee",
        "tel:+442079460018",
        "020 7946 0018",
        "Our &lt;b&gt;server&lt;/b&gt; is old.",
        "Who decides?",
        "Whatever broke last",
        "3 of 18 points",
        "Ask who decides.",
        "An article",
    ):
        assert words in page


def test_an_extension_is_dialled_with_the_number() -> None:
    shown = enquiry(phone=f"{PHONE};ext=12", phone_typed="020 7946 0018 ext 12")

    page = member("Sales").get(f"{LIST}{shown.pk}/").content.decode()

    assert 'href="tel:+442079460018;ext=12">020 7946 0018 ext 12</a>' in page


def test_the_brief_names_other_enquiries_of_the_person_and_another_name() -> None:
    first = enquiry("Ann Lee")
    second = enquiry("Ann Smith")

    page = member("Sales").get(f"{LIST}{second.pk}/").content.decode()

    assert first.reference in page
    assert f"Signed “Ann Lee” in {first.reference}." in page


def test_a_failed_delivery_is_sent_again_by_a_button() -> None:
    client = member("Sales")
    failed = delivery(enquiry(), State.DEAD, error="Rejected", detail="main: HTTP 400", tries=3)
    brief = reverse("enquiry:inspect", args=[failed.enquiry_id])
    action = reverse("enquiry:resend", args=[failed.pk])
    assert action in client.get(brief).content.decode()

    with registry.using(FakeDestination("main")):
        answer = client.post(action, follow=True)

    failed.refresh_from_db()
    assert (failed.state, failed.tries) == (State.PENDING, 0)
    assert "on its way again" in answer.content.decode()


@pytest.mark.parametrize("hindrance", ["pause", "destination", "order"])
def test_a_resend_says_what_keeps_it_from_being_sent_at_once(hindrance: str) -> None:
    client, first = member("Sales"), enquiry()
    failed = delivery(enquiry() if hindrance == "order" else first, State.DEAD)
    if hindrance == "order":
        delivery(first, State.RETRY)
    if hindrance == "pause":
        Circuit.objects.create(
            destination="main",
            cause=Cause.REFUSED,
            since=timezone.now(),
            error="AuthFailed",
            detail="main: POST /crm/v3/objects/notes: HTTP 401",
        )

    set_up = [] if hindrance == "destination" else [FakeDestination("main")]
    with registry.using(*set_up):
        page = client.post(f"{LIST}resend/{failed.pk}/", follow=True).content.decode()

    failed.refresh_from_db()
    assert failed.state == State.PENDING
    assert "on its way again" not in page
    assert "will be sent again, but not at once" in page
    assert {
        "pause": "the CRM refuses our credential: HTTP 401",
        "destination": "No destination “main” is set up any more",
        "order": "An earlier enquiry of the same person goes first",
    }[hindrance] in page


def test_a_delivered_one_has_no_button_and_is_not_sent_again() -> None:
    client = member("Sales")
    done = delivery(enquiry(), State.DELIVERED)
    action = reverse("enquiry:resend", args=[done.pk])
    assert (
        action
        not in client.get(reverse("enquiry:inspect", args=[done.enquiry_id])).content.decode()
    )

    answer = client.post(action, follow=True)

    done.refresh_from_db()
    assert done.state == State.DELIVERED
    assert "moved on" in answer.content.decode()


def test_resending_needs_a_post() -> None:
    failed = delivery(enquiry(), State.DEAD)

    assert member("Sales").get(f"{LIST}resend/{failed.pk}/").status_code == 405


def test_what_an_editor_sent_to_try_a_quiz_is_neither_listed_nor_found() -> None:
    enquiry("Real Person")
    enquiry("Trial Person", is_test=True)
    sales = member("Sales")

    listed = sales.get(LIST).content.decode()
    found = sales.post(SEARCH, {"words": "Person"}, follow=True).content.decode()

    assert "Real Person" in listed
    assert "Trial Person" not in listed
    assert "Real Person" in found
    assert "Trial Person" not in found
