"""Which room answers which address."""

from __future__ import annotations

from allauth.decorators import rate_limit
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from core.uploads import serve_media

# Told without a database. 403 and 404 are pages of the site.
handler400 = "core.away.bad_request"
handler500 = "core.away.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # Before Wagtail's own pages of these names, which know of no second step.
    path("admin/", include("core.login.urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        rate_limit(action="page_password")(authenticate_with_password),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("leads.urls")),
    path("", include("core.urls")),
    path("", include("home.urls")),
    path("", include("blog.urls")),
]
if settings.SERVE_MEDIA:  # nginx or Caddy does it in production
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", serve_media))
urlpatterns += [path("", include("core.seo.urls")), path("", include(wagtail_urls))]
