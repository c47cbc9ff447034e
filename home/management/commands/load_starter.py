"""Put the starter content on an empty site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.starting import load_starter


class Command(BaseCommand):
    help = "Put the starter pages, articles and quiz on an empty site; leave any other as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if load_starter():
            self.stdout.write("The starter content is there.")
        else:
            self.stdout.write("There is a home page already: nothing was changed.")
