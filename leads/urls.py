"""The public addresses of the way from quiz to receipt."""

from __future__ import annotations

app_name = "leads"
urlpatterns: list = []  # type: ignore[type-arg]
