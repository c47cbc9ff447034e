"""What speaks for the firm on its home page.

A block that has nothing to show shows nothing: proof, testimonials and logos may wait, empty, until
there is something true to put in them.
"""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from blog.blocks import FAQBlock, QuestionBlock

TRUST = "Why to trust it"


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
