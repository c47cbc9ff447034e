"""What test_moving.py does inside the site, on the one or the other database."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

ENQUIRIES = int(os.environ.get("ENQUIRIES", "10000"))
BEGAN = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=UTC)
# What two databases may well take differently: scripts, quotes, line ends, what looks like SQL.
MESSAGES = (
    "Ring me.", "Zoë’s “printer” – again\r\n\tand again", "日本語のメッセージ", "👩🏽‍💻 e\u0301",
    "100% 'quoted' \\ \\n %s {x} -- ; DROP TABLE", "", "x" * 4000,
)  # fmt: skip
# Not moved, but made anew there; and what every request may write.
_LEFT = {"wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry", "sessions.Session"}


def fill() -> int:
    """Put in the enquiries, each of a person of its own, with a consent and a delivery."""
    from django.contrib.auth.models import User

    from leads.models import ConsentEvent, Delivery, Enquiry, Person

    User.objects.create_superuser("ada")
    people = Person.objects.bulk_create(
        [
            Person(email=f"ann{n}@acme.example", name=f"Ann {n}", enquiry_count=1)
            for n in range(ENQUIRIES)
        ],
        batch_size=1000,
    )
    enquiries = [_enquiry(n, person) for n, person in enumerate(people)]
    Enquiry.objects.bulk_create(enquiries, batch_size=500)
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                person=each.person, enquiry=each, purpose="marketing", channel="email",
                given=bool(each.score % 2), wording="Write to me.", at=each.created_at,
            )
            for each in enquiries
        ],
        batch_size=1000,
    )  # fmt: skip
    Delivery.objects.bulk_create(
        [
            Delivery(
                enquiry=each, person=each.person, sequence=1, destination="main",
                state="delivered", created_at=each.created_at, delivered_at=each.created_at,
                waits=timedelta(seconds=each.score, microseconds=7), lease=uuid.uuid4(),
                refs={"person": {"id": str(each.score), "url": ""}},
            )
            for each in enquiries
        ],
        batch_size=500,
    )  # fmt: skip
    return ENQUIRIES


def _enquiry(n: int, person: Any) -> Any:
    from leads.models import Enquiry

    return Enquiry(
        id=uuid.uuid5(uuid.NAMESPACE_URL, str(n)), reference=f"L-{n:05}", receipt=f"receipt-{n}",
        person=person, sequence=1, name=person.name, email=person.email,
        message=MESSAGES[n % len(MESSAGES)], score=n % 19, max_score=18,
        answers=[{"question": "Who?", "answer": MESSAGES[n % 5]}],
        attribution={"utm_source": "x", "n": n}, created_at=BEGAN + timedelta(minutes=n),
    )  # fmt: skip


def rows() -> dict[str, tuple[int, str]]:
    """Return how many rows each table has, and a checksum of all that is in them."""
    encode = DjangoJSONEncoder(sort_keys=True, default=str).encode
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.label in _LEFT:
            continue
        seen, count = hashlib.sha256(), 0
        fields = [each.attname for each in model._meta.concrete_fields]
        for row in model._base_manager.order_by("pk").values_list(*fields).iterator():
            seen.update(encode([_plain(each) for each in row]).encode())
            count += 1
        found[model._meta.label] = (count, seen.hexdigest())
    return found


def _plain(value: Any) -> Any:
    raw = getattr(value, "raw_data", None)  # of a StreamField
    return list(raw) if raw is not None else value


def pages() -> dict[str, str]:
    """Return a checksum of what each address of the site answers, without what is made anew.

    Not of a search: each database has its own way of finding and ranking.
    """
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from wagtail.models import Page

    settings.ALLOWED_HOSTS = ["*"]
    staff = Client()
    staff.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")
    paths = [each.get_url() for each in Page.objects.live().filter(depth__gt=1).order_by("pk")]
    shown = {path: _of(Client(), path) for path in paths}
    for path in (
        "/sitemap.xml",
        "/llms.txt",
        "/articles/feed/",
        "/nothing/",
    ):
        shown[path] = _of(Client(), path)
    for path in ("/admin/enquiry/", f"/admin/enquiry/{_enquiry_key()}/", "/admin/deliveries/"):
        shown[path] = _of(staff, path)
    return shown


def _enquiry_key() -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, "3")


def _of(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code in {200, 404}, f"{path}: {answer.status_code}"
    text = answer.content.decode()
    for made_anew in (r'name="(key|csrfmiddlewaretoken)" value="[^"]*"', r'value="[^"]{40,}"'):
        text = re.sub(made_anew, "", text)
    text = re.sub(r'(nonce|csrf[A-Za-z_-]*)["=: ]+"?[A-Za-z0-9_-]{16,}"?', "", text, flags=re.I)
    return f"{answer.status_code} {hashlib.sha256(text.encode()).hexdigest()}"


def goes_on() -> bool:
    """Store something new in every kind of table that numbers its rows: no number is taken."""
    from wagtail.models import Page

    from leads.capture.record import Contact, Submission, record_enquiry

    contact = Contact(name="Bo", email="bo@acme.example", message="After the move.")
    enquiry = record_enquiry(Submission(form_key="after", contact=contact))
    page = Page.objects.live().order_by("-pk").first()
    assert page is not None
    page.specific.save_revision()
    return enquiry.person_id is not None


def erase_one() -> str:
    """Erase one person; returns the reference."""
    from leads.models import Person
    from leads.privacy.forgetting import forget

    return forget(Person.objects.get(email="ann7@acme.example")).reference


def is_erased() -> str:
    """Return the reference of the one erasure, if nothing is left but what a CRM is asked by."""
    from leads.models import Enquiry, Erasure

    enquiry = Enquiry.objects.get(reference="L-00007")
    assert (enquiry.name, enquiry.email, enquiry.message, enquiry.person.name) == ("", "", "", "")
    return str(Erasure.objects.get().reference)
