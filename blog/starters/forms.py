"""What an editor is asked when beginning with a starter."""

from __future__ import annotations

from typing import Any

from django import forms

from blog.importing.forms import TopicsForm
from blog.starters.shelf import starters


class StarterForm(TopicsForm):
    """Which starter, and what the draft is called and about."""

    starter = forms.ChoiceField(
        label="Kind of article",
        choices=lambda: [(each.key, each.name) for each in starters().values()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind of article first."},
    )
    title = forms.CharField(
        label="Working title",
        max_length=255,
        help_text="You can change it until the article is published, and its address with it.",
        error_messages={"required": "Give the article a working title."},
    )
    field_order = ["starter", "title", "topics"]

    def cards(self) -> list[dict[str, Any]]:
        """Return each starter with the radio button that chooses it."""
        return [
            {"radio": radio, "starter": starter}
            for radio, starter in zip(self["starter"], starters().values(), strict=True)
        ]
