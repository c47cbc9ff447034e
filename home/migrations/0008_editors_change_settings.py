"""Editors and moderators keep the firm's number, hours and looks: adds what is missing.

A group that somebody has deleted stays deleted.
"""

from importlib import import_module

from django.db import migrations

groups = import_module("home.migrations.0006_editors_and_moderators")


def let_groups_change_settings(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=groups.ON_PAGES):
        group.permissions.add(groups._permission(apps, "core", "sitesettings", "change"))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_picture_for_shared_links"),
        ("core", "0003_closing_invitation"),
    ]
    operations = [
        migrations.RunPython(let_groups_change_settings, migrations.RunPython.noop),
    ]
