"""The addresses of what every page shares."""

from __future__ import annotations

from django.urls import re_path

from core import theme

app_name = "core"
urlpatterns = [re_path(r"^theme-(?P<accent>[0-9a-f]{6})\.css$", theme.theme, name="theme")]
