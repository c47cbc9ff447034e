"""The images of a text: which sizes they are shown in, and reading all of them at once.

Wagtail reads the images of each type of block by themselves, and what was made of each image too.
Here one query reads both, however many images there are and wherever they stand.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import Filter, SourceImageIOError

# What the templates of the blocks ask for, written once for them and once here.
FIGURE = "format-{avif,webp,jpeg}|width-{480,960,1440}"
POSTER = "format-{avif,webp,jpeg}|fill-{640x360,1280x720}"

_DONE = "_pictures_were_read"
_at_hand: ContextVar[dict[int, Any] | None] = ContextVar("images that were read", default=None)


class ImageAtHandChooserBlock(ImageChooserBlock):
    """Takes images that were read before, where they were."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        read = _at_hand.get()
        if read is None:
            return list(super().bulk_to_python(values))
        # A copy for each use: it carries the words that belong to this one.
        return [copy.copy(read.get(pk)) for pk in values]

    def deconstruct(self) -> Any:
        # To migrations it is what it extends.
        return ("wagtail.images.blocks.ImageChooserBlock", *super().deconstruct()[1:])


class ImageAtHandBlock(ImageBlock):
    """An image and its alt text; see `ImageAtHandChooserBlock`."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = ImageAtHandChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


def pictures(stream: blocks.StreamValue) -> list[tuple[Any, str]]:
    """Return the images that this text shows, each with the sizes it is shown in."""
    figures = [(block.value["image"], FIGURE) for block in stream if block.block_type == "image"]
    posters = [(block.value["poster"], POSTER) for block in stream if block.block_type == "video"]
    return [(image, spec) for image, spec in [*figures, *posters] if image is not None]


def make_renditions(stream: blocks.StreamValue) -> None:
    """Make every size of every image now, so that the first reader does not wait for it."""
    for image, spec in pictures(stream):
        with suppress(SourceImageIOError):  # a file that is gone is shown as a broken picture
            image.get_renditions(*Filter.expand_spec(spec.split("|")))


def read_pictures(stream: blocks.StreamValue, *others: Any) -> None:
    """Read a text's images with what was made of them, and what was made of `others`, at once.

    `others` are images, or None, that were read already. A second call for a text does nothing.
    """
    if hasattr(stream, _DONE):
        return
    setattr(stream, _DONE, True)
    beside = [image for image in others if image is not None]
    inside = set(_image_ids(stream))
    images, made = _read({*inside, *(image.pk for image in beside)})
    missing = inside - images.keys()  # nothing was made of them yet, or they are gone
    if missing:
        images |= get_image_model().objects.in_bulk(missing)
    with _reading_from(images):
        shown = [image for image, _ in pictures(stream)]
    for image in [*shown, *beside]:
        image.prefetched_renditions = [_of(image, each) for each in made[image.pk]]


def _image_ids(stream: blocks.StreamValue) -> Iterator[int]:
    for block in stream.raw_data:
        value = block["value"]
        if block["type"] == "video" and value.get("poster"):
            yield value["poster"]
        if block["type"] == "image" and value.get("image"):
            image = value["image"]  # by itself where a block had no alt text of its own yet
            pk = image.get("image") if isinstance(image, dict) else image
            if pk:
                yield pk


def _read(pks: set[int]) -> tuple[dict[int, Any], dict[int, list[Any]]]:
    """Return images by their ids as far as anything was made of them, and what was made."""
    images, made = {}, defaultdict(list)
    if pks:
        renditions = get_image_model().get_rendition_model().objects.filter(image_id__in=pks)
        for each in renditions.select_related("image"):
            images[each.image_id] = each.image
            made[each.image_id].append(each)
    return images, made


def _of(image: Any, rendition: Any) -> Any:
    """Return a rendition as this image's own: it takes the alt text from its image."""
    own = copy.copy(rendition)
    own.image = image
    return own


@contextmanager
def _reading_from(images: dict[int, Any]) -> Iterator[None]:
    token = _at_hand.set(images)
    try:
        yield
    finally:
        _at_hand.reset(token)
