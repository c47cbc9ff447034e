"""Migrations that the old code survives: it runs on while a new version is brought into use.

What it still reads or writes must stay until the version after the one that stopped doing so.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

# Up to these numbers, migrations are older than the first release: no old code ran beside them.
BEFORE_THE_FIRST_RELEASE = {"core": 20, "home": 20, "blog": 20, "leads": 40}
BREAKS_READERS = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def what_old_code_cannot_bear(operation: Any) -> str:
    """Return what an operation takes from code that does not know of it; "" if nothing."""
    if isinstance(operation, BREAKS_READERS):
        return f"{operation.describe()}: old code still asks for it"
    if isinstance(operation, migrations.AddField):
        field = operation.field
        may_be_left_out = field.null or field.has_db_default() or field.many_to_many
        if not may_be_left_out:  # Django's own default is not the database's
            return f"{operation.describe()}: old code stores rows without it"
    return ""


def test_no_migration_since_the_first_release_takes_anything_from_the_old_code() -> None:
    wrong = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        number = name.split("_")[0]
        if app not in BEFORE_THE_FIRST_RELEASE or int(number) <= BEFORE_THE_FIRST_RELEASE[app]:
            continue
        found = filter(None, map(what_old_code_cannot_bear, migration.operations))
        wrong += [f"{app} {name}: {each}" for each in found]

    assert wrong == []


@pytest.mark.parametrize(
    ("operation", "is_safe"),
    [
        (migrations.AddField("person", "x", models.CharField(default="")), False),
        (migrations.AddField("person", "x", models.CharField(db_default="")), True),
        (migrations.AddField("person", "x", models.CharField(null=True)), True),
        (migrations.RemoveField("person", "name"), False),
        (migrations.RenameField("person", "name", "x"), False),
        (migrations.DeleteModel("person"), False),
        (migrations.CreateModel("other", [("id", models.AutoField(primary_key=True))]), True),
    ],
)
def test_what_old_code_cannot_bear_is_known(operation: Any, is_safe: bool) -> None:
    assert (what_old_code_cannot_bear(operation) == "") is is_safe
