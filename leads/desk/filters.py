"""Which enquiries are asked for: the quick ones as tabs, the rest as a form. Nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.http import QueryDict

from core.hours import midnight
from leads.models import CLOSED, OPEN, Enquiry, Handling, SalesPerson, Screening, Stage
from leads.models.enquiry import EnquiryQuerySet
from leads.sales.people import name_of

NOBODY = "nobody"
LATEST = 500  # enquiries, for the choices of some filters
_HELD = Q(screening__held=True, screening__released_at=None)


@dataclass(frozen=True)
class Tab:
    """A quick filter, and how many it shows; None where counting would take long."""

    name: str
    label: str
    count: int | None


TABS = {
    "": "Open",
    "mine": "Mine",
    "free": "Nobody’s",
    "overdue": "Overdue",
    "closed": "Closed",
    "all": "All",
    "held": "Held back",
}


def conditions(user: Any, now: datetime) -> dict[str, Q]:
    """Return what each tab shows, of enquiries. A test is never before sales."""
    real = Q(is_test=False)
    return _handled(user, now, "handling__") | {"all": real, "held": real & _HELD}


def _handled(user: Any, now: datetime, prefix: str = "") -> dict[str, Q]:
    def that(**conditions: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    return {
        "": that(state__in=OPEN),
        "mine": that(state__in=OPEN, owner=user.pk),
        "free": that(state__in=OPEN, owner=None),
        "overdue": that(state__in=OPEN, act_by__lt=now),
        "closed": that(state__in=CLOSED),
    }


def tabs(user: Any, now: datetime) -> list[Tab]:
    """Return the quick filters with their counts of what the user may see. Two queries."""
    rows = Handling.objects.visible_to(user)
    named = {f"n_{name}": Count("pk", filter=which) for name, which in _handled(user, now).items()}
    counts: dict[str, int] = rows.aggregate(**named)
    counts["n_held"] = Screening.objects.waiting().filter(enquiry__is_test=False).count()
    return [Tab(name, label, counts.get(f"n_{name}")) for name, label in TABS.items()]


def _all_topics() -> Any:
    return SalesPerson.topics.field.related_model._default_manager.all()


def _topics() -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in _all_topics()]


def _articles_on(topic: str) -> list[int]:
    return list(_all_topics().filter(pk=topic).values_list("articles", flat=True))


def _owners() -> list[tuple[str, str]]:
    owning = Handling.objects.exclude(owner=None).order_by().values("owner").distinct()
    named = Q(pk__in=owning) | Q(sales_person__isnull=False)
    users = get_user_model().objects.filter(named).order_by("username")
    return [(NOBODY, "Nobody"), *((str(each.pk), name_of(each)) for each in users)]


def _told(field: str) -> list[tuple[str, str]]:
    """What the latest enquiries say: to ask all of them takes long."""
    latest = Enquiry.objects.order_by("-created_at").values_list(field, flat=True)[:LATEST]
    return [(each, each) for each in sorted({each for each in latest if each})]


class FilterForm(forms.Form):
    """The rest of the filters. Nothing chosen leaves nothing out."""

    state = forms.ChoiceField(required=False, choices=[("", "Any"), *Stage.choices])
    owner = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(required=False)
    quiz = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    since = forms.DateField(
        required=False, label="Received from", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label="Received until", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        known = {
            "owner": [("", "Anybody"), *_owners()],
            "topic": [("", "Any"), *_topics()],
            "quiz": [("", "Any"), *_told("quiz")],
            "source": [("", "Any"), *_told("attribution__source")],
        }
        for name, choices in known.items():  # read once: a callable would be with every use
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What is chosen, for the log: nothing of it is personal."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def apply(self, rows: EnquiryQuerySet) -> EnquiryQuerySet:
        """Return those of `rows` that fit all that is chosen; none if that makes no sense."""
        if not self.is_valid():
            return rows.none()
        chosen = self.cleaned_data
        direct = {"handling__state": "state", "quiz": "quiz", "attribution__source": "source"}
        rows = rows.filter(**{path: chosen[name] for path, name in direct.items() if chosen[name]})
        if chosen["owner"]:
            owner = None if chosen["owner"] == NOBODY else chosen["owner"]
            rows = rows.filter(handling__owner=owner)
        if chosen["topic"]:
            rows = rows.filter(attribution__article_id__in=_articles_on(chosen["topic"]))
        return _between(rows, chosen["since"], chosen["until"])


def _between(rows: EnquiryQuerySet, since: Any, until: Any) -> EnquiryQuerySet:
    if since:
        rows = rows.filter(created_at__gte=midnight(since))
    if until:
        rows = rows.filter(created_at__lt=midnight(until + timedelta(days=1)))
    return rows
