"""Which kind of database there is, and what is in it."""

from __future__ import annotations

from types import ModuleType

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from core.backup import postgres, sqlite

KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}


class NoSuchKind(Exception):
    """A database of which no copy can be made."""


def kind() -> str:
    """Return the kind of the site's database, one of `KINDS`. Raises NoSuchKind."""
    if connection.vendor not in KINDS:
        raise NoSuchKind(f"DATABASE_URL: no copy can be made of {connection.vendor}")
    return connection.vendor


def applied() -> list[str]:
    """Return the migrations that the database has seen, such as "leads.0001_initial"."""
    return sorted(".".join(each) for each in MigrationRecorder(connection).applied_migrations())


def is_empty() -> bool:
    """Tell whether nobody has put anything into the database yet."""
    if get_user_model()._meta.db_table not in connection.introspection.table_names():
        return True
    return (
        not get_user_model()._default_manager.exists()
        and not Page.objects.filter(depth__gt=2).exists()
    )
