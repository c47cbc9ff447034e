"""The questions of a quiz, as an editor writes them: one block a kind."""

from __future__ import annotations

from wagtail import blocks

from leads.models.quiz.fields import PointsBlock
from leads.models.quiz.questions import (
    AFTERWARDS,
    CONDITION,
    DETAILS,
    OptionBlock,
    QuestionBlock,
    article_block,
    opener_block,
)

ONE, SEVERAL = "single", "multiple"


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
        preview_value = {
            "text": "Who decides what changes next?",
            "options": [{"text": "Whatever broke last"}, {"text": "The directors, from a plan"}],
        }
        form_layout = ["text", "kind", "options", DETAILS, CONDITION]


class YesNoQuestionBlock(QuestionBlock):
    yes = OptionBlock(default={"text": "Yes"}, label="Yes")
    no = OptionBlock(default={"text": "No"}, label="No")

    class Meta:
        icon = "check"
        label = "Yes or no"
        description = "Two answers. Write them as you like, such as “Not yet” for “No”."
        preview_value = {"text": "Has anybody tested the backup?", "no": {"text": "Not yet"}}
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
    article = article_block("Article to read after an answer in the weaker half")
    opener = opener_block()

    class Meta:
        icon = "order"
        label = "Scale"
        description = "A number from 1 to 10 at most, such as how sure somebody is."
        preview_value = {"text": "How sure are you?", "low": "A guess", "high": "I looked"}
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
        preview_value = {"text": "What would you like to be able to do next year?"}
        form_layout = ["text", DETAILS, CONDITION]


class QuestionsBlock(blocks.StreamBlock):
    choice = ChoiceQuestionBlock()
    yes_no = YesNoQuestionBlock()
    scale = ScaleQuestionBlock()
    text = TextQuestionBlock()

    class Meta:
        collapsed = True
