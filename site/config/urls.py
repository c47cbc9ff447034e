"""Which room answers which address."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

# Told without a database. 403 and 404 are pages of the site.
handler400 = "core.away.bad_request"
handler500 = "core.away.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("leads.urls")),
    path("", include("core.urls")),
    path("", include("home.urls")),
    path("", include("blog.urls")),
]
if settings.SERVE_MEDIA:  # nginx or Caddy does it in production
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )
urlpatterns += [path("", include("core.seo.urls")), path("", include(wagtail_urls))]
