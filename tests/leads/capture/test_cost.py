"""What a submit costs the database: few statements, however much comes with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import ContactPage
from leads.capture.record import Contact, Submission, record_enquiry
from leads.capture.spam.reasons import Reason
from leads.capture.spam.screening import Verdict
from leads.delivery import registry
from leads.followup.mail import Mail
from leads.models import Enquiry, QuizPage
from tests.fakes import FakeDestination
from tests.visitor import CONTACT, Visitor, contact_step, enquire, take_quiz

pytestmark = pytest.mark.django_db
MOST = 12
BOXES = [
    ({"purpose": "marketing", "channel": channel, "wording": f"By {channel}."}, True)
    for channel in ("email", "phone", "post")
]


def submission(number: int = 1, email: str = "ann@acme.example", **changes: Any) -> Submission:
    contact = Contact(name="Ann Lee", email=email, company="Acme", phone="+442079460018")
    return Submission(form_key=f"form-{number}", contact=contact, consents=BOXES, **changes)


@pytest.mark.parametrize("known", [False, True])
def test_an_enquiry_of_somebody_new_or_known_takes_few_statements(known: bool) -> None:
    suspect = Verdict((Reason("links", 1, "1 link in the message"),), 1)
    # The wording of a box is numbered when it is first answered, and known from then on.
    record_enquiry(submission(email="ann@acme.example" if known else "bob@acme.example"))

    with (
        registry.using(FakeDestination("main"), Mail()),
        CaptureQueriesContext(connection) as made,
    ):
        record_enquiry(submission(2, verdict=suspect))

    assert len(statements(made)) <= MOST, "\n".join(statements(made))


def test_so_does_the_whole_submit_of_any_form(quiz: QuizPage) -> None:
    enquire(Visitor(), take_quiz(Visitor(), quiz.url), email="bob@acme.example")
    visitor = Visitor()
    step = visitor.get(contact_step(take_quiz(visitor, quiz.url))).form("email")
    page = visitor.get(ContactPage.objects.get().url)
    message, callback = (
        next(form for form in page.forms if form.fields.get("which") == which)
        for which in ("message", "callback")
    )
    call = {name: CONTACT[name] for name in ("name", "phone", "email")}
    for number, (form, values) in enumerate(
        [(step, CONTACT), (message, CONTACT), (callback, call)], start=1
    ):
        with (
            registry.using(FakeDestination("main"), Mail()),
            CaptureQueriesContext(connection) as made,
        ):
            answer = visitor.client.post(form.action, {**form.fields, **values})

        assert answer.status_code == 303
        assert Enquiry.objects.count() == number + 1
        assert len(statements(made)) <= MOST, "\n".join(statements(made))


def statements(made: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, without where its transaction begins and ends."""
    return [
        each["sql"][:120]
        for each in made
        if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
