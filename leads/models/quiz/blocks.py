"""The questions of a quiz, as an editor writes them: one block a kind."""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from leads.models.quiz.fields import PointsBlock, ShowIfBlock

ONE, SEVERAL = "single", "multiple"
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


def _article(label: str) -> blocks.PageChooserBlock:
    return blocks.PageChooserBlock(
        page_type="blog.ArticlePage",
        required=False,
        label=label,
        help_text="The result recommends it, those about the weakest category first.",
    )


def _opener() -> blocks.TextBlock:
    return blocks.TextBlock(
        required=False,
        max_length=300,
        label="Opening question for sales",
        help_text="Whoever rings back may begin with it. Visitors never see it.",
    )


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=160, label="Answer")
    points = PointsBlock(label="Points")
    article = _article("Article to read after this answer")
    opener = _opener()

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

    class Meta:
        label_format = "{text}"


class ChoiceQuestionBlock(QuestionBlock):
    kind = blocks.ChoiceBlock(
        choices=[(ONE, "One of the answers"), (SEVERAL, "Several of the answers")],
        default=ONE,
        label="A visitor chooses",
    )
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label="Answers", collapsed=True)

    class Meta:
        icon = "list-ul"
        label = "Choice"
        description = "Two to eight answers. A visitor chooses one of them, or several."
        form_layout = ["text", "kind", "options", DETAILS, CONDITION]


class YesNoQuestionBlock(QuestionBlock):
    yes = OptionBlock(default={"text": "Yes"}, label="Yes")
    no = OptionBlock(default={"text": "No"}, label="No")

    class Meta:
        icon = "check"
        label = "Yes or no"
        description = "Two answers. Write them as you like, such as “Not yet” for “No”."
        form_layout = ["text", "yes", "no", DETAILS, CONDITION]


class ScaleQuestionBlock(QuestionBlock):
    steps = blocks.IntegerBlock(
        min_value=3, max_value=10, default=5, label="Steps", help_text="1 to this number."
    )
    low = blocks.CharBlock(max_length=60, required=False, label="What step 1 means")
    high = blocks.CharBlock(max_length=60, required=False, label="What the last step means")
    points = PointsBlock(
        label="Points for each step up",
        help_text="The first step gives none, the second one these, the third twice these.",
    )
    low_is_best = blocks.BooleanBlock(
        required=False, default=False, label="Step 1 is the best answer: count points downwards"
    )
    article = _article("Article to read after an answer in the weaker half")
    opener = _opener()

    class Meta:
        icon = "order"
        label = "Scale"
        description = "A number from 1 to 10 at most, such as how sure somebody is."
        form_layout = [
            "text",
            "steps",
            "low",
            "high",
            "points",
            "low_is_best",
            blocks.BlockGroup(
                ["article", "opener"],
                heading=f"{AFTERWARDS}, after an answer in the weaker half",
                icon="doc-full",
                classname="collapsed",
                label_format="{article} {opener}",
            ),
            DETAILS,
            CONDITION,
        ]


class TextQuestionBlock(QuestionBlock):
    required = blocks.BooleanBlock(
        default=False,
        required=False,
        label="Must be answered",
        help_text="Writing takes effort: better leave it free.",
    )

    class Meta:
        icon = "pilcrow"
        label = "Short text"
        description = "A visitor writes up to 500 characters. Gives no points; sales reads it."
        form_layout = ["text", DETAILS, CONDITION]


class QuestionsBlock(blocks.StreamBlock):
    choice = ChoiceQuestionBlock()
    yes_no = YesNoQuestionBlock()
    scale = ScaleQuestionBlock()
    text = TextQuestionBlock()

    class Meta:
        collapsed = True
