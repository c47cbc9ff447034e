"""Settings of the processes of tests/many_machines.py: static files as they lie."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
