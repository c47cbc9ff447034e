from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Site"

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from wagtail.signals import page_published, page_unpublished

        from core.checks import unsafe_settings
        from core.pagecache.watching import watch
        from core.seo import social
        from core.spreadsheets import keep_exports_text

        watch()
        page_published.connect(social.on_publish, dispatch_uid="make social image")
        page_unpublished.connect(social.on_unpublish, dispatch_uid="delete social image")
        keep_exports_text()
        register(unsafe_settings, Tags.security, deploy=True)
