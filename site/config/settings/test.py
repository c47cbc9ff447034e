"""What tests change: nothing that they are there to prove."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Neither the environment of whoever runs the tests nor a .env file, which fills in what is not set,
# has a say in where enquiries go and data is kept.
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="leadline-test-"))
# Each process of a run has a folder of its own: in it they tell of changes to what pages show.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if Path(os.environ["VAR_DIR"]).name != worker:
    os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]) / worker)
os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['VAR_DIR']}/leadline.sqlite3"
os.environ["BASE_URL"] = "http://127.0.0.1:8000"
for name in (
    "BACKUP_DIR",
    "BACKUP_KEEP_DAYS",
    "CRM_URL",
    "CRM_URL_FILE",
    "DATABASE_URL_FILE",
    "EMAIL_FROM",
    "EMAIL_URL_FILE",
    "ENQUIRIES_A_MINUTE",
    "ERASURE_LEDGER",
    "KEEP_ENQUIRIES_MONTHS",
    "KEEP_SPAM_DAYS",
    "KEEP_TRIES_DAYS",
    "OPERATOR_EMAIL",
    "PAGE_CACHE_MB",
    "REDIS_URL",
    "REDIS_URL_FILE",
    "ROBOTS",
    "SECOND_STEP",
    "TRUSTED_HOPS",
):
    os.environ[name] = ""
os.environ["LEAD_DRILL"] = "off"
os.environ["EMAIL_URL"] = "off"  # the tests of mail set it up

from config.settings.base import *  # noqa: E402
from config.settings.base import DATABASES, VAR_DIR  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# A file, as in production: WAL and IMMEDIATE mean nothing in memory.
DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}
# The manifest needs `collectstatic`, which takes longer than most tests together.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # real ones are slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SERVE_MEDIA = False
COUNTS_WRITTEN_EVERY = 0  # a thread would write into the next test's database
STYLEGUIDE = True
