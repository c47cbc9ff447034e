"""The part of a quiz's form that says what the quiz will do."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class CheckPanel(Panel):
    """Says what is wrong with a quiz and how it will go, while it is written. No field of its own.

    A script has the form checked as it stands (`leads/quiz/editing/checking.py`) and shows that.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "leads/quiz/check_panel.html"

        @property
        def media(self) -> Media:
            return Media(
                js=[f"leads/quiz/{name}.js" for name in ("outline", "check", "preview")],
                css={"all": ["leads/quiz/form.css"]},
            )

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            kind, pk = ("page", self.instance.pk) if self.instance.pk else ("below", self.parent_pk)
            context["check_url"] = reverse(f"check_quiz_{kind}", args=[pk])
            context["try_url"] = reverse(f"try_quiz_{kind}", args=[pk])
            return context

        @property
        def parent_pk(self) -> int:
            """Where a new quiz is being made."""
            pk: int = self.form.parent_page.pk
            return pk
