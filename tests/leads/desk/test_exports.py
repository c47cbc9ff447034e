"""Files of enquiries: what was filtered, safe to open, and noted."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from leads.desk.exporting import safe
from tests.factories import make_enquiry

pytestmark = pytest.mark.django_db
FILE = "/admin/enquiry/?export="


@pytest.fixture
def manager(db: None) -> Client:
    user = User.objects.create_user("mo")
    user.groups.set(Group.objects.filter(name="Sales managers"))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = b"".join(client.get(f"{FILE}csv{query}")).decode()
    return list(csv.DictReader(StringIO(text)))


def answer(question: str, text: str) -> dict[str, str]:
    return {"question_id": "q7", "question": question, "answer": text}


def test_a_file_holds_what_the_filters_leave_and_is_noted(manager: Client) -> None:
    make_enquiry(name="Ann Lee", quiz="IT check")
    make_enquiry(name="Bob Ray")

    found = rows(manager, "&quiz=IT check")

    assert [each["Name"] for each in found] == ["Ann Lee"]
    noted = ModelLogEntry.objects.get(action="leads.enquiries.exported")
    assert noted.user.username == "mo"
    assert noted.data == {"count": 1, "format": "csv", "show": "", "quiz": "IT check"}
    assert "Ann" not in str(noted.data) + noted.label


def test_a_question_keeps_its_columns_whatever_it_was_called(manager: Client) -> None:
    make_enquiry(name="Old", answers=[answer("A firewall?", "Yes")])
    make_enquiry(name="New", answers=[answer("A managed firewall?", "No")])
    make_enquiry(name="None")

    told = {each["Name"]: (each["q7 asked"], each["q7 answered"]) for each in rows(manager)}

    assert told == {
        "Old": ("A firewall?", "Yes"),
        "New": ("A managed firewall?", "No"),
        "None": ("", ""),
    }


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_begins_as_a_formula_does(formula: str) -> None:
    assert safe(formula) == f"'{formula}"
    assert safe("a=1") == "a=1"
    assert safe(-1) == -1


def test_a_character_that_no_workbook_may_hold_is_left_out() -> None:
    assert safe("a\x08b\x0b\tc\n") == "ab\tc\n"


def test_an_excel_file_opens_with_the_same_rows_and_no_formula(manager: Client) -> None:
    make_enquiry(name='=HYPERLINK("http://x.example")', phone_typed="+44 20 7946 0018", score=3)

    book = load_workbook(BytesIO(b"".join(manager.get(f"{FILE}xlsx"))))

    heading, row = list(book.active.iter_rows())
    cells = dict(zip([each.value for each in heading], row, strict=True))
    assert cells["Name"].value.startswith("'=HYPERLINK")
    assert {each.data_type for each in row}.isdisjoint({"f"})
    assert cells["Telephone"].value == "'+44 20 7946 0018"
    assert cells["Score"].value == 3
