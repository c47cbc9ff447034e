"""Puts the pictures of a document among the site's images."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from blog.importing.pieces import Document, Picture

_TITLE = 255  # characters, Wagtail's own limit


def may_store(user: Any) -> bool:
    """Whether this user may add images to the site."""
    return _collection(user) is not None


def _collection(user: Any) -> Collection | None:
    """The first collection that the user may add images to; the root one for no user at all."""
    if user is None:
        return Collection.get_first_root_node()
    policy = policy_registry.get_by_type(get_image_model())
    allowed = policy.collections_user_has_permission_for(user, "add")
    return allowed.order_by("path").first()


class StoredImages:
    """The images made of one document's pictures, so that they can be taken back together."""

    def __init__(self, user: AbstractBaseUser | None = None) -> None:
        self._user = user
        self._made: list[object] = []

    def store(self, document: Document) -> dict[Picture, int]:
        """Make an image of every picture, and return their ids. The same bytes make one image."""
        ids: dict[Picture, int] = {}
        by_bytes: dict[bytes, int] = {}
        for piece in document.pieces:
            if (picture := piece.picture) is None:
                continue
            if picture.data not in by_bytes:
                by_bytes[picture.data] = self._make(picture, document.title, len(by_bytes) + 1)
            ids[picture] = by_bytes[picture.data]
        return ids

    def discard(self) -> None:
        """Remove the files. Their rows are gone already, with the transaction they were made in."""
        for image in self._made:
            image.file.storage.delete(image.file.name)  # type: ignore[attr-defined]

    def _make(self, picture: Picture, of: str, number: int) -> int:
        name = f"{of or 'Article'}, image {number}"
        image = get_image_model()(
            title=(picture.alt or name)[:_TITLE],
            description=picture.alt[:_TITLE],
            file=ContentFile(picture.data, f"imported-{number}.{picture.suffix}"),
            uploaded_by_user=self._user,
            collection=_collection(self._user) or Collection.get_first_root_node(),
        )
        self._made.append(image)
        image.save()
        return int(image.pk)
