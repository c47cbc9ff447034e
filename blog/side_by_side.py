"""Words and lines that stand beside each other."""

from __future__ import annotations

from wagtail import blocks

GROUP = "Text"


class WordsBlock(blocks.StructBlock):
    """A few words under a title, such as what managing comes down to."""

    title = blocks.CharBlock(required=False, max_length=80)
    items = blocks.ListBlock(blocks.CharBlock(max_length=60), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"
        label = "Key words"
        group = GROUP
        description = "A few words in a row. Two of these in a row stand side by side."
        template = "blog/blocks/words.html"
        preview_value = {"title": "Managing", "items": ["Planning", "Organising", "Control"]}


class ComparisonRowBlock(blocks.StructBlock):
    left = blocks.CharBlock(max_length=200)
    right = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "grip"
        label = "Row"
        label_format = "{left} | {right}"


class ComparisonBlock(blocks.StructBlock):
    """Two things side by side, line by line: managers and leaders."""

    caption = blocks.CharBlock(
        required=False, max_length=120, help_text="What is compared, in a few words."
    )
    left = blocks.CharBlock(max_length=60, label="Title on the left")
    right = blocks.CharBlock(max_length=60, label="Title on the right")
    rows = blocks.ListBlock(ComparisonRowBlock(), min_num=1, max_num=20)

    class Meta:
        icon = "table"
        label = "Comparison"
        group = GROUP
        description = "Two columns, compared line by line."
        template = "blog/blocks/comparison.html"
        form_layout = ["caption", blocks.BlockGroup(["left", "right"], heading="Titles"), "rows"]
        preview_value = {
            "caption": "Two ways of looking at the same system",
            "left": "Managers ask",
            "right": "Leaders ask",
            "rows": [
                {"left": "How do we keep it running?", "right": "Should we still have it?"},
                {"left": "What does it cost?", "right": "What is it for?"},
            ],
        }
