"""The site with Django's own cache of pages in the place of ours, to be compared with it."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import MIDDLEWARE

PAGE_CACHE_BYTES = 0
MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
]
