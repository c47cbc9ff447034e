"""Enquiries to measure with: in every state, sent nowhere, and gone again without a trace."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from leads.models import Delivery, Enquiry, Event, Handling, Person, Stage
from tests.factories import make_delivery

pytestmark = pytest.mark.django_db


def test_they_are_added_as_many_as_asked_and_removed_without_touching_others() -> None:
    make_delivery()

    call_command("seed_enquiries", 40)
    assert Enquiry.objects.count() == 41
    assert set(Handling.objects.values_list("state", flat=True)) == set(Stage.values)
    assert not Delivery.objects.waiting().exclude(destination="main").exists()
    call_command("seed_enquiries", "--remove")

    counts = [model.objects.count() for model in (Person, Enquiry, Handling, Event, Delivery)]
    assert counts == [1, 1, 1, 0, 1]


def test_without_a_number_it_says_what_it_wants() -> None:
    with pytest.raises(CommandError, match="Say how many"):
        call_command("seed_enquiries")
