"""The alert and its links: what is in it, to whom it goes, and that looking changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.test import Client
from django.utils import timezone

from leads.delivery import outbox
from leads.delivery.words import in_words
from leads.delivery.worker import drain
from leads.desk.holding import release
from leads.models import (
    ConsentEvent,
    Delivery,
    Enquiry,
    Errand,
    Event,
    Handling,
    Happening,
    Screening,
    State,
)
from leads.models.sales import SalesSettings
from leads.sales import acts
from tests.factories import make_enquiry
from tests.leads.followup.conftest import point_to
from tests.smtp import MailServer, part, serving_mail

pytestmark = pytest.mark.django_db
ANSWERS = [
    {
        "question_id": "q1", "question": "Who decides?", "answer": "The owner, alone",
        "categories": ["Leadership"], "openers": ["Ask who stands in for the owner."],
    },
    {"question_id": "q2", "question": "Backups?", "answer": "", "categories": ["Safety"]},
]  # fmt: skip


def enquire(**overrides: Any) -> Enquiry:
    fields = {
        "company": "Acme Ltd", "phone": "+442079460018", "phone_typed": "020 7946 0018",
        "callback": "soon", "message": "Please <b>ring</b> us.", "quiz": "Are you ready?",
        "answers": ANSWERS, "score": 14, "max_score": 20, "result": "Room to grow",
        "kind": "quiz", "article": "Lead, then manage",
        "article_url": "http://127.0.0.1:8000/lead/",
    } | overrides  # fmt: skip
    enquiry = make_enquiry(**fields)
    outbox.enqueue(enquiry)
    return enquiry


def alerts(server: MailServer) -> list[EmailMessage]:
    return [each for each in server.mails if each["Message-ID"].startswith("<alert-")]


def links(mail: EmailMessage) -> list[str]:
    """Every address on our own site in both parts, as a scanner finds them."""
    found = re.findall(r'href="([^"]+)"', part(mail, "html"))
    found += re.findall(r"https?://\S+", part(mail, "plain"))
    parts = [urlsplit(unescape(each)) for each in found if each.startswith("http")]
    return [f"{each.path}?{each.query}" if each.query else each.path for each in parts]


def link(mail: EmailMessage, what: str) -> str:
    return next(each for each in links(mail) if each.endswith(f"/{what}/"))


def everything() -> str:
    rows = [*Handling.objects.all(), *Event.objects.all(), *Delivery.objects.all()]
    return serializers.serialize("json", rows)


def test_the_alert_has_all_that_a_call_needs_in_html_and_in_text(
    server: MailServer, sam: User
) -> None:
    enquiry = enquire()

    drain()

    [mail] = alerts(server)
    assert mail["Subject"] == f"Acme Ltd: Room to grow, 14 of 20 ({enquiry.reference})"
    assert mail["To"] == "sam@firm.example"
    assert mail["Reply-To"] == f"Ann Lee <{enquiry.email}>"
    assert mail["From"] == "Northgate IT <website@leadline.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"
    for body in (unescape(part(mail, "html")), part(mail, "plain")):
        for words in (
            "Ann Lee, Acme Ltd", "020 7946 0018", "Room to grow", "Who decides?",
            "The owner, alone", "Ask who stands in for the owner.", "Please <b>ring</b> us.",
            "Lead, then manage", "As soon as possible", "0330 0434 532", "Marketing: no",
        ):  # fmt: skip
            assert words in body
    assert "<b>ring" not in part(mail, "html")
    assert 'href="tel:+442079460018"' in part(mail, "html")


def test_it_says_for_each_channel_whether_they_agreed(server: MailServer, sam: User) -> None:
    enquiry = enquire()
    for channel, given in (("email", True), ("phone", False)):
        ConsentEvent.objects.create(
            person=enquiry.person, enquiry=enquiry, purpose="marketing", channel=channel,
            given=given, wording="Write to me.", at=timezone.now(),
        )  # fmt: skip

    drain()

    plain, html = (part(alerts(server)[0], kind) for kind in ("plain", "html"))
    for words in ("Marketing by e-mail: {}", "Marketing by telephone: {}"):
        answer = "yes" if "e-mail" in words else "no"
        assert words.format(answer) in plain
        assert words.format(f"<strong>{answer}</strong>") in html


def test_it_is_assigned_first_and_goes_to_its_owner_and_to_those_who_are_always_told(
    server: MailServer, sam: User
) -> None:
    promised = SalesSettings.for_site(_site())
    promised.alert_recipients = "desk@firm.example\nSAM@firm.example"
    promised.save()
    enquiry = enquire()

    drain()

    assert enquiry.handling.__class__.objects.get(pk=enquiry.pk).owner == sam
    assert sorted(server.recipients[0]) == ["desk@firm.example", "sam@firm.example"]


def test_without_anybody_to_tell_the_mail_says_so_where_its_state_is_shown(
    server: MailServer,
) -> None:
    enquire()
    drain()

    delivery = Delivery.objects.get(kind=Errand.ALERT)
    assert delivery.state == State.CANCELLED
    assert in_words(delivery) == "Alert mail: not sent: there is nobody to send it to"


def test_what_is_held_back_is_told_to_nobody_until_it_is_released(
    server: MailServer, sam: User
) -> None:
    enquiry = make_enquiry(handling=None)
    Screening.objects.create(enquiry=enquiry, score=5, reasons=[], held=True)
    outbox.enqueue(enquiry, held=True)
    drain()
    assert server.mails == []

    assert release(enquiry, sam)
    drain()

    assert len(server.mails) == 2


def test_while_the_mail_server_is_away_nothing_is_lost_and_it_leaves_after(
    settings: Any, server: MailServer, sam: User
) -> None:
    with serving_mail() as gone:
        port = gone.port
    point_to(settings, port)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        enquire()
        drain()
        delivery = Delivery.objects.get(kind=Errand.ALERT)
        assert delivery.state == State.RETRY
        assert "the mail server cannot be reached" in in_words(delivery)

        with serving_mail(port) as back:
            clock.shift(timedelta(minutes=1))
            drain()

    assert len(alerts(back)) == 1


def test_an_alert_for_what_somebody_has_taken_is_not_sent(server: MailServer, sam: User) -> None:
    acts.claim(enquire(), sam)

    drain()

    assert alerts(server) == []


def test_a_scanner_that_follows_every_link_changes_nothing(
    server: MailServer, sam: User, client: Client
) -> None:
    enquire()
    drain()
    before = everything()

    for mail in server.mails:
        for address in links(mail):
            for ask in (client.get, client.head):
                assert ask(address, follow=True).status_code in {200, 404}

    assert everything() == before


def test_i_will_take_it_takes_it_when_the_button_is_pressed(
    server: MailServer, sam: User, client: Client
) -> None:
    enquiry = enquire()
    drain()
    address = link(alerts(server)[0], "take")

    page = client.get(address)
    assert "As Sam Hill." in page.content.decode()
    done = client.post(address, {}, follow=True)

    handling = Handling.objects.get(pk=enquiry.pk)
    assert (handling.owner, handling.state) == (sam, "claimed")
    assert "It is yours, Sam Hill." in done.content.decode()
    assert done.headers["Cache-Control"].startswith("max-age=0")
    late = client.get(address).content.decode()
    assert "Sam Hill has it since today, " in late
    assert "<button" not in late


def test_a_logged_call_is_the_first_human_contact_and_is_noted_once(
    server: MailServer, sam: User, client: Client
) -> None:
    enquiry = enquire()
    drain()
    address = link(alerts(server)[0], "called")
    assert client.post(address, {}).status_code == 400  # how it went is asked for

    key = re.search(r'name="key" value="([^"]+)"', client.get(address).content.decode())
    assert key is not None
    for _ in range(2):
        client.post(address, {"outcome": "spoke", "note": "Wants a quote", "key": key[1]})

    handling = Handling.objects.get(pk=enquiry.pk)
    assert handling.first_contact_at is not None
    assert handling.state == "contacted"
    [called] = Event.objects.filter(kind=Happening.CALLED)
    assert (called.actor, called.text) == (sam, "Wants a quote")


def test_where_several_read_the_mail_the_page_asks_who_it_is(
    server: MailServer, sam: User, client: Client
) -> None:
    promised = SalesSettings.for_site(_site())
    promised.alert_recipients = "desk@firm.example"
    promised.save()
    kim = User.objects.create_user("kim", "kim@firm.example")
    kim.groups.set(Group.objects.filter(name="Sales"))
    enquiry = enquire()
    drain()
    address = link(alerts(server)[0], "take")

    refused = client.post(address, {})
    assert (refused.status_code, "Choose your name." in refused.content.decode()) == (400, True)
    client.post(address, {"person": kim.pk})

    assert Handling.objects.get(pk=enquiry.pk).owner == kim


@pytest.mark.parametrize("days", [0, 31])
def test_a_link_that_is_forged_too_old_or_of_somebody_erased_does_nothing(
    server: MailServer, sam: User, client: Client, days: int
) -> None:
    enquire()
    drain()
    address = link(alerts(server)[0], "take")
    forged = address if days else address.replace("/act/", "/act/x")

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        answer = client.post(forged, {})

    assert answer.status_code == 404
    assert not Event.objects.filter(kind=Happening.CLAIMED).exists()


def test_another_site_cannot_press_the_button(
    server: MailServer, sam: User, client: Client
) -> None:
    enquire()
    drain()
    address = link(alerts(server)[0], "take")

    answer = client.post(address, {}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not Event.objects.filter(kind=Happening.CLAIMED).exists()


def test_line_breaks_in_a_name_add_no_header(server: MailServer, sam: User) -> None:
    enquire(company="Acme\r\nBcc: all@victim.example", name="Ann\r\nX-Evil: 1")

    drain()

    [mail] = alerts(server)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert server.recipients[0] == ["sam@firm.example"]


def _site() -> Any:
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def test_a_withdrawal_asks_for_nothing_and_tells_those_who_might_write(
    server: MailServer,
) -> None:
    promised = SalesSettings.for_site(_site())
    promised.alert_recipients = "desk@firm.example"
    promised.save()
    enquiry = make_enquiry(kind="withdrawal", handling=None)
    outbox.enqueue(enquiry)

    drain()

    [mail] = alerts(server)
    assert "Consent withdrawn. There is nothing to answer" in part(mail, "plain")
    for body in (part(mail, "plain"), part(mail, "html")):
        assert "/take/" not in body
        assert "written reply" not in body
