"""The colleagues who work on enquiries: who they are, and what they are called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet

from leads.models.stages import WORK


def with_permission(name: str) -> QuerySet[User]:
    """Return the people, in use, who have a permission such as "leads.manage_sales"."""
    found: QuerySet[User] = User.objects.with_perm(
        name, backend="django.contrib.auth.backends.ModelBackend"
    )
    return found.order_by("username")


def colleagues() -> QuerySet[User]:
    """Return those who may work on enquiries."""
    return with_permission(WORK)


def name_of(user: Any) -> str:
    """Return what a colleague is called."""
    return str(user.get_full_name() or user.get_username())


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of one of them, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)
