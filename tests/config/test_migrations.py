"""Migrations that the old code survives: it runs on while a new version is brought into use.

What it still reads or writes must stay until the version after the one that stopped doing so, and
what it does not know of must be filled by the database. Why not a package for this:
docs/decisions/0025-restarts-nobody-notices.md. That it holds under load:
tests/running/test_rolling.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

# Up to these numbers, migrations are older than the rule: no old code ran beside them.
BEFORE_THE_RULE = {"core": 4, "home": 9, "blog": 7, "leads": 22}
# What may break the rule, and why nobody is hurt: ("leads", "0031_x"): "2027-01-31: …". The date is
# when the version that stopped using it was released.
ALLOWED: dict[tuple[str, str], str] = {}

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
REFUSES = (
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
    migrations.AlterOrderWithRespectTo,
)


def what_old_code_cannot_bear(operation: Any, before: Any = None) -> str:
    """Return what an operation takes from code that does not know of it; "" if nothing.

    `before` is the field that an AlterField changes, as it was.
    """
    if isinstance(operation, TAKES_AWAY):
        return "old code still asks for it"
    if isinstance(operation, REFUSES):
        return "old code may store rows that it refuses"
    if isinstance(operation, migrations.RunSQL):
        return "nobody can tell what it does to old code"
    if isinstance(operation, migrations.AddField) and not _may_be_left_out(operation.field):
        return "old code stores rows without it: give it a db_default, or null"
    if isinstance(operation, migrations.AlterField) and _is_narrower(operation.field, before):
        return "old code may store what no longer fits"
    return ""


def _may_be_left_out(field: Any) -> bool:
    """Tell whether the database has a value for it: Django's own default is not the database's."""
    return (field.null or field.has_db_default() or field.many_to_many) and not field.unique


def _is_narrower(field: Any, before: Any) -> bool:
    longest, shortest = before.max_length or 10**9, field.max_length or 10**9
    lost_default = before.has_db_default() and not field.has_db_default()
    return (
        field.get_internal_type() != before.get_internal_type()
        or (before.null and not field.null)
        or (field.unique and not before.unique)
        or shortest < longest
        or lost_default
    )


def what_breaks_the_rule(loader: MigrationLoader) -> Iterator[tuple[tuple[str, str], str]]:
    """Give each migration since the rule, and what in it old code cannot bear."""
    for (app, name), migration in loader.disk_migrations.items():
        if int(name.split("_")[0]) <= BEFORE_THE_RULE.get(app, 10**9):
            continue
        state = None
        for operation in _on_the_database(migration.operations):
            before = None
            if isinstance(operation, migrations.AlterField):
                state = state or loader.project_state((app, name), at_end=False)
                before = _field(state, app, operation)
            if wrong := what_old_code_cannot_bear(operation, before):
                yield (app, name), f"{operation.describe()}: {wrong}"


def _on_the_database(operations: list[Any]) -> Iterator[Any]:
    for each in operations:
        if isinstance(each, migrations.SeparateDatabaseAndState):
            yield from _on_the_database(each.database_operations)
        else:
            yield each


def _field(state: ProjectState, app: str, operation: Any) -> Any:
    model = state.models.get((app, operation.model_name_lower))
    fields = model.fields if model else {}
    return fields.get(operation.name, operation.field)  # one that this migration adds is no matter


def test_no_migration_takes_anything_from_the_old_code_that_runs_beside_it() -> None:
    found = what_breaks_the_rule(MigrationLoader(None))
    wrong = [f"{app} {name}: {what}" for (app, name), what in found if (app, name) not in ALLOWED]

    assert wrong == []


def test_an_exception_is_dated_and_there() -> None:
    known = MigrationLoader(None).disk_migrations

    for migration, reason in ALLOWED.items():
        assert migration in known
        assert re.match(r"20\d\d-\d\d-\d\d: \S", reason), migration


NEW, WAS = models.CharField(max_length=20), models.CharField(max_length=20)


@pytest.mark.parametrize(
    ("operation", "before", "is_safe"),
    [
        (migrations.AddField("person", "x", models.CharField(default="")), None, False),
        (migrations.AddField("person", "x", models.CharField(db_default="")), None, True),
        (migrations.AddField("person", "x", models.CharField(null=True)), None, True),
        (migrations.AddField("person", "x", models.ManyToManyField("leads.Person")), None, True),
        (migrations.RemoveField("person", "name"), None, False),
        (migrations.RenameField("person", "name", "x"), None, False),
        (migrations.RenameModel("person", "human"), None, False),
        (migrations.DeleteModel("person"), None, False),
        (migrations.RunSQL("DROP TABLE leads_person"), None, False),
        (migrations.AddConstraint("person", models.UniqueConstraint("x", name="y")), None, False),
        (migrations.AddIndex("person", models.Index("x", name="y")), None, True),
        (migrations.AlterField("person", "x", NEW), WAS, True),
        (migrations.AlterField("person", "x", NEW), models.CharField(max_length=9), True),
        (migrations.AlterField("person", "x", NEW), models.CharField(max_length=21), False),
        (migrations.AlterField("person", "x", NEW), models.CharField(null=True), False),
        (migrations.AlterField("person", "x", NEW), models.TextField(), False),
        (migrations.AlterField("person", "x", models.SlugField(unique=True)), WAS, False),
        (migrations.CreateModel("other", [("id", models.AutoField(primary_key=True))]), None, True),
    ],
)
def test_what_old_code_cannot_bear_is_known(operation: Any, before: Any, is_safe: bool) -> None:
    assert (what_old_code_cannot_bear(operation, before) == "") is is_safe


class _OneMigration:
    """A loader that knows one migration after `leads` as it is."""

    def __init__(self, *operations: Any) -> None:
        one = migrations.Migration("9999_next", "leads")
        one.operations = list(operations)
        self.disk_migrations = {("leads", "9999_next"): one}

    def project_state(self, *_: Any, **__: Any) -> ProjectState:
        state = ProjectState()
        fields = [("id", models.AutoField(primary_key=True)), ("reference", WAS)]
        state.add_model(ModelState("leads", "enquiry", fields))
        return state


def test_a_field_is_compared_with_what_it_was_also_where_django_is_told_two_things() -> None:
    shorter = migrations.AlterField("Enquiry", "reference", models.CharField(max_length=6))
    hidden = migrations.SeparateDatabaseAndState(database_operations=[shorter])

    [(migration, what)] = what_breaks_the_rule(_OneMigration(hidden))  # type: ignore[arg-type]

    assert migration == ("leads", "9999_next")
    assert what.startswith("Alter field reference on Enquiry: old code may store")
