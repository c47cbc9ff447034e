"""Who gets an enquiry: who knows the person, who knows the topic, or whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from leads.models import Event, Handling, SalesPerson, SalesSettings
from leads.sales import acts
from leads.sales.assigning import assign_if_free
from leads.sales.choice import BY_TOPIC, IN_TURN, KNOWN, Candidate, Chosen, choose
from tests.factories import make_enquiry
from tests.site_tree import make_article, make_site

EARLIER, LATER = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
ANN, BOB = Candidate(user=1, last_assigned_at=LATER), Candidate(user=2, last_assigned_at=EARLIER)
CY = Candidate(user=3, topics=frozenset({7}))


def test_each_in_turn_and_who_never_had_one_first() -> None:
    new = Candidate(user=9)

    assert choose([ANN, BOB]) == Chosen(2, IN_TURN)
    assert choose([ANN, BOB, new]) == Chosen(9, IN_TURN)
    assert choose([ANN, BOB], in_turn=False) is None
    assert choose([]) is None


def test_a_topic_goes_to_who_has_it_and_specialists_get_no_other_unless_alone() -> None:
    assert choose([ANN, CY], topics=[7]) == Chosen(3, BY_TOPIC)
    assert choose([ANN, CY], topics=[7], in_turn=False) == Chosen(3, BY_TOPIC)
    assert choose([ANN, CY], topics=[8]) == Chosen(1, IN_TURN)
    assert choose([CY], topics=[8]) == Chosen(3, IN_TURN)


def test_whoever_knows_the_person_goes_before_all_if_they_are_there() -> None:
    assert choose([ANN, BOB, CY], topics=[7], known_to=1) == Chosen(1, KNOWN)
    assert choose([BOB, CY], topics=[7], known_to=1) == Chosen(3, BY_TOPIC)


def seller(name: str, **fields: object) -> User:
    user = User.objects.create_user(name)
    SalesPerson.objects.create(user=user, **fields)
    return user


@pytest.mark.django_db
def test_two_people_take_turns_and_who_is_away_is_passed_over() -> None:
    today = timezone.localdate()
    sam, kim = seller("sam"), seller("kim")
    seller("off", away_from=today - timedelta(days=1), away_until=today)
    seller("gone", away_until=today + timedelta(days=1))
    seller("boss", takes_leads=False)

    owners = [assign_if_free(make_enquiry()).owner for _ in range(4)]

    assert owners == [sam, kim, sam, kim]
    assert Event.objects.filter(kind="assigned", actor=None).count() == 4
    assert Handling.objects.unclaimed().count() == 4


@pytest.mark.django_db
def test_who_has_come_back_is_given_enquiries_again() -> None:
    today = timezone.localdate()
    back = seller("back", away_from=today - timedelta(days=9), away_until=today - timedelta(days=1))
    seller("later", takes_leads=True, away_from=today)

    assert assign_if_free(make_enquiry()).owner == back


@pytest.mark.django_db
def test_an_enquiry_follows_its_article_s_topic_and_its_person() -> None:
    article = make_article(make_site().index, "Backup")
    topic = article.topics.get()
    sam, kim = seller("sam"), seller("kim")
    kim.sales_person.topics.add(topic.pk)
    SalesSettings.objects.update_or_create(
        site_id=article.get_site().pk, defaults={"round_robin": False}
    )

    by_topic = make_enquiry(attribution={"article_id": article.pk})
    assert assign_if_free(by_topic).owner == kim
    assert assign_if_free(make_enquiry()).owner is None
    known = make_enquiry(handling={"owner": sam})
    assert assign_if_free(make_enquiry(person=known.person)).owner == sam


@pytest.mark.django_db
def test_what_somebody_has_stays_theirs_and_what_is_not_before_sales_is_nobodys() -> None:
    seller("sam")
    kim = User.objects.create_user("kim")
    taken = make_enquiry()
    acts.claim(taken, kim)

    assert assign_if_free(taken).owner == kim
    assert assign_if_free(make_enquiry(is_test=True)) is None
