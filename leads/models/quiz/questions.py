"""What questions of every kind have, and the answers that are chosen from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from leads.models.quiz.fields import PointsBlock, ShowIfBlock
from leads.models.quiz.frozen import question_of
from leads.quiz.content import read_question

AFTERWARDS = "Reading and sales"
DETAILS = blocks.BlockGroup(
    ["help", "image", "required"],
    heading="Hint, picture, skipping",
    icon="cog",
    classname="collapsed",
    label_format="",
)
CONDITION = blocks.BlockGroup(
    ["show_if"],
    heading="When it is asked",
    icon="view",
    classname="collapsed",
    label_format="{show_if}",
)


def article_block(label: str) -> blocks.PageChooserBlock:
    return blocks.PageChooserBlock(
        page_type="blog.ArticlePage",
        required=False,
        label=label,
        help_text="The result recommends it, those about the weakest category first.",
    )


def opener_block() -> blocks.TextBlock:
    return blocks.TextBlock(
        required=False,
        max_length=300,
        label="Opening question for sales",
        help_text="Whoever rings back may begin with it. Visitors never see it.",
    )


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=160, label="Answer")
    points = PointsBlock(label="Points")
    article = article_block("Article to read after this answer")
    opener = opener_block()

    class Meta:
        icon = "radio-full"
        label = "Answer"
        label_format = "{text} · {points}"
        form_layout = [
            "text",
            "points",
            blocks.BlockGroup(
                ["article", "opener"],
                heading=AFTERWARDS,
                icon="doc-full",
                classname="collapsed",
                label_format="{article} {opener}",
            ),
        ]


class QuestionBlock(blocks.StructBlock):
    """What questions of every kind have."""

    text = blocks.CharBlock(max_length=200, label="Question")
    help = blocks.CharBlock(max_length=200, required=False, label="Hint below it")
    image = ImageBlock(required=False, label="Picture")
    required = blocks.BooleanBlock(
        default=True,
        required=False,
        label="Must be answered",
        help_text="Without the tick visitors may leave it out.",
    )
    show_if = ShowIfBlock(label="Ask it")

    def get_preview_value(self) -> blocks.StructValue:
        """Return an example: what is not in it is as in a new question."""
        return self.to_python(self.meta.preview_value)

    def get_preview_context(self, value: Any, parent_context: Any = None) -> Any:
        """Add the question as the site shows it."""
        block = SimpleNamespace(id="example", block_type=self.name, value=value)
        context = super().get_preview_context(value, parent_context)
        return {**context, "question": read_question(question_of(block))}

    class Meta:
        label_format = "{text}"
        preview_template = "leads/blocks/question_preview.html"
