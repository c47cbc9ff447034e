"""What the prospect is sent: what they told us, who answers by when, and the link to all of it."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Site

from leads.capture.yours import own_url
from leads.delivery.words import in_words
from leads.delivery.worker import drain
from leads.models import Delivery, Errand, Kind, SalesSettings, State
from tests.factories import make_person
from tests.leads.followup.test_alert import enquire, part
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db


def acknowledgements(server: MailServer) -> list[EmailMessage]:
    return [each for each in server.mails if each["Message-ID"].startswith("<acknowledge-")]


def test_it_says_what_was_told_who_rings_by_when_and_how_to_see_correct_or_erase_it(
    server: MailServer, sam: User
) -> None:
    enquiry = enquire()

    drain()

    [mail] = acknowledgements(server)
    assert mail["To"] == f"Ann Lee <{enquiry.email}>"
    assert mail["Subject"] == f"Northgate IT: we have your enquiry ({enquiry.reference})"
    due = timezone.localtime(enquiry.handling.due_at)
    for body in (unescape(part(mail, "html")), part(mail, "plain")):
        for words in (
            enquiry.reference, "Sam Hill will ring you by ", f"{due.hour}:{due.minute:02}",
            "020 7946 0018", "Room to grow", "Please <b>ring</b> us.", "The owner, alone",
            own_url(enquiry), "0330 0434 532",
        ):  # fmt: skip
            assert words in body
    assert "<img" not in part(mail, "html")  # nothing that tells when it is read


def test_an_address_gets_one_a_day_however_often_it_is_typed(server: MailServer) -> None:
    person = make_person()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            enquire(person=person)
        drain()
        assert len(acknowledgements(server)) == 1
        clock.shift(timedelta(hours=25))
        enquire(person=person)
        drain()

    assert len(acknowledgements(server)) == 2


def test_what_a_stranger_wrote_brings_nobody_a_link_of_theirs(server: MailServer) -> None:
    enquire(
        name="Win at https://evil.example/x",
        message="See www.evil.example now",
        company="evil.example/pay",
    )

    drain()

    [mail] = acknowledgements(server)
    for text in (mail["To"], part(mail, "html"), part(mail, "plain")):
        assert "evil.example" not in text


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.WITHDRAWAL, Kind.PHONE])
def test_whoever_put_something_right_or_rang_gets_none(server: MailServer, kind: Kind) -> None:
    enquire(kind=kind)

    drain()

    assert acknowledgements(server) == []


def test_they_can_be_switched_off(server: MailServer) -> None:
    promised = SalesSettings.for_site(Site.objects.get(is_default_site=True))
    promised.acknowledge = False
    promised.save()
    enquire()

    drain()

    assert acknowledgements(server) == []
    assert Delivery.objects.get(kind=Errand.ACKNOWLEDGE).state == State.CANCELLED


def test_sent_late_it_does_not_promise_what_is_over(server: MailServer) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        enquire()
        clock.shift(timedelta(hours=5))
        drain()

    assert "One of us will ring you." in part(acknowledgements(server)[0], "plain")


def test_a_mail_sent_twice_has_one_message_id(server: MailServer) -> None:
    server.answers["TAKEN"] = "drop"  # taken, and nobody heard of it
    with time_machine.travel(timezone.now(), tick=False) as clock:
        enquire()
        drain()
        del server.answers["TAKEN"]
        clock.shift(timedelta(minutes=2))
        drain()

    ids = [each["Message-ID"] for each in acknowledgements(server)]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_one_that_waits_keeps_no_alert_of_the_same_person_waiting(
    server: MailServer, sam: User
) -> None:
    person = make_person()
    server.answers["RCPT"] = "450 4.2.0 later"
    enquire(person=person)
    drain()
    del server.answers["RCPT"]
    later = enquire(person=person)

    drain()

    assert any(later.reference in each["Subject"] for each in server.mails)


def test_an_address_that_nobody_has_is_named_on_the_desk_and_alarms_nobody(
    server: MailServer,
) -> None:
    server.answers["RCPT"] = "550 5.1.1 no such mailbox"
    enquire()

    drain()

    delivery = Delivery.objects.get(kind=Errand.ACKNOWLEDGE)
    assert delivery.state == State.CANCELLED
    assert in_words(delivery) == (
        "Acknowledgement mail: not sent: the recipient's address is refused (550 5.1.1)"
    )
