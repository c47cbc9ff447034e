"""`manage.py make_social_images`: the pictures of shared links, as they should be now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.seo import social


class Command(BaseCommand):
    help = "Make the missing pictures of shared links and delete those that no page shows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Make all of them anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = social.keep_all(again=options["again"])
        self.stdout.write(f"{done.made} made, {done.kept} kept, {done.deleted} deleted.")
        for title in done.unwritten:
            self.stdout.write(f"No font here has the letters of “{title}”: its picture has none.")
