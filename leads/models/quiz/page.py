"""The page of a quiz, as an editor writes it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.models import SitePage
from leads.models.quiz.blocks import QuestionBlock, ResultBlock


class QuizPage(SitePage):
    """A quiz, as an editor writes it. What visitors take is a `QuizVersion` of it."""

    intro = models.TextField(blank=True, help_text="Shown before the first question.")
    time = models.CharField("how long it takes", max_length=60, blank=True)
    questions = StreamField([("question", QuestionBlock())], min_num=1, max_num=30)
    results = StreamField([("result", ResultBlock())], min_num=1, max_num=12)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("intro"), FieldPanel("time")], heading="Before it begins"),
        FieldPanel("questions"),
        FieldPanel("results"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "quiz"

    @property
    def description(self) -> str:
        return str(self.search_description or self.intro)

    def clean(self) -> None:
        """Refuse two results that begin at the same score: one of them would never show."""
        super().clean()
        starts = Counter(block.value.get("from_score") for block in self.results)
        twice = [str(score) for score, count in starts.items() if score is not None and count > 1]
        if twice:
            raise ValidationError({"results": f"Two results begin at {', '.join(twice)} points."})

    def content(self) -> dict[str, Any]:
        """Return all of the quiz that a visitor or a salesperson may see, as plain JSON values."""
        return {
            "title": self.title,
            "questions": [_question(block) for block in self.questions],
            "results": sorted(
                (_result(block) for block in self.results), key=lambda each: each["from_score"]
            ),
        }


def _question(block: Any) -> dict[str, Any]:
    options = block.value.bound_blocks["options"].value.bound_blocks
    return {
        "id": str(block.id),
        "text": block.value["text"],
        "help": block.value["help"],
        "options": [
            {
                "id": str(each.id or number),
                "text": each.value["text"],
                "points": each.value["points"],
            }
            for number, each in enumerate(options)
        ],
    }


def _result(block: Any) -> dict[str, Any]:
    return {
        "id": str(block.id),
        "from_score": block.value["from_score"],
        "title": block.value["title"],
        "text": block.value["text"].source,
        "articles": [page.pk for page in block.value["articles"] if page is not None],
        "sales_note": block.value["sales_note"],
    }
