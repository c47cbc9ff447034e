"""The results of a quiz, as an editor writes them, and the rules that lead to them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks

from core.validators import validate_phone
from leads.models.quiz.fields import CategoryBlock

TARGETS = ("page", "url", "phone")


class RuleBlock(blocks.StructBlock):
    """Which outcomes a result is for: "Planning, 0 to 40 per cent"."""

    category = CategoryBlock(label="Points in")
    start = blocks.IntegerBlock(required=False, min_value=0, label="from")
    end = blocks.IntegerBlock(required=False, min_value=0, label="to")
    measure = blocks.ChoiceBlock(
        choices=[("score", "points"), ("percent", "per cent")],
        default="score",
        label="counted in",
    )

    class Meta:
        icon = "sliders"
        label_format = "{category}: {start} to {end} {measure}"
        form_classname = "quiz-rule"
        help_text = (
            "The first result that fits is shown. Both numbers count; an empty one is no limit. "
            "Per cent is of what could be had on the questions that were asked. Leave both empty "
            "in the last result, so that nobody is left without one."
        )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        start, end = cleaned["start"], cleaned["end"]
        both = start is not None and end is not None
        if both and start > end and not self.is_deferred_validation:
            message = f"This is less than {start}, where it begins."
            raise blocks.StructBlockValidationError({"end": ValidationError(message)})
        return cleaned


class CtaBlock(blocks.StructBlock):
    """What a result invites to: a page, an address elsewhere, or the telephone."""

    text = blocks.CharBlock(
        max_length=160, required=False, label="A sentence", help_text="Why to do it now."
    )
    label = blocks.CharBlock(max_length=40, required=False, label="Words on the button")
    page = blocks.PageChooserBlock(required=False, label="Leads to this page")
    url = blocks.URLBlock(required=False, label="or to this address")
    phone = blocks.CharBlock(
        max_length=30, required=False, validators=[validate_phone], label="or rings this number"
    )

    class Meta:
        icon = "link"
        label_format = "{label}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            _complete(cleaned)
        return cleaned


def _complete(value: blocks.StructValue) -> None:
    """Refuse words without a target, a target without words, and two targets."""
    chosen = [target for target in TARGETS if value[target]]
    if chosen and not value["label"]:
        message = "Say what is on the button."
        raise blocks.StructBlockValidationError({"label": ValidationError(message)})
    if len(chosen) > 1:
        message = "Choose one of page, address and number."
        raise blocks.StructBlockValidationError({chosen[1]: ValidationError(message)})
    if not chosen and (value["label"] or value["text"]):
        message = "Say where the button leads: to a page, an address or a number."
        raise blocks.StructBlockValidationError({"page": ValidationError(message)})


class ResultBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, help_text="What it comes to, in a few words.")
    rule = RuleBlock(label="Shown for")
    text = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ol", "ul"], label="What it means"
    )
    articles = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="blog.ArticlePage"), default=[], label="What to read"
    )
    cta = CtaBlock(label="Invitation")
    sales_note = blocks.TextBlock(
        required=False, label="Note for sales", help_text="Visitors never see it."
    )

    class Meta:
        icon = "success"
        label = "Result"
        label_format = "{title} · {rule}"
        form_layout = [
            "title",
            "rule",
            "text",
            blocks.BlockGroup(
                ["articles"],
                heading="What to read",
                icon="doc-full",
                classname="collapsed",
                help_text="Below what the answers themselves recommend.",
                label_format="{articles}",
            ),
            blocks.BlockGroup(
                ["cta"],
                heading="Invitation",
                icon="link",
                classname="collapsed",
                help_text="Without one, the result invites to write or to ring.",
                label_format="{cta}",
            ),
            "sales_note",
        ]


class ResultsBlock(blocks.StreamBlock):
    result = ResultBlock()

    class Meta:
        collapsed = True
