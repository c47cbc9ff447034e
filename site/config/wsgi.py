"""The web application. `site/` must be on the path: PYTHONPATH=site."""

from __future__ import annotations

import os

from config.running.orphans import end_with_parent

# Before the slow imports: granian's worker outlives a parent that is killed, and keeps the port.
end_with_parent("LEADLINE_WEB_PID")

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
_django = get_wsgi_application()

# They need a Django that is set up.
from django.urls import get_resolver  # noqa: E402

from core.garbage import spare_what_is_loaded  # noqa: E402
from core.pagecache.front import kept_in_front  # noqa: E402
from core.wellformed import readable  # noqa: E402

application = kept_in_front(readable(_django))

_ = get_resolver().url_patterns  # which loads all views: the first reader need not wait for them
spare_what_is_loaded()
