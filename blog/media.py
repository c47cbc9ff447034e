"""Pictures, videos and files in an article."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from blog.pictures import ImageAtHandBlock, ImageAtHandChooserBlock

GROUP = "Pictures and files"
SAMPLE = "What to ask before you sign"
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


class ImageFigureBlock(blocks.StructBlock):
    """A picture in a plain frame. It needs a description, or the word that it is decoration."""

    image = ImageAtHandBlock()
    caption = blocks.CharBlock(
        required=False, max_length=200, help_text="Shown below the picture, with any credit."
    )

    class Meta:
        icon = "image"
        label = "Picture"
        group = GROUP
        description = "A picture with alt text and, if you like, a caption."
        template = "blog/blocks/image.html"
        preview_template = "blog/blocks/image_preview.html"  # a drawing: there may be no image yet


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
    poster = ImageAtHandChooserBlock(
        required=False, help_text="Shown before it plays. Without one there is a drawing."
    )
    uploaded = blocks.DateBlock(
        required=False,
        label="Published on YouTube",
        help_text="Search engines show a video only if they are told since when there is one.",
    )
    transcript = blocks.RichTextBlock(
        required=False,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text="What is said, for readers who cannot hear it and for search engines.",
    )

    class Meta:
        icon = "media"
        label = "Video"
        group = GROUP
        description = "A YouTube video that loads nothing from YouTube before a reader asks."
        template = "blog/blocks/video.html"
        value_class = VideoValue
        form_layout = blocks.BlockGroup(
            ["url", "title"], settings=["poster", "uploaded", "transcript"]
        )
        preview_value = {
            "url": "https://www.youtube.com/watch?v=GA8z7f7a2Pk",
            "title": "What a first follower does",
            "transcript": "<p>What is said in it.</p>",
        }


class DocumentValue(blocks.StructValue):
    @property
    def name(self) -> str:
        """What a reader is told to download."""
        return str(self["title"] or self["document"].title)

    @property
    def kind(self) -> str:
        """The file's type, such as PDF."""
        return str(self["document"].file_extension).upper()

    @property
    def size(self) -> str:
        """The file's size, or "" when the file is gone."""
        size = self["document"].get_file_size()
        return filesizeformat(size) if size else ""


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its type and size said before."""

    document = DocumentChooserBlock()
    title = blocks.CharBlock(
        required=False, max_length=120, help_text="Only if it should not be the document’s own."
    )

    class Meta:
        icon = "doc-full-inverse"
        label = "Document"
        group = GROUP
        description = "A file to download: name, type and size."
        template = "blog/blocks/document.html"
        value_class = DocumentValue

    def get_preview_value(self) -> Any:
        """Show a file that is nowhere: there may be none yet."""
        size = 184_320  # bytes
        sample = get_document_model()(pk=0, title=SAMPLE, file="sample.pdf", file_size=size)
        return self.normalize({"document": sample, "title": ""})
