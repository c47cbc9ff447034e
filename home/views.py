"""The contact page: two forms, each of which ends in an enquiry."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods
from wagtail.models import PageViewRestriction

from core.pagecache.memory import remembered
from home import contact as forms
from home.models import ContactPage
from leads.capture import contact
from leads.capture.forms import FORMS
from leads.capture.responses import SeeOther, for_one_visitor
from leads.counting import steps
from leads.models import Enquiry


@for_one_visitor
def contact_page(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Show the contact page, its forms empty."""
    offers = forms.offers(request, page)
    steps.arrived(request, offers["message"].attribution)
    return _render(request, page, forms.empty(request, offers))


@for_one_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take one of the page's forms. One that is shown again leaves the other as it was.

    It has an address of its own, because Wagtail's view of pages wants Django's cookie for a POST.
    """
    page = remembered(request, ("contact page", page_id), partial(_public_page, page_id))
    if request.method != "POST":  # a reload of a form that had mistakes
        return SeeOther(page.get_url(request))
    sent, offers = _which(request), forms.offers(request, page)
    taken = contact.take(request, offers[sent])
    if isinstance(taken, Enquiry):
        return SeeOther(taken.receipt_url())
    shown = {
        which: taken if which == sent else contact.show(request, offer)
        for which, offer in offers.items()
    }
    return _render(request, page, shown, sent)


def _public_page(page_id: int) -> ContactPage:
    """Return the page, if everybody may see it, in one query where none is restricted at all."""
    restricted = Exists(PageViewRestriction.objects.all())
    pages = ContactPage.objects.live().annotate(restricted=restricted)
    page: ContactPage = get_object_or_404(pages, pk=page_id)
    if page.restricted and page.get_view_restrictions().exists():
        raise Http404
    return page


def _which(request: HttpRequest) -> str:
    """Return which form was sent. One that does not say is taken for a message, not dropped."""
    which = request.POST.get("which", "")
    return which if which in FORMS else "message"


def _render(
    request: HttpRequest, page: ContactPage, shown: dict[str, contact.Shown], sent: str = ""
) -> HttpResponse:
    context: dict[str, Any] = page.get_context(request)
    context |= {**forms.shown(request, page, shown), "sent": shown.get(sent)}
    status = shown[sent].status if sent else 200
    return render(request, page.get_template(request), context, status=status)
