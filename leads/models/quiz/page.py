"""The page of a quiz, as an editor writes it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField

from core.models import SitePage
from leads.models.quiz.blocks import QuestionsBlock
from leads.models.quiz.form import QuizPageForm
from leads.models.quiz.frozen import content_of
from leads.models.quiz.panels import CheckPanel
from leads.models.quiz.results import ResultsBlock
from leads.quiz.content import Question, read

MOST_CATEGORIES = 12
PREVIEW = "leads.quiz.preview.show"  # the room that shows steps knows this page, not the reverse


class QuizPage(SitePage):
    """A quiz, as an editor writes it. What visitors take is a `QuizVersion` of it."""

    intro = models.TextField(blank=True, help_text="Shown before the first question.")
    time = models.CharField("how long it takes", max_length=60, blank=True)
    gated = models.BooleanField(
        "ask who they are before the result",
        default=False,
        help_text="Left out, visitors see their result at once and then decide whether to write. "
        "Most of those who are asked first leave.",
    )
    categories = StreamField(
        [("category", blocks.CharBlock(max_length=60, label="Category", icon="tag"))],
        blank=True,
        max_num=MOST_CATEGORIES,
        help_text="What answers give points in, such as Planning or Backup. A quiz may do without.",
    )
    questions = StreamField(QuestionsBlock(), min_num=1, max_num=30)
    results = StreamField(ResultsBlock(), min_num=1, max_num=12)

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("intro"), FieldPanel("time"), FieldPanel("gated")],
            heading="Around the questions",
        ),
        FieldPanel("categories"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Start"),
            ObjectList([FieldPanel("questions")], heading="Questions"),
            ObjectList([FieldPanel("results")], heading="Results"),
            ObjectList([CheckPanel()], heading="Check"),
            ObjectList(SitePage.promote_panels, heading="Promote"),
            ObjectList(SitePage.settings_panels, heading="Settings"),
        ],
        base_form_class=QuizPageForm,
    )
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    template_elsewhere = "leads/components/first_question.html"

    class Meta:
        verbose_name = "quiz"

    @property
    def description(self) -> str:
        return str(self.search_description or self.intro)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """Every step and every result, in the order of the form.

        A script adds those that are not saved yet (`static/leads/quiz/preview.js`).
        """
        questions = [
            (f"question:{block.id}", f"{number}. {block.value['text']}")
            for number, block in enumerate(self.questions, start=1)
        ]
        results = [
            (f"result:{block.id}", f"Result: {block.value['title']}") for block in self.results
        ]
        return [("", "Start"), *questions, *results, ("contact", "Form at the end")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        shown: HttpResponse = import_string(PREVIEW)(request, self, mode_name)
        return shown

    @cached_property
    def first_question(self) -> Question | None:
        """What visitors are asked first, for other pages to ask it; None while there is nothing."""
        if not self.live:
            return None
        version = self.versions.newest(self)
        questions = read(version.content if version else self.content()).questions
        return questions[0] if questions else None

    def content(self) -> dict[str, Any]:
        """Return all of the quiz that a visitor or a salesperson may see, as plain JSON values."""
        return content_of(self)
