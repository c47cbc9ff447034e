from __future__ import annotations

from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Articles"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from blog.models import ArticlePage
        from blog.publishing import on_publish

        page_published.connect(on_publish, sender=ArticlePage, dispatch_uid="prepare article")
