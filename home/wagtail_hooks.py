"""What the home room adds to Wagtail: the contact page's forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from home.models import ContactPage
from home.views import contact_page


@hooks.register("before_serve_page")
def serve_contact(page: Page, request: HttpRequest, *_args: Any) -> HttpResponse | None:
    """Serve a contact page with forms that are made for each visitor."""
    return contact_page(request, page) if isinstance(page, ContactPage) else None
