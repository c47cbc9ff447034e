"""Before anything else in the admin comes a second step, where `SECOND_STEP` requires one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

# What it takes to set one up, or to leave: pages, and what the admin's own pages load.
_OPEN = (
    *("mfa_index", "account_login", "account_logout", "account_reauthenticate"),
    *("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
)
# How a page about the account looks for whoever may see nothing else yet.
_ALONE = "core/login/alone.html"


def has_second_step(user: Any) -> bool:
    """Tell whether a password alone does not open this user's account."""
    steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=steps).exists())


def second_step_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Lead whoever has none to where it is set up, from everywhere in the admin."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_wanting(request):
            return get_response(request)
        request.layout_of_account = _ALONE  # type: ignore[attr-defined]
        if request.path.startswith(tuple(reverse(name) for name in _OPEN)):
            return get_response(request)
        return redirect("mfa_index")

    return answer


def _is_wanting(request: HttpRequest) -> bool:
    # Elsewhere the session is not even looked at: public pages are the same for everybody.
    if settings.SECOND_STEP != "required" or not in_admin(request):
        return False
    return request.user.is_authenticated and not has_second_step(request.user)


def in_admin(request: HttpRequest) -> bool:
    """Tell whether an address is the admin's."""
    return request.path.startswith(reverse("wagtailadmin_home"))
