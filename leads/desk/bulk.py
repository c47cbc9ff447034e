"""What is done with several enquiries at once, picked in the inbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from leads.delivery import outbox
from leads.desk.access import RESEND, WORK, ForSales
from leads.desk.columns import RESENDABLE
from leads.desk.forms import AssignForm
from leads.models import Delivery, Enquiry, Handling
from leads.sales import acts
from leads.sales.people import name_of

MOST = 200  # at once


class Bulk(ForSales):
    """Claims, assigns or resends what was picked, of what the user may see."""

    permission = WORK
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        picked = self.picked()
        does = {"claim": self.claim, "assign": self.assign, "resend": self.resend}
        act = does.get(request.POST.get("action", ""))
        if act is None or not picked:
            messages.warning(request, "Pick some enquiries first.")
        else:
            act(picked)
        return redirect(get_valid_next_url_from_request(request) or "enquiry:index")

    def picked(self) -> list[Enquiry]:
        """Return what was picked, of what the user may see."""
        keys = [key for each in self.request.POST.getlist("pk")[:MOST] if (key := _key(each))]
        return list(Enquiry.objects.real().visible_to(self.request.user).filter(pk__in=keys))

    def claim(self, picked: list[Enquiry]) -> None:
        """Take what nobody has taken."""
        user = self.request.user
        before = set(_of(picked).unclaimed().values_list("pk", flat=True))
        taken = sum(acts.claim(each, user).owner == user for each in picked if each.pk in before)
        left = len(picked) - taken
        self.say(taken, "taken", f"{left} had been taken before." if left else "")

    def assign(self, picked: list[Enquiry]) -> None:
        """Give all of them to one colleague."""
        form = AssignForm(self.request.POST)
        if not form.is_valid():
            messages.error(self.request, "Choose a colleague to give them to.")
            return
        to = form.cleaned_data["to"]
        rows = list(_of(picked).values_list("pk", flat=True))
        for pk in rows:
            acts.assign(pk, to, by=self.request.user)
        self.say(len(rows), f"given to {name_of(to)}")

    def resend(self, picked: list[Enquiry]) -> None:
        """Send again what has failed or waits."""
        if not self.request.user.has_perm(RESEND):
            messages.error(self.request, "This account may not send deliveries again.")
            return
        waiting = Delivery.objects.filter(enquiry__in=picked, state__in=RESENDABLE)
        self.say(sum(outbox.resend(each) for each in waiting), "on their way again")

    def say(self, count: int, what: str, more: str = "") -> None:
        """Say how many it was done with."""
        told = messages.success if count else messages.warning
        told(self.request, f"{count or 'None'} {what}. {more}".strip())


def _of(picked: list[Enquiry]) -> Any:
    return Handling.objects.filter(pk__in=[each.pk for each in picked])


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
