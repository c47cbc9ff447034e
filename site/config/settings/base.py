"""What every way of running Leadline has in common. `dev`, `test` and `production` only differ."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import available_timezones

from config.mail import read_addresses, read_sender, read_transport
from config.sqlite import OPTIONS as SQLITE_OPTIONS
from config.sqlite import use_own_library

use_own_library()

import environ  # noqa: E402  after the library is in place
from django.core.exceptions import ImproperlyConfigured  # noqa: E402

from config.given import secret  # noqa: E402

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Everything that is made here and not shipped: database, media, secrets of a trial, sockets.
VAR_DIR = BASE_DIR / (env.str("VAR_DIR", "") or "var")


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more")
    return int(text)


DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "core",
    "home",
    "blog",
    "leads",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.headers.security_headers",
    "core.logs.with_request_id",
    "core.wellformed.only_wellformed",
    "django.middleware.security.SecurityMiddleware",
    "core.health.answering",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.login.gate.second_step_first",
    "core.routing.know_site",
    "core.seo.middleware.for_machines",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------
_database = secret(os.environ, "DATABASE_URL") or f"sqlite:///{VAR_DIR / 'leadline.sqlite3'}"
DATABASES = {"default": environ.Env.db_url_config(_database)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Threads outlive requests in the web server and the worker, and a connection is cheap to keep.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    if DATABASES["default"]["NAME"] not in {"", ":memory:"}:
        Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # As many for each process as it has threads: fourteen of the worker's, and those beside them.
    DATABASES["default"].setdefault("OPTIONS", {}).update(pool={"min_size": 1, "max_size": 20})

# --- Redis: only for the layout of several machines (docs/operations.md) --------------------------
REDIS_URL = secret(os.environ, "REDIS_URL")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "leadline",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},  # seconds
        }
    }

# --- Pages kept in front of Django (docs/decisions/0020) ------------------------------------------
# Megabytes for each process of the web server; 0 keeps none.
PAGE_CACHE_BYTES = _whole("PAGE_CACHE_MB", env.str("PAGE_CACHE_MB", "") or "32") * 1_000_000
# Apps and models whose rows pages show, beside the pages themselves: a change of one has all pages
# made anew. What visitors write is none of them.
PAGES_SHOW = frozenset(
    {
        *("blog", "core.sitesettings", "home", "leads.contactsettings", "leads.quizversion"),
        *("leads.salessettings", "wagtailcore.collection", "wagtailcore.pageviewrestriction"),
        *("wagtailcore.site", "wagtaildocs", "wagtailimages"),
        "wagtailredirects",
    }
)

# --- People who log in ----------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SESSION_COOKIE_NAME = "leadline_session"  # visitors never have one
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
# "required" lets nobody into the admin with a password alone, "offered" leaves it to each.
SECOND_STEP = env.str("SECOND_STEP", "") or "offered"
if SECOND_STEP not in {"required", "offered"}:
    raise ImproperlyConfigured("SECOND_STEP must be required or offered")

ACCOUNT_ADAPTER = "core.login.adapters.Account"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by those who run the site
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address is sent nothing
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]  # no mail from within a request
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/15m/key",  # the key is a user name and where it was tried from
    "page_password": "10/m/ip",
}
MFA_ADAPTER = "core.login.adapters.SecondStep"
MFA_FORMS = {
    "add_webauthn": "core.login.forms.AddPasskey",
    "authenticate_webauthn": "core.login.forms.ConfirmByPasskey",
    "login_webauthn": "core.login.forms.LogInByPasskey",
    "reauthenticate_webauthn": "core.login.forms.ConfirmAgainByPasskey",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there are none to verify
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth does it
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Leadline"
WAGTAILADMIN_BASE_URL = (env.str("BASE_URL", "") or "http://127.0.0.1:8000").rstrip("/")
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing from third parties
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Not what a system lists beside the zones of the world: browsers know no such zone, and stop there.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # ms; each save is a write, and SQLite has one writer at a time
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]  # no SVG: it holds scripts
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "key", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # it asks who may, and hands out a download
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched for an editor
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILREDIRECTS_AUTO_CREATE = True
# Wagtail's own jobs run at once. Deliveries are not tasks: the outbox is (docs/decisions/0003).
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Mail -----------------------------------------------------------------------------------------
# All of it goes through the outbox, and only the worker sends (docs/decisions/0016). This is how:
_transport = read_transport(os.environ)
MAIL_TRANSPORT, MAIL_OPTIONS = _transport.backend, _transport.options  # "" sends nothing
MAIL_FOLDER = VAR_DIR / "mail"  # where no mail server is set up
MAIL_DESTINATION = "leads.followup.mail.Mail"
MAIL_PAGE = False  # a page that shows the folder, for those who work on Leadline
ANYMAIL = _transport.anymail
# What Django and Wagtail themselves write, such as a link to a new password, goes the same way.
EMAIL_BACKEND = "leads.followup.posting.EmailBackend"
EMAIL_FROM = read_sender(env.str("EMAIL_FROM", ""), _transport, WAGTAILADMIN_BASE_URL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
# Who is told of what needs a person. Nobody named: those who may do everything.
OPERATOR_EMAIL = read_addresses("OPERATOR_EMAIL", env.str("OPERATOR_EMAIL", ""))

# --- Machines -------------------------------------------------------------------------------------
# "deny" keeps a site that is not meant for the public out of every index.
ROBOTS = env.str("ROBOTS", "") or "allow"
if ROBOTS not in {"allow", "deny"}:
    raise ImproperlyConfigured("ROBOTS must be allow or deny")

STYLEGUIDE = False  # /styleguide/, for those who work on the look

# --- Headers --------------------------------------------------------------------------------------
# Those of every answer, errors included, are in core/headers.py.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews off
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an editor sends six for each answer of a quiz

# --- Operations -----------------------------------------------------------------------------------
# What /readyz asks: a function each, in the order in which they are told.
READINESS = {
    "database": "core.health.database",
    "migrations": "core.health.migrations",
    "worker": "leads.delivery.readiness.worker",
    "deliveries": "leads.delivery.readiness.oldest",
    "drill": "leads.drill.readiness.last_drill",
    "disk": "core.health.disk",
    "backup": "core.backup.keeping.backup",
}
WATCHED = ["disk", "backup"]  # those of them that an operator is told of by mail
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked on this machine, over plain http
ALARM = "leads.followup.alarms.tell_operator"  # once an hour a cause
BACKUP_DIR = env.str("BACKUP_DIR", "") or str(VAR_DIR / "backups")
BACKUP_KEEP_DAYS = _whole("BACKUP_KEEP_DAYS", env.str("BACKUP_KEEP_DAYS", "") or "35")
# Commands run around `manage.py restore`: what today knows and the copy cannot.
BEFORE_RESTORE = ["finish_erasures"]
AFTER_RESTORE = ["after_restore", "retention", "update_index"]

# --- Leads ----------------------------------------------------------------------------------------
# How many of our own proxies stand before the site, each of which adds to X-Forwarded-For.
TRUSTED_HOPS = _whole("TRUSTED_HOPS", env.str("TRUSTED_HOPS", "") or "0")
# More forms than this from one connection are asked to wait; 0 asks nobody.
ENQUIRIES_A_MINUTE = _whole("ENQUIRIES_A_MINUTE", env.str("ENQUIRIES_A_MINUTE", "") or "120")
# Seconds for which counts of readers wait in memory (leads/counting): 0 leaves them there.
COUNTS_WRITTEN_EVERY = 5
# The kinds of destination that CRM_URL may name, and what speaks to each.
CRM_ADAPTERS = {
    "bottlecrm": "leads.crm.bottlecrm.BottleCrm",
    "espocrm": "leads.crm.espocrm.EspoCrm",
    "hubspot": "leads.crm.hubspot.HubSpot",
    "odoo": "leads.crm.odoo.Odoo",
    "webhook": "leads.crm.webhook.SignedWebhook",
}
# Whether a made-up enquiry is sent the whole way every night (docs/operations.md).
LEAD_DRILL = env.str("LEAD_DRILL", "") or "daily"
if LEAD_DRILL not in {"off", "daily"}:
    raise ImproperlyConfigured("LEAD_DRILL must be off or daily")
# How long things are kept (docs/operations.md); what is older goes by itself.
KEEP_ENQUIRIES_MONTHS = _whole(
    "KEEP_ENQUIRIES_MONTHS", env.str("KEEP_ENQUIRIES_MONTHS", "") or "24"
)
KEEP_SPAM_DAYS = _whole("KEEP_SPAM_DAYS", env.str("KEEP_SPAM_DAYS", "") or "30")
KEEP_TRIES_DAYS = _whole("KEEP_TRIES_DAYS", env.str("KEEP_TRIES_DAYS", "") or "90")
# Who was erased, by keyed hashes: beside the database, so that a backup can be made to forget.
ERASURE_LEDGER = env.str("ERASURE_LEDGER", "") or str(VAR_DIR / "erasures.jsonl")
# Management commands and how often they are run, in seconds: by `manage.py worker`, or by Celery.
PERIODIC_JOBS = {
    "publish_scheduled": 60,
    "write_error_pages": 60,
    "finish_erasures": 60,
    "tidy_imports": 60 * 60,
    "purge_attempts": 60 * 60,
    "run_checks": 5,
    "run_lead_drills": 10,
    "remind_sales": 30,
    "send_digests": 60,
    "alert_operator": 60,
    "purge_mail": 60 * 60,
    "watch_site": 5 * 60,
    "retention": 6 * 60 * 60,
    "clearsessions": 24 * 60 * 60,
}

# Celery's workers share one limit; those of `manage.py worker` have their threads.
DELIVERIES_AT_ONCE = env.int("DELIVERIES_AT_ONCE", 4)  # to each destination
if DELIVERIES_AT_ONCE < 1:
    raise ImproperlyConfigured("DELIVERIES_AT_ONCE must be 1 or more")
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # what one process holds back another could send
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "leads.sweep", "schedule": 1.0},
    **{
        name: {"task": "leads.job", "args": [name], "schedule": seconds}
        for name, seconds in PERIODIC_JOBS.items()
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
