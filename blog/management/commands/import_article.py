"""Turn a Word, HTML, Markdown or text file into an article of the blog."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.importing.article import CannotImport, ImportReport, import_article


class Command(BaseCommand):
    help = (
        "Turn a .docx, .html, .md or text file into a draft article, or with --publish a live one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a .docx, .html or .md file, or text pasted out of a PDF"
        )
        parser.add_argument("--title", default="", help="a title in place of the file's own")
        parser.add_argument("--topic", action="append", default=[], help="may be given repeatedly")
        parser.add_argument("--publish", action="store_true", help="publish it at once")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_article(
                options["file"],
                title=options["title"],
                topics=options["topic"],
                publish=options["publish"],
            )
        except CannotImport as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_in_words(report))


def _in_words(report: ImportReport) -> str:
    counts = ", ".join(f"{count} {kind}" for kind, count in report.counts.items())
    return "\n".join(
        [
            report.title,
            report.address,
            f"Pieces: {counts}",
            *(f"- {decision}" for decision in report.decisions),
            *(f"! {warning}" for warning in report.warnings),
        ]
    )
