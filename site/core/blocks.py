"""Invitations: the blocks that lead a reader to the quiz, the telephone or a call back.

Articles, lists and the home page share them. A block is a class here and a template in
`core/blocks/`. The templates find the quiz and the contact page in `nav`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail import blocks

from core.phone import dialled, to_national
from core.validators import validate_phone

GROUP = "Invitations"


class CallValue(blocks.StructValue):
    @property
    def phone_shown(self) -> str:
        """The number as British readers write it, if it was stored the way it is dialled."""
        phone = str(self["phone"])
        return to_national(phone) if phone.startswith("+44") else phone

    @property
    def phone_uri(self) -> str:
        return f"tel:{dialled(self['phone'])}" if self["phone"] else ""


class CallBlock(blocks.StructBlock):
    """An invitation to ring."""

    text = blocks.TextBlock(
        help_text="A sentence in the firm’s voice. {phone} stands for the firm’s number."
    )
    phone = blocks.CharBlock(
        required=False,
        max_length=30,
        validators=[validate_phone],
        help_text="Only if it is another number than the firm's.",
    )

    class Meta:
        icon = "mobile-alt"
        label = "Call us"
        group = GROUP
        description = "A sentence and the telephone number, large."
        template = "core/blocks/call.html"
        value_class = CallValue
        preview_value = {"text": "Would you rather talk it through with someone?", "phone": ""}


class QuizInvitationBlock(blocks.StructBlock):
    """The way to the quiz. It names the article that the reader came from."""

    text = blocks.CharBlock(
        max_length=160, default="Six questions, about two minutes, and you see the result at once."
    )

    class Meta:
        icon = "help"
        label = "Take the quiz"
        group = GROUP
        description = "A button to the site’s quiz. Nothing while there is none."
        template = "core/blocks/quiz_invitation.html"
        preview_value = {"text": "Six questions, about two minutes."}


class QuizQuestionBlock(blocks.StructBlock):
    """The first question of a quiz, to be answered where it stands. The quiz goes on from there.

    A quiz says itself what it asks first (`first_question`), and how that looks on another page.
    """

    text = blocks.CharBlock(
        max_length=160,
        required=False,
        label="A sentence before it",
        default="Six questions, about two minutes. Here is the first.",
    )
    quiz = blocks.PageChooserBlock(
        page_type="leads.QuizPage",
        required=False,
        help_text="The site’s own quiz when left empty.",
    )

    class Meta:
        icon = "list-ul"
        label = "First question of the quiz"
        group = GROUP
        description = "Readers answer it here and go on with the second. Nothing without a quiz."
        template = "core/blocks/quiz_question.html"
        preview_value = {"text": "Six questions, about two minutes. Here is the first."}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add the quiz, if there is one that can be begun."""
        chosen = value.get("quiz") or getattr((parent_context or {}).get("nav"), "quiz", None)
        quiz = chosen.specific if chosen else None
        can_begin = getattr(quiz, "first_question", None) is not None
        return {**super().get_context(value, parent_context), "quiz": quiz if can_begin else None}


class CallBackBlock(blocks.StructBlock):
    """The way to ask for a call, for readers who cannot ring now."""

    text = blocks.CharBlock(
        max_length=160, default="Leave your number and say when it suits you. We ring you."
    )

    class Meta:
        icon = "history"
        label = "Ask for a call back"
        group = GROUP
        description = "A button to the call-back form of the contact page; the number without one."
        template = "core/blocks/call_back.html"
        preview_value = {"text": "Leave your number and say when it suits you. We ring you."}


class InvitationsBlock(blocks.StreamBlock):
    """What stands at the end of an article: one invitation, or two."""

    quiz = QuizInvitationBlock()
    call = CallBlock()
    call_back = CallBackBlock()

    class Meta:
        max_num = 2
        template = "core/blocks/invitations.html"


def first_shown(offered: Iterable[Any], *, has_quiz: bool) -> Any:
    """Return the first stream of invitations of which a reader sees at least one; None if none.

    Where no quiz can be seen, an invitation to it shows nothing.
    """
    return next((each for each in offered if each and _shows(each, has_quiz)), None)


def _shows(invitations: blocks.StreamValue, has_quiz: bool) -> bool:
    return has_quiz or any(block.block_type != "quiz" for block in invitations)
