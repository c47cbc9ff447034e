from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Site"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from core.pagecache.watching import watch
        from core.seo import social

        watch()
        page_published.connect(social.on_publish, dispatch_uid="make social image")
        page_unpublished.connect(social.on_unpublish, dispatch_uid="delete social image")
