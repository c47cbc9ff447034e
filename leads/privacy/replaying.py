"""After a restore: who was erased since the copy was made is erased from it, too."""

from __future__ import annotations

import logging
import secrets

from leads.models import Erasure, Person
from leads.models.erasure import fingerprints
from leads.privacy import ledger
from leads.privacy.forgetting import forget_again, leave_no_trace

log = logging.getLogger(__name__)


def replay() -> int:
    """Carry out every erasure of the ledger that the database does not know.

    Returns how many those are. Run again, it does nothing. Whoever enquired after their erasure is
    left: the copy that holds that enquiry knows of the erasure.
    """
    known = set(Erasure.objects.values_list("reference", flat=True))
    unknown = [each for each in ledger.entries().values() if each.reference not in known]
    people = _people({each.fingerprint for each in unknown}) if unknown else {}
    for entry in unknown:
        person = people.pop(entry.fingerprint, None)
        if person is None:
            _keep_proof(entry)
        else:
            forget_again(person, entry)
    leave_no_trace()
    return len(unknown)


def _people(wanted: set[str]) -> dict[str, Person]:
    """Return the people with one of these fingerprints, by it."""
    found = {}
    for person in Person.objects.iterator():
        for each in wanted.intersection(fingerprints(person.email)):
            found[each] = person
    return found


def _keep_proof(entry: ledger.Entry) -> None:
    """Store that somebody was erased of whom this copy holds nothing."""
    if entry.finished_at is None:
        log.error(
            "erasure %s: a CRM may still hold the person, whom this copy does not know",
            entry.reference,
        )
    Erasure.objects.create(
        token=secrets.token_urlsafe(16),
        reference=entry.reference,
        fingerprint=entry.fingerprint,
        asked_at=entry.asked_at,
        finished_at=entry.finished_at or entry.asked_at,
    )
