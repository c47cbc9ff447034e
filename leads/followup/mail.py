"""Mail as a destination: what is put into the outbox as a mail leaves through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leads.crm.base import (
    Destination,
    DestinationError,
    Enquiry,
    Erasure,
    NotWanted,
    Problem,
    Ref,
    Rejected,
)
from leads.delivery.registry import MAIL
from leads.followup import files, letters, transport
from leads.models import Delivery, Errand, Letter

# What other people's mailboxes hold, nobody can take back but them.
LEFT = "mails about this person in the mailboxes of sales, and in the mail server's own folders"


class Mail(Destination):
    """The mail server, the provider or the folder that EMAIL_URL names.

    At least once: where nobody can say whether a mail went out, it goes again, under the same
    Message-ID, by which mailboxes know it.
    """

    name = MAIL
    steps = ()
    repeatable = frozenset()
    errands = (Errand.ALERT, Errand.ACKNOWLEDGE)
    threads = 2  # a mail is never late because a CRM is slow
    erases = True

    def mail(self, delivery: int) -> Ref:
        about = ("enquiry__person", "enquiry__corrects", "letter")
        found = Delivery.objects.select_related(*about).get(pk=delivery)
        message = letters.write(found)
        try:
            transport.send(message)
        except Rejected as error:
            if found.kind == Errand.ACKNOWLEDGE:  # somebody mistyped: there is nothing to put right
                raise NotWanted(error.detail, http_status=error.http_status) from None
            raise
        if found.letter is not None:
            Letter.objects.empty(found.letter)
        return Ref(id=message.extra_headers["Message-ID"])

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:  # noqa: ARG002
        gone = [ref.id for refs in made for ref in refs.values()]
        if not transport.leaves():
            files.remove(gone)
            return Erasure(erased=tuple(gone))
        return Erasure(left=LEFT)

    def check(self) -> list[Problem]:
        try:
            transport.reach()
        except DestinationError as error:
            remedy = "See to the mail server, or to EMAIL_URL and EMAIL_FROM."
            return [Problem(what=error.detail, remedy=remedy)]
        return []

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        raise NotImplementedError("mail has no steps")

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        raise NotImplementedError("mail has no steps")
