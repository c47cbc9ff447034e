"""What the home page is made of, below its opening.

A block that has nothing to show shows nothing: proof, testimonials and logos may wait, empty, until
there is something true to put in them.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from blog.blocks import FAQBlock, QuestionBlock
from blog.models import ArticlePage
from core.blocks import CallBackBlock, CallBlock

LATEST = 6  # articles
WORDS = "What the site offers"
TRUST = "Why to trust it"
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


class FigureBlock(blocks.StructBlock):
    figure = blocks.CharBlock(max_length=20, help_text="Such as 97 % or 14 minutes.")
    meaning = blocks.CharBlock(max_length=120, help_text="What it counts, and since when.")
    source = blocks.CharBlock(max_length=120, required=False, help_text="Who counted it.")

    class Meta:
        icon = "order"
        label = "Figure"
        label_format = "{figure} {meaning}"


class ProofBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=90, required=False)
    items = blocks.ListBlock(FigureBlock(), default=[], max_num=4, label="Figures")

    class Meta:
        icon = "order"
        label = "Figures that prove it"
        group = TRUST
        description = "Up to four figures. Shows nothing while it is empty."
        template = "home/blocks/proof.html"
        preview_value = {
            "heading": "Measured, not promised",
            "items": [{"figure": "0", "meaning": "Figures of your own stand here", "source": ""}],
        }


class TestimonialBlock(blocks.StructBlock):
    quote = blocks.TextBlock(max_length=400)
    name = blocks.CharBlock(max_length=80)
    role = blocks.CharBlock(max_length=120, required=False, label="Role and firm")

    class Meta:
        icon = "openquote"
        label = "Testimonial"
        label_format = "{name}"


class TestimonialsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=90, required=False)
    items = blocks.ListBlock(TestimonialBlock(), default=[], max_num=6, label="Testimonials")

    class Meta:
        icon = "openquote"
        label = "Testimonials"
        group = TRUST
        description = "What clients have agreed to be quoted with. Shows nothing while it is empty."
        template = "home/blocks/testimonials.html"
        preview_value = {
            "heading": "What clients say",
            "items": [{"quote": "A client’s own words stand here.", "name": "Who said it"}],
        }


class LogoBlock(blocks.StructBlock):
    image = ImageBlock()
    url = blocks.URLBlock(required=False, label="Address")

    class Meta:
        icon = "image"
        label = "Logo"


class LogosBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=90, required=False)
    items = blocks.ListBlock(LogoBlock(), default=[], max_num=12, label="Logos")

    class Meta:
        icon = "image"
        label = "Logos"
        group = TRUST
        description = "Clients, partners or certificates. Shows nothing while it is empty."
        template = "home/blocks/logos.html"


class HomeFAQBlock(FAQBlock):
    heading = blocks.CharBlock(max_length=90, default="Questions we are asked")
    items = blocks.ListBlock(QuestionBlock(), default=[], max_num=20, label="Questions")

    class Meta:
        group = TRUST
        description = "Questions that a reader opens one by one. Shows nothing while it is empty."
        template = "home/blocks/faq.html"
        form_layout = ["heading", "items"]
        preview_value = {"heading": "Questions we are asked", **FAQBlock._meta_class.preview_value}


class HomeBlock(blocks.StreamBlock):
    services = ServicesBlock()
    latest = LatestBlock()
    quiz = QuizBlock()
    text = TextBlock()
    proof = ProofBlock()
    testimonials = TestimonialsBlock()
    logos = LogosBlock()
    faq = HomeFAQBlock()
    call = CallBlock()
    call_back = CallBackBlock()

    class Meta:
        block_counts = {"latest": {"max_num": 1}, "quiz": {"max_num": 1}}
        template = "home/blocks/home.html"
