"""The sales desk: the enquiries in the Wagtail admin, and whether they have reached the CRM."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.mailboxes import is_free
from leads.delivery import outbox, words
from leads.desk import search
from leads.desk.access import RESEND, ForSales
from leads.desk.came import came_by
from leads.desk.holding import HeldColumn
from leads.models import Delivery, Enquiry, State

LONG = ("message", "answers", "attribution", "sales_note")  # what the list does not show
RESENDABLE = {State.DEAD, State.RETRY, State.UNKNOWN}  # what is held back is released


class DeliveryColumn(Column):
    """The state of each of an enquiry's deliveries, in words."""

    cell_template_name = "leads/desk/deliveries_cell.html"

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.around = words.surroundings()

    def get_value(self, instance: Enquiry) -> list[Described]:
        return described(instance, self.around)


class Described(NamedTuple):
    """A delivery as the desk shows it."""

    delivery: Delivery
    words: str
    url: str
    can_resend: bool


def described(enquiry: Enquiry, around: words.Surroundings) -> list[Described]:
    """Return each delivery with its state in words and the address of the record it made."""
    deliveries, found = enquiry.deliveries.all(), []
    for delivery in deliveries:
        made, told = words.record(delivery), words.in_words(delivery, around)
        # "Trying again at 10:15" tells nothing beside another CRM's state: trying what?
        if len(deliveries) > 1 and not re.search(rf"\b{re.escape(delivery.destination)}\b", told):
            told = f"{delivery.destination}: {told}"
        found.append(
            Described(
                delivery=delivery,
                words=told,
                url=made.url if made else "",
                can_resend=delivery.state in RESENDABLE,
            )
        )
    return found


class EnquiryList(ForSales, generic.IndexView):
    """All enquiries, or those that a search found, newest first."""

    model = Enquiry
    page_title = "Enquiries"
    header_icon = "mail"
    index_url_name = "enquiry:index"
    index_results_url_name = "enquiry:index_results"
    default_ordering = "-created_at"
    is_searchable = False  # Wagtail's search puts the words into the address: see `search`
    paginate_by = 50
    any_permission_required = None
    template_name = "leads/desk/list.html"
    results_template_name = "leads/desk/list_results.html"

    @property
    def found(self) -> str:
        """The name of a search's results, or "" for all enquiries."""
        return self.request.GET.get("found", "")

    @property
    def only_held(self) -> bool:
        """Whether only what is held back is asked for."""
        return self.request.GET.get("held") == "1"

    @cached_property
    def held_count(self) -> int:
        """How many are held back."""
        return Enquiry.objects.real().held_back().count()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name", label="Who", accessor="who", url_name="enquiry:inspect", sort_key="name"
            ),
            Column("company", label="Company", sort_key="company"),
            Column("result", label="Quiz result"),
            Column("callback_words", label="Call-back"),
            DeliveryColumn("deliveries", label="Delivery"),
            HeldColumn("screening", label="Held back"),
            Column("reference", label="Reference"),
            DateColumn("created_at", label="Received", sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Enquiry]:
        enquiries = Enquiry.objects.real().defer(*LONG).select_related("screening")
        enquiries = enquiries.prefetch_related("deliveries")
        if self.only_held:
            enquiries = enquiries.held_back()
        if not self.found:
            return enquiries
        return enquiries.filter(pk__in=search.recall(self.request, self.found))

    def get_add_url(self) -> None:
        return None


class EnquirySearch(ForSales):
    """Takes the words of a search. Its results have an address, and may be reloaded and left."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django's
        return redirect("enquiry:index")

    def post(self, request: HttpRequest) -> HttpResponse:
        name = search.remember(request, request.POST.get("words", ""))
        return redirect(f"{reverse('enquiry:index')}?found={name}")


class EnquiryBrief(ForSales, WagtailAdminTemplateMixin, TemplateView):
    """Everything about one enquiry on one page."""

    template_name = "leads/desk/enquiry.html"
    header_icon = "mail"
    page_title = "Enquiry"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.enquiry = get_object_or_404(
            Enquiry.objects.select_related("person", "corrects", "screening"), pk=kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        return self.enquiry.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("enquiry:index"), "label": "Enquiries"},
            {"url": "", "label": self.enquiry.reference},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.enquiry
        others = enquiry.person.enquiries.exclude(pk=enquiry.pk)
        return super().get_context_data(
            **kwargs,
            enquiry=enquiry,
            deliveries=described(enquiry, words.surroundings()),
            consents=enquiry.consents.all(),
            others=others,
            corrections=enquiry.corrections.all(),
            came=came_by(enquiry.attribution),
            free_mail=is_free(enquiry.email),
            screening=getattr(enquiry, "screening", None),
            may_resend=self.request.user.has_perm(RESEND),
        )


class Resend(ForSales):
    """Send one delivery again, under the same key: a repeat makes nothing twice."""

    permission = RESEND
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(Delivery, pk=pk)
        if not outbox.resend(delivery):
            messages.warning(request, "There was nothing to send again: it has moved on meanwhile.")
        elif hindrance := words.hindrance(delivery):
            messages.warning(request, f"It will be sent again, but not at once. {hindrance}")
        else:
            messages.success(request, "It is on its way again.")
        return redirect("enquiry:inspect", delivery.enquiry_id)
