"""Fields of the quiz's form that refer to other parts of it: points, conditions, categories.

What can be referred to changes while an editor types, and new blocks are not saved yet. So scripts
(`static/leads/quiz/`) draw these fields from the form as it stands; the ids of blocks, which never
change, are what is stored.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks import FieldBlock

MOST_POINTS = 100
MATCHES = {"any", "none"}


class DrawnWidget(forms.HiddenInput):
    """Holds a value as JSON. The script that `drawn_by` names shows it."""

    drawn_by = ""

    def format_value(self, value: Any) -> Any:
        return value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        try:
            return json.loads(data.get(name) or "null")
        except ValueError:
            return data.get(name)  # for the field to refuse


class PointsWidget(DrawnWidget):
    drawn_by = "leads.quiz.Points"


class ShowIfWidget(DrawnWidget):
    drawn_by = "leads.quiz.ShowIf"


class CategoryWidget(DrawnWidget):
    drawn_by = "leads.quiz.Category"


class DrawnWidgetAdapter(Adapter):
    """Has a block's widget drawn by our script."""

    def __init__(self, widget: type[DrawnWidget]) -> None:
        self.js_constructor = widget.drawn_by

    def js_args(self, widget: DrawnWidget) -> list[Any]:  # noqa: ARG002
        return []

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/widgets.js"),
                "leads/quiz/outline.js",
                "leads/quiz/fields.js",
            ],
            css={"all": ["leads/quiz/form.css"]},
        )


for _widget in (PointsWidget, ShowIfWidget, CategoryWidget):
    register(DrawnWidgetAdapter(_widget), _widget)


class PointsField(forms.Field):
    """A whole number of points for each category. Those under "" count to the total only."""

    widget = PointsWidget

    def clean(self, value: Any) -> dict[str, int]:
        points = {} if value is None else value
        if not isinstance(points, dict) or not all(map(_is_number_of_points, points.values())):
            raise ValidationError(f"Points are whole numbers from 0 to {MOST_POINTS}.")
        return {category: number for category, number in points.items() if number}


def _is_number_of_points(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_POINTS


class ShowIfField(forms.Field):
    """When a question is asked: None for always."""

    widget = ShowIfWidget

    def clean(self, value: Any) -> dict[str, Any] | None:
        if not value or not value.get("question"):
            return None
        options = [str(each) for each in value.get("options") or ()]
        match = value.get("match")
        return {
            "question": str(value["question"]),
            "options": options,
            "match": match if match in MATCHES else "any",
        }


class PointsBlock(FieldBlock):
    """Points by category id."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        self.field = PointsField(required=False, help_text=help_text)
        super().__init__(**kwargs)

    def render_basic(self, value: dict[str, int], context: Any = None) -> str:  # noqa: ARG002
        return str(sum(value.values()))

    class Meta:
        icon = "order"
        default = dict


class ShowIfBlock(FieldBlock):
    """The answers to an earlier question on which a question depends."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        self.field = ShowIfField(required=False, help_text=help_text)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean(value)
        if cleaned and not cleaned["options"] and not self.is_deferred_validation:
            raise ValidationError("Tick at least one of the answers.")
        return cleaned

    def render_basic(self, value: dict[str, Any] | None, context: Any = None) -> str:  # noqa: ARG002
        return "after certain answers" if value else "always"

    class Meta:
        icon = "view"


class CategoryBlock(FieldBlock):
    """The id of a category, or "" for all of them together."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, help_text=help_text, widget=CategoryWidget)
        super().__init__(**kwargs)

    def render_basic(self, value: str, context: Any = None) -> str:  # noqa: ARG002
        return "one category" if value else "all categories"

    class Meta:
        icon = "tag"
        default = ""
