"""Addresses that are for machines alone. `.md` comes before the pages and after everything else."""

from __future__ import annotations

from django.urls import path, re_path

from core.seo import twin, views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("llms.txt", views.llms, name="llms"),
    re_path(
        r"^social/(?P<pk>\d{1,18})-(?P<digest>[0-9a-f]{16})\.png$",
        views.social_image,
        name="social_image",
    ),
    re_path(r"^(?P<path>.+\.md)$", twin.twin, name="twin"),
]
