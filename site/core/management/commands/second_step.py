"""`manage.py second_step`: who has one, and taking away one that was lost with a telephone."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "List who logs in with a second step, or take somebody's away: they set up another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("remove", nargs="?", choices=["remove"], help="Take it away.")
        parser.add_argument("name", nargs="?", help="The user name.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["remove"]:
            return self._list()
        users = get_user_model()._default_manager
        user = users.filter(username=options["name"] or "").first()
        if user is None:
            raise CommandError(f"There is no user {options['name']!r}.")
        count, _ = Authenticator.objects.filter(user=user).delete()
        if not count:
            raise CommandError(f"{user.get_username()} has no second step.")
        ended = end_sessions(user.pk)
        self.stdout.write(f"Taken away, and logged out of {ended} browsers.")

    def _list(self) -> None:
        for user in get_user_model()._default_manager.filter(is_active=True).order_by("username"):
            kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
            self.stdout.write(f"{user.get_username()}: {', '.join(sorted(set(kinds))) or 'none'}")


def end_sessions(user_id: int) -> int:
    """End every session of this user; return how many there were."""
    theirs = [
        each
        for each in Session.objects.all()
        if each.get_decoded().get("_auth_user_id") == str(user_id)
    ]
    for each in theirs:
        each.delete()
    return len(theirs)
