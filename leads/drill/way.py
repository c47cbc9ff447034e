"""The stations of a drill. Each returns what it saw in words, or raises `Failed` with why not."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from leads.capture.drill import HEADER, mark
from leads.crm.base import Destination, Ref
from leads.crm.http.visiting import Visited, visit
from leads.delivery import outbox, words
from leads.delivery.health import has_worker
from leads.drill.forms import Form, form_with
from leads.drill.leftovers import remove
from leads.models import Delivery, Enquiry, Person, State

PATIENCE = 60.0  # seconds for the worker to deliver, and again to erase
STEP = 0.5  # seconds
MESSAGE = "This is a drill that the website does by itself. It is removed again within minutes."


class Failed(Exception):
    """The station was not passed. The text says why, without anything personal or secret."""


class Way:
    """One drill's way. `visit` and `sleep` are how it reaches the site and waits.

    Each station relies on those before it, but for `cleaned`, which may follow any of them.
    """

    _page: str
    _form: Form
    _enquiry: Enquiry
    _delivery: Delivery

    def __init__(
        self,
        destination: Destination,
        visit: Callable[..., Visited] = visit,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.destination, self._visit, self._sleep = destination, visit, sleep
        self.email = f"lead-drill-{secrets.token_hex(6)}@example.com"  # nobody's (RFC 2606)

    def form(self) -> str:
        """Load the contact page and find its form."""
        page = Page.objects.live().public().filter(
            content_type__app_label="home", content_type__model="contactpage"
        ).first()  # fmt: skip
        parts = page.get_url_parts() if page else None
        if not parts:
            raise Failed("there is no public contact page")
        self._page = settings.WAGTAILADMIN_BASE_URL + parts[2]
        answer = self._visit(self._page)
        form = form_with(answer.text, "message")
        if answer.status != 200 or form is None:
            raise Failed(f"the contact page answered {answer.status}, without a form to fill in")
        self._form = form
        return "the contact page shows its form"

    def receipt(self) -> str:
        """Send the form, and read the receipt."""
        filled = {"name": "Lead Drill", "email": self.email, "message": MESSAGE, "callback": ""}
        headers = {HEADER: mark(self.destination.name, self.email)}
        where = urljoin(self._page, self._form.action)
        sent = self._visit(where, {**filled, **self._form.hidden}, headers)
        if sent.status != 303:
            raise Failed(f"the form was answered with {sent.status}, not with a receipt")
        answer = self._visit(urljoin(self._page, sent.location))
        if answer.status != 200 or "L-" not in answer.text:
            raise Failed(f"the receipt answered {answer.status}, without a reference")
        return "the form was taken, and the receipt shows a reference"

    def stored(self) -> str:
        """Find the enquiry's row, marked as a test."""
        enquiry = Enquiry.objects.filter(person__email=self.email).first()
        if enquiry is None:
            raise Failed("no enquiry was stored: does BASE_URL lead to this site?")
        if not enquiry.is_test:
            raise Failed("it was stored as a real enquiry: is SECRET_KEY the same everywhere?")
        self._enquiry = enquiry
        return f"stored as {enquiry.reference}"

    def outbox(self) -> str:
        """Find its delivery, to this destination alone."""
        found = list(self._enquiry.deliveries.all())
        if [each.destination for each in found] != [self.destination.name]:
            raise Failed("it is not in the outbox once, for this destination alone")
        self._delivery = found[0]
        return "in the outbox once"

    def delivered(self) -> str:
        """Wait for the worker to deliver it."""
        delivery = self._delivery

        def is_delivered() -> bool:
            delivery.refresh_from_db()
            return delivery.state == State.DELIVERED

        if not self._comes(is_delivered):
            idle = "" if has_worker() else "; no worker has been heard of for a minute"
            raise Failed(f"not delivered in time: {words.in_words(delivery)}{idle}")
        return words.in_words(delivery)

    def found(self) -> str:
        """Look for each of its records in the CRM, by the submission's id."""
        counts = self._counts()
        if counts is None:
            return "this destination cannot be asked what it holds"
        wrong = [f"{step} {count} times" for step, count in counts.items() if count != 1]
        if wrong:
            raise Failed(f"the CRM holds {', '.join(wrong)}, not once")
        return f"the CRM holds {', '.join(counts)}, once each"

    def cleaned(self) -> str:
        """Have the worker erase it there, look whether that is so, and remove every row of ours."""
        person = Person.objects.filter(email=self.email).first()
        if person is None:
            return "there was nothing to remove"
        with transaction.atomic():
            outbox.erase(person)
        if not self._comes(lambda: outbox.is_erased(person)):
            raise Failed("not yet erased in the CRM; the next drill sees to it")
        counts = self._counts() if hasattr(self, "_delivery") else None
        left = [step for step, count in (counts or {}).items() if count]
        remove(person)
        if left:
            raise Failed(f"the CRM still holds its {', '.join(left)}: remove that by hand")
        return "nothing of it is left"

    def _counts(self) -> dict[str, int] | None:
        if not self.destination.reconciles:
            return None
        known = {step: Ref(**ref) for step, ref in self._delivery.refs.items()}
        key = str(self._enquiry.pk)
        found = self.destination.find_submission(key, self.email, known)
        return {step: len(found.get(step, ())) for step in self.destination.steps}

    def _comes(self, happened: Callable[[], bool]) -> bool:
        """Wait until it has happened; False when that takes too long."""
        for _ in range(round(PATIENCE / STEP)):
            if happened():
                return True
            self._sleep(STEP)
        return happened()
