"""What the home page is made of, below its opening.

What speaks for the firm is in `home/trust.py`.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from blog.models import ArticlePage
from core.blocks import CallBackBlock, CallBlock, QuizQuestionBlock
from home.trust import HomeFAQBlock, LogosBlock, ProofBlock, TestimonialsBlock

LATEST = 6  # articles
WORDS = "What the site offers"
TEXT = ["bold", "italic", "link", "ol", "ul", "h3"]


class ServiceBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(max_length=300)
    page = blocks.PageChooserBlock(required=False, help_text="Where to read more about it.")

    class Meta:
        icon = "cogs"
        label = "Service"
        label_format = "{title}"


class ServicesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=90)
    items = blocks.ListBlock(ServiceBlock(), min_num=1, max_num=12, label="Services")

    class Meta:
        icon = "cogs"
        label = "Services"
        group = WORDS
        description = "What the firm does, each thing in a sentence or two."
        template = "home/blocks/services.html"
        preview_value = {
            "heading": "What we do",
            "items": [
                {"title": "Support", "text": "People in your firm ask, and somebody answers."},
                {"title": "Backup", "text": "Copies of what matters, and tests that they work."},
            ],
        }


class LatestBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=60, default="To read over a coffee")

    class Meta:
        icon = "list-ul"
        label = "Latest articles"
        group = WORDS
        description = "The six newest articles."
        template = "home/blocks/latest.html"
        preview_value = {"heading": "To read over a coffee"}

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add what the home page would list."""
        context = super().get_preview_context(value, parent_context)
        articles = ArticlePage.objects.live().public().newest_first().for_lists()
        return {**context, "articles": articles[:LATEST]}


class QuizBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=90)
    text = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "help"
        label = "Invitation to the quiz"
        group = WORDS
        description = "A band across the page. Nothing while the site has no quiz."
        template = "home/blocks/quiz.html"
        preview_value = {"title": "Do you lead your IT, or manage it?", "text": "Six questions."}


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=90, required=False)
    text = blocks.RichTextBlock(features=TEXT)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        group = WORDS
        description = "A heading and paragraphs."
        template = "home/blocks/text.html"
        preview_value = {"heading": "How we like to work", "text": "<p>In plain words.</p>"}


class HomeBlock(blocks.StreamBlock):
    services = ServicesBlock()
    latest = LatestBlock()
    quiz = QuizBlock()
    quiz_question = QuizQuestionBlock()
    text = TextBlock()
    proof = ProofBlock()
    testimonials = TestimonialsBlock()
    logos = LogosBlock()
    faq = HomeFAQBlock()
    call = CallBlock()
    call_back = CallBackBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("latest", "quiz", "quiz_question")}
        template = "home/blocks/home.html"
