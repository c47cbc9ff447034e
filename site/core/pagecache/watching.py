"""Changes of what pages show, told after they are committed.

The one place of this site that listens to models' signals: whatever way something is changed in, by
an editor, a command or the worker, it ends in one of these.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.pagecache import machines
from core.pagecache.mark import mark

# What an editor's unpublished work is kept with, every few seconds while they write; and what is
# found out of a file when the first page shows it.
_UNSEEN = {
    *("draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"),
    *(COMMENTS_RELATION_NAME, "file_hash", "file_size"),
}


def watch() -> None:
    """Begin to listen. For the start of each process."""
    post_save.connect(_on_save, dispatch_uid="pages show it: saved")
    post_delete.connect(_on_change, dispatch_uid="pages show it: deleted")
    m2m_changed.connect(_on_change, dispatch_uid="pages show it: connected")
    for number, signal in enumerate((page_published, page_unpublished, post_page_move)):
        signal.connect(_on_page, dispatch_uid=f"pages show it: {number}")


def changed() -> None:
    """Have every page made anew, on every machine."""
    mark().change()
    if machines.are_several():
        machines.tell_others()


def is_waiting(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Tell whether the transaction that is open here, if one is, has changed what pages show."""
    return any(each[1] is changed for each in connections[using].run_on_commit)


def _on_save(sender: type[Model], created: bool, update_fields: Any, **given: Any) -> None:
    is_unseen = update_fields and set(update_fields) <= _UNSEEN
    # Made while a page that shows it is: no other page changes by it.
    is_rendition = created and sender is get_image_model().get_rendition_model()
    if not is_unseen and not is_rendition:
        _on_change(sender, **given)


def _on_change(sender: type[Model], using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    if _is_shown(sender):
        _tell_once(using)


def _on_page(**_: Any) -> None:
    _tell_once(DEFAULT_DB_ALIAS)


def _tell_once(using: str) -> None:
    """Tell after the commit: once, however much is changed in one transaction."""
    if not is_waiting(using):
        transaction.on_commit(changed, using=using, robust=True)


@cache
def _is_shown(model: type[Model]) -> bool:
    """Tell whether pages show rows of this model, by PAGES_SHOW."""
    meta = model._meta
    named = {meta.app_label, meta.label_lower} & settings.PAGES_SHOW
    return issubclass(model, Page) or bool(named)
