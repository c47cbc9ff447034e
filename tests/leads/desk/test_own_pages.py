"""What sales find outside the desk: what waits, on the first page, and their days off."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leads.models import SalesPerson
from tests.factories import make_enquiry
from tests.leads.desk.test_outgoing import read

pytestmark = pytest.mark.django_db


def test_the_first_page_says_what_waits_to_sales_alone(sales: Client) -> None:
    make_enquiry()
    boss, editor = Client(), User.objects.create_user("eva")
    boss.force_login(
        User.objects.create_superuser("boss"), "django.contrib.auth.backends.ModelBackend"
    )

    assert "Nobody’s: 1" in sales.get("/admin/").content.decode()
    assert "Nobody’s: 1" in boss.get("/admin/").content.decode()
    boss.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    assert "Nobody’s" not in boss.get("/admin/").content.decode()


def test_whoever_is_given_enquiries_says_themselves_when_they_are_away(sales: Client) -> None:
    user = User.objects.get(username="sam")
    assert "When I am away" not in sales.get("/admin/account/").content.decode()
    person = SalesPerson.objects.create(user=user)
    form = read(sales, "/admin/account/").form("away-away_from")
    name = {"first_name": "Sam", "last_name": "Field", "email": "sam@firm.example"}
    days = form.fields | {f"name_email-{key}": value for key, value in name.items()}
    days |= {"away-away_from": "2026-12-24", "away-away_until": "2026-12-01"}

    wrong = sales.post("/admin/account/", days)
    assert "This is before the first day away." in wrong.content.decode()
    sales.post("/admin/account/", days | {"away-away_until": "2027-01-01"})

    person.refresh_from_db()
    assert (str(person.away_from), str(person.away_until)) == ("2026-12-24", "2027-01-01")
