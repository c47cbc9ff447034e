"""What an article is made of. A block is a class here and a template in `blog/blocks/`."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail import blocks

from core.models import validate_phone
from core.phone import to_e164, to_national

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"}
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")


def youtube_id(url: str) -> str:
    """Return the id of the video that a YouTube address names, or "" when it names none."""
    parts = urlsplit(url)
    if parts.hostname not in _YOUTUBE_HOSTS:
        return ""
    if parts.hostname == "youtu.be":
        candidate = parts.path.strip("/")
    elif parts.path == "/watch":
        candidate = parse_qs(parts.query).get("v", [""])[0]
    else:
        candidate = parts.path.rpartition("/")[2]
    return candidate if _VIDEO_ID.fullmatch(candidate) else ""


def validate_youtube(value: str) -> None:
    """Raise ValidationError unless `value` is the address of a YouTube video."""
    if not youtube_id(value):
        raise ValidationError("Enter the address of a YouTube video, such as youtu.be/fW8amMCVAJQ.")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Heading"
        template = "blog/blocks/heading.html"

    def get_context(self, value: str, parent_context: dict | None = None) -> dict:  # type: ignore[type-arg]
        return {**super().get_context(value, parent_context), "anchor": slugify(value)}


class CalloutBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "pick"
        label = "Callout"
        template = "blog/blocks/callout.html"


class WordsBlock(blocks.StructBlock):
    """A few words under a title, such as what managing comes down to."""

    title = blocks.CharBlock(required=False, max_length=80)
    items = blocks.ListBlock(blocks.CharBlock(max_length=60), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"
        label = "Key words"
        template = "blog/blocks/words.html"


class VideoValue(blocks.StructValue):
    @property
    def video_id(self) -> str:
        return youtube_id(self["url"])


class VideoBlock(blocks.StructBlock):
    """A link to a video. It becomes a player, and contacts YouTube, only when a reader asks."""

    url = blocks.URLBlock(label="Address of the video", validators=[validate_youtube])
    title = blocks.CharBlock(
        required=False, max_length=120, help_text="What it shows, for readers who cannot play it."
    )

    class Meta:
        icon = "media"
        label = "Video"
        template = "blog/blocks/video.html"
        value_class = VideoValue


class CallValue(blocks.StructValue):
    @property
    def phone_shown(self) -> str:
        """The number as British readers write it, if it was stored the way it is dialled."""
        phone = str(self["phone"])
        return to_national(phone) if phone.startswith("+44") else phone

    @property
    def phone_uri(self) -> str:
        return f"tel:{to_e164(self['phone'])}" if self["phone"] else ""


class CallBlock(blocks.StructBlock):
    """An invitation to ring."""

    text = blocks.TextBlock()
    phone = blocks.CharBlock(
        required=False,
        max_length=30,
        validators=[validate_phone],
        help_text="Only if it is another number than the firm's.",
    )

    class Meta:
        icon = "mobile-alt"
        label = "Call us"
        template = "blog/blocks/call.html"
        value_class = CallValue


class QuizInvitationBlock(blocks.StructBlock):
    """The way to the quiz. It names the article that the reader came from."""

    text = blocks.CharBlock(
        max_length=160, default="Six questions, about two minutes, and you see the result at once."
    )

    class Meta:
        icon = "help"
        label = "Invitation to the quiz"
        template = "blog/blocks/quiz_invitation.html"


class StoryBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=160)
    text = blocks.RichTextBlock(features=RICH_TEXT, template="blog/blocks/text.html")
    callout = CalloutBlock()
    words = WordsBlock()
    video = VideoBlock()
    call = CallBlock()
    quiz = QuizInvitationBlock()
