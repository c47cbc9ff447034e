"""The inbox: every enquiry that somebody may see, what is due first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from leads.desk import audit, search
from leads.desk.access import EXPORT, RESEND, WORK, ForSales
from leads.desk.columns import DeliveryColumn, PickColumn, StandingColumn, WhoColumn
from leads.desk.exporting import Spreadsheet
from leads.desk.filters import TABS, FilterForm, Tab, conditions, tabs
from leads.desk.forms import AssignForm
from leads.desk.holding import HeldColumn
from leads.models import Enquiry
from leads.models.enquiry import EnquiryQuerySet

LONG = ("message", "answers", "sales_note", "article_url")  # what the list does not show
DUE = "due"  # the order in which something is to be done


class EnquiryList(ForSales, Spreadsheet, generic.IndexView):
    """What the tab and the filters ask for, or what a search found."""

    model = Enquiry
    page_title = "Enquiries"
    header_icon = "mail"
    index_url_name = "enquiry:index"
    index_results_url_name = "enquiry:index_results"
    default_ordering = DUE
    is_searchable = False  # Wagtail's search puts the words into the address: see `search`
    paginate_by = 25
    any_permission_required = None
    table_classname = "listing desk-inbox"
    template_name = "leads/desk/list.html"
    results_template_name = "leads/desk/list_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @property
    def found(self) -> str:
        """The name of a search's results, or "" for all enquiries."""
        return self.request.GET.get("found", "")

    @cached_property
    def tab(self) -> str:
        """The quick filter that is asked for. A search looks everywhere."""
        asked = "held" if self.request.GET.get("held") else self.request.GET.get("show", "")
        return asked if asked in TABS and (asked or not self.found) else "all"

    @cached_property
    def filter_form(self) -> FilterForm:
        """The other filters, as they were chosen."""
        return FilterForm(self.request.GET)

    @cached_property
    def visible(self) -> EnquiryQuerySet:
        """All that the user may see."""
        return Enquiry.objects.visible_to(self.request.user)

    @cached_property
    def tabs(self) -> list[Tab]:
        """The quick filters with their counts."""
        return tabs(self.request.user, self.now)

    @cached_property
    def may_work(self) -> bool:
        """Whether the user may do anything with several at once."""
        return bool(self.request.user.has_perm(WORK))

    @cached_property
    def assign_form(self) -> AssignForm:
        """To whom those picked can be given."""
        return AssignForm()

    @cached_property
    def may_resend(self) -> bool:
        """Whether the user may send deliveries again."""
        return bool(self.request.user.has_perm(RESEND))

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            WhoColumn("name", label="Who", sort_key="name"),
            StandingColumn("standing", self.now, label="What is due", sort_key=DUE),
            Column("article", label="Article", classname="desk-article"),
            DeliveryColumn("deliveries", label="CRM"),
            DateColumn("created_at", label="Received", sort_key="created_at"),
        ]
        if self.tab == "held":
            columns.insert(2, HeldColumn("screening", label="Held back"))
        elif self.may_work:
            columns.insert(0, PickColumn("pick", label="Pick"))
        return columns

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_work:
            return []
        return [HeaderButton("Log a call", url=reverse("enquiry:phone"), icon_name="mobile-alt")]

    def get_base_queryset(self) -> QuerySet[Enquiry]:
        rows = self.visible.filter(conditions(self.request.user, self.now)[self.tab])
        rows = self.filter_form.apply(rows)
        if self.found:
            rows = rows.filter(pk__in=search.recall(self.request, self.found))
        return rows.select_related("screening", "handling__owner", "corrects")

    def paginate_queryset(self, queryset: EnquiryQuerySet, page_size: int) -> Any:
        """Return a page. Its keys are found first: to sort whole rows takes ten times as long."""
        keys = queryset.select_related(None).values_list("pk", flat=True)
        paginator, page, found, more = super().paginate_queryset(keys, page_size)
        rows = queryset.defer(*LONG).prefetch_related("deliveries").in_bulk(list(found))
        page.object_list = [rows[key] for key in found if key in rows]
        return paginator, page, page.object_list, more

    def order_queryset(self, queryset: EnquiryQuerySet) -> QuerySet[Enquiry]:
        if self.ordering == DUE:
            return queryset.due_first()
        ordered: QuerySet[Enquiry] = super().order_queryset(queryset)
        return ordered

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        audit.listed(self.request, len(context["object_list"]), self.asked)
        return context

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, for the log."""
        return {"show": self.tab, **self.filter_form.asked}

    def get_add_url(self) -> None:
        return None

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.request.user.has_perm(EXPORT))


class EnquirySearch(ForSales):
    """Takes the words of a search. Its results have an address, and may be reloaded and left."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django's
        return redirect("enquiry:index")

    def post(self, request: HttpRequest) -> HttpResponse:
        name = search.remember(request, request.POST.get("words", ""))
        return redirect(f"{reverse('enquiry:index')}?found={name}")
