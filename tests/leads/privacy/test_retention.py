"""What has been kept long enough goes, and nothing else does."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from leads.crm.hubspot import HubSpot
from leads.crm.url import parse_destinations
from leads.delivery import registry
from leads.models import Attempt, Delivery, Enquiry, Letter, Person, QuizAttempt, Screening, State
from leads.privacy import notice
from leads.privacy.retention import outlook
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination
from tests.leads.privacy.test_answering import member

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD = NOW - timedelta(days=25 * 31)
SOON = NOW - timedelta(days=24 * 30)


def enquired(at: datetime, **overrides: Any) -> Enquiry:
    return make_enquiry(created_at=at, message="Ring me.", **overrides)


def run(*options: str) -> str:
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue()


def held(age: timedelta) -> Enquiry:
    enquiry = enquired(NOW - age)
    make_delivery(enquiry=enquiry, state=State.HELD)
    Screening.objects.create(enquiry=enquiry, score=9, reasons=[], held=True)
    return enquiry


def test_a_person_goes_two_years_after_their_last_enquiry_and_no_crm_is_told() -> None:
    gone, stays, back = enquired(OLD), enquired(NOW), enquired(OLD)
    enquired(NOW - timedelta(days=1), person=back.person)
    make_delivery(enquiry=gone, state=State.DELIVERED, refs={"person": {"id": "501"}})

    run()

    gone.refresh_from_db()
    assert (gone.message, gone.person.email) == ("", f"erased-{gone.person_id}@erased.invalid")
    assert Delivery.objects.get().refs == {}
    assert set(Enquiry.objects.exclude(message="")) == {
        stays,
        back,
        Enquiry.objects.get(person=back.person, sequence=2),
    }
    assert not Delivery.objects.filter(kind="erase").exists()


def test_a_mail_to_the_operator_that_waits_keeps_nobody() -> None:
    gone = enquired(OLD)
    letter = Letter.objects.create(cause="disk", created_at=NOW)
    Delivery.objects.create(
        letter=letter, sequence=0, destination="mail", kind="letter", due_at=NOW, created_at=NOW
    )

    run()

    gone.refresh_from_db()
    assert gone.message == ""


def test_somebody_whom_sales_rang_since_stays() -> None:
    enquiry = enquired(OLD)
    enquiry.events.create(kind="called", text="They ponder.", at=NOW - timedelta(days=9))
    gone = enquired(OLD)
    gone.events.create(kind="note", text="Ann rings on Mondays.", at=OLD)

    run()

    assert set(Enquiry.objects.exclude(message="")) == {enquiry}
    assert gone.events.get().text == ""


def test_what_is_still_on_its_way_stays_until_it_has_arrived() -> None:
    enquiry = enquired(OLD)
    delivery = make_delivery(enquiry=enquiry, state=State.RETRY)

    run()
    enquiry.refresh_from_db()
    assert enquiry.message
    Delivery.objects.filter(pk=delivery.pk).update(state=State.DELIVERED)
    run()

    enquiry.refresh_from_db()
    assert not enquiry.message


def test_spam_that_nobody_let_go_is_deleted_with_its_person() -> None:
    old, young = held(timedelta(days=31)), held(timedelta(days=29))
    known = enquired(NOW, person=make_person())
    Enquiry.objects.filter(pk=held(timedelta(days=31)).pk).update(person=known.person, sequence=2)

    run()

    assert set(Enquiry.objects.all()) == {young, known}
    assert not Person.objects.filter(pk=old.person_id).exists()
    assert Person.objects.filter(pk=known.person_id).exists()


def test_trials_tries_and_quizzes_that_led_to_nothing_go(quiz: Any) -> None:
    enquired(NOW - timedelta(days=31), is_test=True)
    for age in (91, 89):
        done = make_delivery(state=State.DELIVERED, delivered_at=NOW - timedelta(days=age))
        Attempt.objects.create(delivery=done, started_at=OLD, milliseconds=1, outcome="Delivered")
    with time_machine.travel(NOW - timedelta(days=31), tick=False):
        QuizAttempt.objects.create(version=quiz.versions.get())

    run()

    assert not Enquiry.objects.filter(is_test=True).exists()
    assert Attempt.objects.count() == 1
    assert not QuizAttempt.objects.exists()


def test_a_dry_run_says_what_would_go_and_removes_nothing() -> None:
    enquired(OLD), enquired(SOON), enquired(NOW)

    said = run("--dry-run")

    assert "     1 now,      1 soon  People and their enquiries" in said
    assert Enquiry.objects.exclude(message="").count() == 3
    first = outlook()[0].first
    assert first is not None and first < NOW


def test_the_admin_shows_what_goes_and_what_the_notice_should_say(settings: Any) -> None:
    settings.KEEP_ENQUIRIES_MONTHS = 18
    enquired(OLD)

    with registry.using(FakeDestination()):
        page = member("Data protection").get("/admin/reports/retention/").content.decode()

    assert "18 months" in page
    assert "for 18 months after we were last in touch" in page
    assert "a service that passes it on" in page
    assert "acme" not in page
    assert member("Sales").get("/admin/reports/retention/").status_code in {302, 403}


def test_the_starter_notice_says_what_the_software_does(quiz: Any) -> None:
    page = Page.objects.get(slug="privacy")

    assert notice.missing_from(page) == []
    assert "24 months" in page.specific.body
    with registry.using(HubSpot.from_url(*parse_destinations("hubspot://t@api.hubapi.com"))):
        assert notice.missing_from(page) == ["HubSpot"]
        assert "run for us by HubSpot, and it passes" in notice.receivers()


def test_nothing_of_people_goes_where_the_settings_say_so(settings: Any) -> None:
    settings.KEEP_ENQUIRIES_MONTHS = 0
    enquired(OLD)

    run()

    assert Enquiry.objects.get().message
    assert outlook()[0].first is None
