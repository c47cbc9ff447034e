"""`manage.py deliveries`: what is on its way to the destinations, and the operator's hand on it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from leads.delivery import breaker, health, listing, outbox
from leads.delivery.replay import Selection, plan, replay
from leads.delivery.telling import life
from leads.management.moments import moment
from leads.management.progress import Bar
from leads.models import State


class Command(BaseCommand):
    help = "List and explain deliveries, send failed ones again, pause and resume destinations."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        show = actions.add_parser("list", help="how each destination stands, and its deliveries")
        show.add_argument("--state", choices=[*State.values, "waiting"], help="only those")
        show.add_argument("--destination", default="", help="only to this one")
        show.add_argument("--limit", type=int, default=50, help="rows at most")
        explain = actions.add_parser("explain", help="one delivery's life in words")
        explain.add_argument("delivery", help="its number, or its enquiry's reference")
        again = actions.add_parser(
            "replay", help="send failed ones again; only counts without --yes"
        )
        again.add_argument("delivery", nargs="?", default="", help="number or reference; else all")
        again.add_argument("--destination", default="")
        again.add_argument("--error", default="", help="class of the failure, such as Rejected")
        again.add_argument(
            "--since", type=moment, help="failed since: 2026-11-26T09:00 or '2 hours'"
        )
        again.add_argument("--yes", action="store_true", help="do it")
        anew = actions.add_parser("anew", help="deliver once more what was delivered and is gone")
        anew.add_argument("delivery", help="its number, or its enquiry's reference")
        for name, what in (("pause", "send nothing to it"), ("resume", "send to it again")):
            actions.add_parser(name, help=what).add_argument("destination")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        if not health.has_worker():
            self.stdout.write("No worker has been heard of for a minute: is it running?")
        for standing in health.standings():
            self.stdout.write(listing.headline(standing))
        rows = listing.lines(options["state"] or "", options["destination"], options["limit"])
        for line in rows:
            self.stdout.write(line)

    def _explain(self, options: dict[str, Any]) -> None:
        for delivery in listing.named(options["delivery"]) or _unknown(options["delivery"]):
            for sentence in life(delivery):
                self.stdout.write(sentence)

    def _replay(self, options: dict[str, Any]) -> None:
        name = options["delivery"]
        selection = Selection(
            delivery=int(name) if name.isdigit() else None,
            reference="" if name.isdigit() else name,
            destination=options["destination"],
            error=options["error"],
            since=options["since"],
        )
        shares = plan(selection)
        for share in shares:
            self.stdout.write(f"{share.count:6} to {share.destination}: {share.error}")
        total = sum(share.count for share in shares)
        if not options["yes"]:
            self.stdout.write(f"{total} would be sent again, each once. Add --yes to do it.")
            return
        with Bar(self.stdout, total) as bar:
            done = replay(selection, bar.show)
        self.stdout.write(f"{done} are on their way again.")

    def _anew(self, options: dict[str, Any]) -> None:
        for delivery in listing.named(options["delivery"]) or _unknown(options["delivery"]):
            sent = outbox.send_anew(delivery)
            what = "is delivered once more" if sent else "is left: it is not delivered, or erased"
            self.stdout.write(f"{delivery.pk} to {delivery.destination} {what}.")

    def _pause(self, options: dict[str, Any]) -> None:
        breaker.stop(_known(options["destination"]), timezone.now())
        self.stdout.write("Nothing is sent to it any more. What comes waits for its resumption.")

    def _resume(self, options: dict[str, Any]) -> None:
        if breaker.resume(_known(options["destination"]), timezone.now()):
            outbox.wake()
            self.stdout.write("What waits is sent.")
        else:
            self.stdout.write("Nothing kept it from being sent to.")


def _known(name: str) -> str:
    names = [standing.name for standing in health.standings()]
    if name not in names:
        known = ", ".join(names) or "none, as CRM_URL is empty"
        raise CommandError(f"No destination is called {name}. There are: {known}.")
    return name


def _unknown(name: str) -> Any:
    raise CommandError(f"No delivery has the number, and no enquiry the reference, {name}.")
