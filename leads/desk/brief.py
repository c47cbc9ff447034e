"""The call brief: everything about one enquiry on one page, and on one sheet of paper."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.mailboxes import is_free
from leads.delivery import words
from leads.desk import audit, person
from leads.desk.access import RESEND, WORK, OfEnquiry
from leads.desk.came import came_by
from leads.desk.columns import described, handling_of
from leads.desk.due import due
from leads.desk.forms import AssignForm, CallForm, NoteForm, OutcomeForm, StepForm
from leads.desk.timeline import timeline
from leads.models import Enquiry, Handling, Stage
from leads.sales.people import name_of

# The order in which a press on one button most often follows another.
OUTCOMES = (Stage.QUALIFIED, Stage.WON, Stage.LOST, Stage.UNFIT)


class EnquiryBrief(OfEnquiry, WagtailAdminTemplateMixin, TemplateView):
    """Everything about one enquiry. Each look at it is noted."""

    template_name = "leads/desk/enquiry.html"
    header_icon = "mail"
    page_title = "Enquiry"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.seen(request, self.enquiry)
        shown: HttpResponse = super().get(request, *args, **kwargs)
        return shown

    def get_page_subtitle(self) -> str:
        return self.enquiry.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("enquiry:index"), "label": "Enquiries"},
            {"url": "", "label": self.enquiry.reference},
        ]

    @cached_property
    def others(self) -> list[Enquiry]:
        """The person's other enquiries, of those that the user may see."""
        rows = Enquiry.objects.visible_to(self.request.user).select_related("handling")
        return list(rows.filter(person=self.enquiry.person_id).exclude(pk=self.enquiry.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry, user = self.enquiry, self.request.user
        return super().get_context_data(
            **{
                "enquiry": enquiry,
                "number": person.number_of(enquiry, self.others),
                "conflicts": person.conflicts(enquiry, self.others),
                "groups": person.answers_by_category(enquiry),
                "openers": person.openers(enquiry),
                "consents": person.consents(enquiry),
                "others": self.others,
                "corrections": [each for each in self.others if each.corrects_id == enquiry.pk],
                "came": came_by(enquiry.attribution),
                "free_mail": is_free(enquiry.email),
                "screening": getattr(enquiry, "screening", None),
                "deliveries": described(enquiry, words.surroundings()),
                "timeline": timeline(enquiry),
                "may_resend": user.has_perm(RESEND),
                **self.standing(),
                **kwargs,
            }
        )

    def standing(self) -> dict[str, Any]:
        """Return how far it is, and the forms with which to go on."""
        handling = handling_of(self.enquiry)
        may_work = handling is not None and self.request.user.has_perm(WORK)
        standing = {
            "handling": handling,
            "due": due(handling, timezone.now()),
            "state": Stage(handling.state).label if handling else "",
            "owner": name_of(handling.owner) if handling and handling.owner else "",
            "may_work": may_work,
            "may_claim": may_work and handling is not None and _is_free(handling),
        }
        return standing | (self.forms(handling) if may_work else {})

    def forms(self, handling: Handling | None) -> dict[str, Form | Any]:
        """Return the forms, empty."""
        planned = {}
        if handling and handling.next_step_at:
            at = timezone.localtime(handling.next_step_at)
            planned = {"step": handling.next_step, "step_at": at}
        return {
            "call_form": CallForm(ids="call"),
            "note_form": NoteForm(ids="note"),
            "step_form": StepForm(ids="step", initial=planned),
            "outcome_form": OutcomeForm(ids="outcome"),
            "assign_form": AssignForm(),
            "outcomes": self.outcomes(handling),
        }

    def outcomes(self, handling: Handling | None) -> list[dict[str, str]]:
        """Return what it can be decided to be: a label, and where its button leads."""
        return [
            {"label": each.label, "url": reverse(f"enquiry:to_{each}", args=[self.enquiry.pk])}
            for each in OUTCOMES
            if handling is None or each != handling.state
        ]


def _is_free(handling: Handling) -> bool:
    return handling.is_open and handling.claimed_at is None
