from __future__ import annotations

import os

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Leads"

    def ready(self) -> None:
        # An address that cannot work must stop the start, not the first delivery or enquiry.
        from leads.capture.spam import rates
        from leads.delivery import registry

        registry.load(os.environ)
        rates.counters()
        self._freeze_quizzes()

    def _freeze_quizzes(self) -> None:
        from wagtail.signals import page_published

        from leads.models import QuizPage
        from leads.quiz.publishing import on_publish

        page_published.connect(on_publish, sender=QuizPage, dispatch_uid="freeze quiz")
