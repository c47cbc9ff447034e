"""Forget the quizzes that were begun and led to nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from leads.models import QuizAttempt


class Command(BaseCommand):
    help = "Remove the attempts at a quiz without an answer for 30 days that led to no enquiry."

    def handle(self, *args: Any, **options: Any) -> None:
        if removed := QuizAttempt.objects.purge():
            self.stdout.write(f"Attempts removed: {removed}")
