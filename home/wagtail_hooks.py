"""What the home room adds to Wagtail: the contact page's forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from home.models import ContactPage
from home.views import contact_page


# Within Wagtail's own hook of this name, which asks for the password of a page that has one.
@hooks.register("on_serve_page", order=100)
def serve_contact(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve a contact page with forms that are made for each visitor."""

    def serve_page(page: Page, request: HttpRequest, *args: Any) -> HttpResponse:
        if isinstance(page, ContactPage):
            return contact_page(request, page)
        return serve(page, request, *args)

    return serve_page
