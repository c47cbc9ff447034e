"""A quiz as it stands in the form of somebody who is editing it, saved or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from leads.models import QuizPage


class Unreadable(Exception):
    """The form holds something that not even a draft may. `fields` names where, for an editor."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True)
class Typed:
    """What the form would freeze. `page_id` is None for a page that is being made."""

    page_id: int | None
    content: dict[str, Any]


def of_page(request: HttpRequest, page_id: int) -> Typed:
    """Return what was typed into the form of a page.

    Raises PermissionDenied for who may not edit it, and Unreadable.
    """
    page = get_object_or_404(QuizPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return Typed(page_id, _content(request, page, page.get_parent()))


def of_new_page(request: HttpRequest, parent_id: int) -> Typed:
    """Return what was typed into the form of a page that is being made below another one.

    Raises PermissionDenied for who may not make it, and Unreadable.
    """
    parent = get_object_or_404(Page, pk=parent_id)
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return Typed(None, _content(request, QuizPage(), parent))


def _content(request: HttpRequest, page: QuizPage, parent: Page) -> dict[str, Any]:
    form = QuizPage.get_edit_handler().get_form_class()(
        request.POST, instance=page, parent_page=parent, for_user=request.user
    )
    form.defer_required_fields()
    form.is_valid()
    if form.unreadable:
        raise Unreadable([str(form.fields[name].label) for name in form.unreadable])
    content: dict[str, Any] = form.content()
    return content
