"""When the firm is open, as an editor fills it in."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks

from core.hours import DAYS


class PeriodBlock(blocks.StructBlock):
    """Hours that are the same on several days."""

    days = blocks.MultipleChoiceBlock(
        choices=[(str(number), day) for number, day in enumerate(DAYS)],
        default=["0", "1", "2", "3", "4"],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = blocks.TimeBlock(default=time(9))
    closes = blocks.TimeBlock(default=time(17, 30))

    class Meta:
        icon = "time"
        label = "Hours"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["opens"] >= cleaned["closes"]:
            raise blocks.StructBlockValidationError(
                {"closes": ValidationError("Closing time must be after opening time.")}
            )
        return cleaned


class ClosedDayBlock(blocks.StructBlock):
    """A day off besides weekends and bank holidays."""

    day = blocks.DateBlock()
    reason = blocks.CharBlock(required=False, max_length=60)

    class Meta:
        icon = "date"
        label = "Day off"


OFFICE_HOURS: list[Any] = [
    ("hours", {"days": list("01234"), "opens": time(9), "closes": time(17, 30)})
]
