"""What a quiz is made of: questions with their answers, and results."""

from __future__ import annotations

from wagtail import blocks


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
