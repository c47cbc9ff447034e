"""A version of the site that comes after this one: its enquiries have a column more.

It is what the rule for migrations allows (docs/operations.md, "A new version"): the database itself
fills the column for whoever does not know of it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.whole_site import ROOT

COLUMN, FILLED_WITH = "came_by", "web"
_FIELD = f'models.CharField(max_length=20, db_default="{FILLED_WITH}")'
_MIGRATION = f"""
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("leads", "{{after}}")]
    operations = [migrations.AddField("enquiry", "{COLUMN}", {_FIELD})]
"""
_APP = f"""
from django.apps import AppConfig
from django.db import models

class Next(AppConfig):
    name = "next_version"

    def ready(self):
        from leads.models import Enquiry
        Enquiry.add_to_class("{COLUMN}", {_FIELD})
"""
_SETTINGS = """
from {settings} import *

INSTALLED_APPS = [*INSTALLED_APPS, "next_version.apps.Next"]
MIGRATION_MODULES = {{"leads": "next_version.leads_migrations"}}
"""


def write_next_version(folder: Path, variables: dict[str, str]) -> dict[str, str]:
    """Write it into a folder that is not there yet; returns the variables that it runs with."""
    package = folder / "next_version"
    ours = ROOT / "leads" / "migrations"
    theirs = shutil.copytree(ours, package / "leads_migrations")
    last = max(each.stem for each in ours.glob("0*.py"))
    (theirs / "9999_came_by.py").write_text(_MIGRATION.format(after=last))
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(_APP)
    settings = _SETTINGS.format(settings=variables["DJANGO_SETTINGS_MODULE"])
    (package / "settings.py").write_text(settings)
    return {
        **variables,
        "DJANGO_SETTINGS_MODULE": "next_version.settings",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "site"), str(ROOT)]),
    }
