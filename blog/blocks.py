"""What an article is made of. A block is a class here and a template in `blog/blocks/`."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from blog.anchors import anchors
from blog.media import (
    DocumentBlock,
    ImageFigureBlock,
    VideoBlock,
    validate_youtube,
    youtube_id,
)
from blog.pictures import read_pictures
from blog.side_by_side import GROUP, ComparisonBlock, WordsBlock
from core.blocks import CallBackBlock, CallBlock, QuizInvitationBlock, QuizQuestionBlock

__all__ = ["StoryBlock", "validate_youtube", "youtube_id"]

SMALL_TEXT = ["bold", "italic", "link"]
RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Heading"
        group = GROUP
        description = "Parts the text. Three or more make a list of contents."
        template = "blog/blocks/heading.html"
        preview_value = "What this part is about"

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> Any:
        given = (parent_context or {}).get("anchor")
        return {
            **super().get_context(value, parent_context),
            "anchor": given or anchors([value])[0],
        }


class CalloutBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(features=SMALL_TEXT)

    class Meta:
        icon = "pick"
        label = "Callout"
        group = GROUP
        description = "A thought that stands out from the text."
        template = "blog/blocks/callout.html"
        preview_value = {
            "heading": "Worth knowing",
            "text": "<p>One thing that a reader in a hurry should not miss.</p>",
        }


class QuoteBlock(blocks.StructBlock):
    """A sentence lifted out of the text, or somebody else's."""

    text = blocks.TextBlock(max_length=300)
    attribution = blocks.CharBlock(
        required=False, max_length=120, help_text="Who said it. Empty for a sentence of this text."
    )

    class Meta:
        icon = "openquote"
        label = "Pull quote"
        group = GROUP
        description = "A sentence set large."
        template = "blog/blocks/quote.html"
        preview_value = {"text": "Managing keeps it running. Leading decides where it goes."}


class CodeBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        required=False, max_length=120, help_text="Where it belongs, such as a file’s name."
    )
    code = blocks.TextBlock()

    class Meta:
        icon = "code"
        label = "Code"
        group = GROUP
        description = "Commands or settings, kept exactly as they are typed."
        template = "blog/blocks/code.html"
        preview_value = {"title": "In a terminal", "code": "nslookup -type=mx example.com"}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=160)
    answer = blocks.RichTextBlock(features=[*SMALL_TEXT, "ol", "ul"])

    class Meta:
        icon = "help"
        label = "Question"
        label_format = "{question}"


class FAQBlock(blocks.StructBlock):
    """Questions that open to their answers; search engines are told of them too."""

    items = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=20, label="Questions")

    class Meta:
        icon = "help"
        label = "Questions and answers"
        group = GROUP
        description = "Questions that a reader opens one by one. Give them a heading of their own."
        template = "blog/blocks/faq.html"
        preview_value = {
            "items": [
                {"question": "What does it cost to ask?", "answer": "<p>Nothing.</p>"},
                {"question": "How soon do you answer?", "answer": "<p>In office hours.</p>"},
            ]
        }


class StoryBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=160)
    text = blocks.RichTextBlock(
        features=RICH_TEXT,
        template="blog/blocks/text.html",
        group=GROUP,
        description="Paragraphs, lists and links.",
        preview_value="<p>What you have to say, in paragraphs.</p>",
    )
    callout = CalloutBlock()
    quote = QuoteBlock()
    words = WordsBlock()
    comparison = ComparisonBlock()
    faq = FAQBlock()
    code = CodeBlock()
    image = ImageFigureBlock()
    video = VideoBlock()
    document = DocumentBlock()
    quiz = QuizInvitationBlock()
    quiz_question = QuizQuestionBlock()
    call = CallBlock()
    call_back = CallBackBlock()

    class Meta:
        template = "blog/blocks/story.html"

    def get_context(
        self, value: blocks.StreamValue, parent_context: dict[str, Any] | None = None
    ) -> Any:
        read_pictures(value)
        return {**super().get_context(value, parent_context), "parts": parts(value)}


def parts(story: blocks.StreamValue) -> list[tuple[Any, str]]:
    """Return the blocks of a text in order, each with its address: "" unless it is a heading."""
    headings = iter(anchors(block.value for block in story if block.block_type == "heading"))
    return [(block, next(headings) if block.block_type == "heading" else "") for block in story]
