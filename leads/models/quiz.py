"""The quiz: the page an editor writes, the versions it was published in, and attempts at it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.models import SitePage


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=160, label="Answer")
    points = blocks.IntegerBlock(min_value=0, max_value=100, default=0)

    class Meta:
        icon = "radio-full"


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label="Question")
    help = blocks.CharBlock(max_length=200, required=False, label="Hint below it")
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label="Answers")

    class Meta:
        icon = "help"
        label = "Question"


class ResultBlock(blocks.StructBlock):
    from_score = blocks.IntegerBlock(
        min_value=0, label="From this score up", help_text="Until the next result begins."
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])
    articles = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="blog.ArticlePage"), default=[], label="What to read"
    )
    sales_note = blocks.TextBlock(
        required=False, label="Note for sales", help_text="Visitors never see it."
    )

    class Meta:
        icon = "success"
        label = "Result"


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


class QuizVersionQuerySet(models.QuerySet["QuizVersion"]):
    def freeze(self, page: QuizPage) -> QuizVersion:
        """Return the version that holds the quiz as it stands, stored if it is a new one."""
        content = page.content()
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        version, _ = self.get_or_create(quiz=page, digest=digest, defaults={"content": content})
        return version


class QuizVersion(models.Model):
    """A quiz as it once was published. Never changed: attempts and enquiries point at it."""

    quiz = models.ForeignKey(
        QuizPage, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    digest = models.CharField("SHA-256 of the content", max_length=64)
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuizVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "digest"], name="quiz_version_frozen_once")
        ]

    def __str__(self) -> str:
        return f"{self.content['title']} ({self.created_at:%d %b %Y})"


def _token() -> str:
    return secrets.token_urlsafe(16)


class QuizAttempt(models.Model):
    """Somebody's way through a quiz. Anonymous: only the token in its address leads to it."""

    token = models.CharField(max_length=32, unique=True, default=_token, editable=False)
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="attempts")
    answers = models.JSONField(default=dict, help_text="Question id to option id.")
    attribution = models.JSONField(default=dict, help_text="What led here.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Attempt {self.pk}"
