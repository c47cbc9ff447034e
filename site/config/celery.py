"""Celery, for the layout of many machines: `celery -A config worker` and `celery -A config beat`.

It only carries ids. The outbox stays the truth: a message that is lost, late or doubled changes
nothing but the moment.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("leadline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["leads.delivery"])
