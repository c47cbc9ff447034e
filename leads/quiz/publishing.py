"""What happens to a quiz when its page is published."""

from __future__ import annotations

from typing import Any

from leads.models import QuizPage, QuizVersion


def on_publish(instance: QuizPage, **_: Any) -> None:
    """Freeze what visitors take from now on. Connected to Wagtail's `page_published`."""
    if instance.live:
        QuizVersion.objects.publish(instance)
