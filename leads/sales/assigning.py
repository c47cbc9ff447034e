"""Giving an enquiry that nobody has to somebody: by acquaintance, by topic, or in turn."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from leads.models import Enquiry, Handling, SalesPerson
from leads.models.sales import promise
from leads.sales import acts
from leads.sales.choice import Candidate, Chosen, choose


def assign_if_free(enquiry: Enquiry) -> Handling | None:
    """Assign an open enquiry that nobody has, and return its handling either way.

    It may stay nobody's: where no one takes enquiries today, or they are not assigned in turn. None
    is for an enquiry that is not before sales. Safe to call twice, from several processes.
    """
    with transaction.atomic():
        handling = Handling.objects.select_for_update().filter(pk=enquiry.pk).first()
        if handling is None or handling.owner_id is not None or not handling.is_open:
            return handling
        chosen = _chosen(enquiry)
        if chosen is None:
            return handling
        SalesPerson.objects.filter(user=chosen.user).update(last_assigned_at=timezone.now())
        to = get_user_model().objects.get(pk=chosen.user)
        return acts.assign(enquiry, to, why=chosen.why)


def _chosen(enquiry: Enquiry) -> Chosen | None:
    return choose(
        _candidates(),
        topics=_topics(enquiry),
        known_to=_known_to(enquiry),
        in_turn=promise().sales.round_robin,
    )


def _candidates() -> list[Candidate]:
    available = SalesPerson.objects.available(timezone.localdate()).prefetch_related("topics")
    return [
        Candidate(
            user=each.user_id,
            topics=frozenset(topic.pk for topic in each.topics.all()),
            last_assigned_at=each.last_assigned_at,
        )
        for each in available
    ]


def _topics(enquiry: Enquiry) -> list[int]:
    """The topics of the article that led to it, of those that somebody answers for."""
    article: Any = enquiry.attribution.get("article_id")
    if not isinstance(article, int):
        return []
    named = SalesPerson.topics.through.objects.filter(topic__articles=article)
    return list(named.values_list("topic_id", flat=True).distinct())


def _known_to(enquiry: Enquiry) -> int | None:
    """Who has dealt with the person before, most lately."""
    others = Handling.objects.filter(enquiry__person=enquiry.person_id, owner__isnull=False)
    others = others.exclude(pk=enquiry.pk).order_by("-enquiry__created_at")
    return others.values_list("owner_id", flat=True).first()
