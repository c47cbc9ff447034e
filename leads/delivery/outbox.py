"""The outbox as the rest of Leadline uses it: put in, send again, wake the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from leads.delivery import registry
from leads.delivery.registry import MAIL
from leads.delivery.wake import wake
from leads.models import Delivery, Enquiry, Errand, Kind, Letter, Person, State
from leads.models.inserting import insert_all
from leads.models.states import LIVE, WAITING

__all__ = [
    "cancel", "enqueue", "erase", "is_erased", "look_first", "post", "release", "remind", "resend",
    "send_anew", "wake",
]  # fmt: skip

# Who wrote or answered; whoever put something right saw on the page that it was taken.
ACKNOWLEDGED = frozenset({Kind.QUIZ, Kind.MESSAGE, Kind.CALLBACK})

NEW_START: dict[str, Any] = {
    "state": State.PENDING, "tries": 0, "strikes": 0, "crashes": 0, "failing_since": None,
    "minimal": False, "died_at": None, "waits": timedelta(0),
}  # fmt: skip


def enqueue(enquiry: Enquiry, held: bool = False, drill: str = "") -> None:
    """Store what each destination that is set up is to be sent of the enquiry; none for a test.

    That is the enquiry itself, and mails about it. A test that is a `drill` goes to the one
    destination which that names.

    `held` stores them held back: nothing is sent until `release`. Call it in the transaction that
    stores the enquiry, and have `wake` called after its commit.
    """
    names = [name for name in registry.destinations() if not enquiry.is_test or name == drill]
    now = timezone.now()
    fields = {"state": State.HELD} if held else {"due_at": now}
    insert_all(
        [
            _about(enquiry, name, kind, now, **fields)
            for name in names
            for kind in registry.destinations()[name].errands
            if kind != Errand.ACKNOWLEDGE or enquiry.kind in ACKNOWLEDGED
        ]
    )


def remind(enquiry: Enquiry, kind: Errand) -> bool:
    """Put in one more mail about an enquiry, once a kind. Returns whether that was the first time.

    False too where no mail is set up. Call it in a transaction.
    """
    if MAIL not in registry.destinations():
        return False
    mine = Delivery.objects.filter(enquiry=enquiry, destination=MAIL, kind=kind)
    if mine.exists():
        return False
    now = timezone.now()
    _about(enquiry, MAIL, kind, now, due_at=now).save(force_insert=True)
    return bool(_woken(1))


def post(letter: Letter) -> Delivery | None:
    """Put in a letter that is stored already; None where no mail is set up."""
    if MAIL not in registry.destinations():
        return None
    now = timezone.now()
    delivery = Delivery.objects.create(
        letter=letter, sequence=0, destination=MAIL, kind=Errand.LETTER, due_at=now, created_at=now
    )
    _woken(1)
    return delivery


def release(enquiry: Enquiry) -> int:
    """Send what was held back of the enquiry. Returns how many deliveries that are, 0 if none was.

    An earlier enquiry that is released goes out although later ones of the same person have been
    delivered: they did not wait for it. Its call-back is due from when it was received.
    """
    released = Delivery.objects.filter(enquiry=enquiry, state=State.HELD).update(
        due_at=timezone.now(), **NEW_START
    )
    return _woken(released)


def resend(delivery: Delivery) -> bool:
    """Have the delivery tried now. Returns whether it will be.

    Failed and held back ones start anew; for those under way the waiting time ends. False is the
    answer for one that is delivered, being sent at this moment, or cancelled. The steps that are
    done stay done, and an uncertain outcome stays uncertain: the worker looks before it repeats.
    """
    rows = Delivery.objects.filter(pk=delivery.pk)
    now = timezone.now()
    changed = rows.restartable().update(due_at=now, **NEW_START)
    changed = changed or rows.waiting().update(due_at=now, waits=timedelta(0))
    return bool(_woken(changed))


def send_anew(delivery: Delivery) -> bool:
    """Have a delivered enquiry delivered once more, because its records are gone.

    Whatever of it is still there is found first and not made twice. Returns whether it will be
    sent: False for one that is not delivered, and for somebody who is to be erased.
    """
    if Delivery.objects.doomed(delivery):
        return False
    rows = Delivery.objects.filter(pk=delivery.pk, kind=Errand.DELIVER, state=State.DELIVERED)
    now = timezone.now()
    return bool(_woken(rows.update(due_at=now, refs={}, looks_first=True, **NEW_START)))


def erase(person: Person) -> int:
    """Have the person removed from every destination that has been told of them.

    What waits is cancelled, and what is being sent just now is not tried again. Behind it, one
    erasure goes to each such destination; whatever the person sends later goes behind that. Returns
    how many erasures there are. Call it in a transaction, as often as you like, and keep the
    person's row and deliveries until `is_erased`: they say what is to be erased.
    """
    mine = Delivery.objects.filter(person=person).exclude(kind=Errand.ERASE)
    told = list(mine.told().values("destination").annotate(certain=Max("settles_at")))
    cancel(person)
    queued = Delivery.objects.filter(person=person, kind=Errand.ERASE, state__in=LIVE)
    known = set(queued.values_list("destination", flat=True))
    person = Person.objects.count_one_more(person)
    now = timezone.now()
    new = [
        Delivery(
            person=person,
            sequence=person.enquiry_count,
            destination=each["destination"],
            kind=Errand.ERASE,
            due_at=max(now, each["certain"] or now),
            created_at=now,
        )
        for each in told
        if each["destination"] not in known
    ]
    Delivery.objects.bulk_create(new)
    return _woken(len(new)) + len(known)


def cancel(person: Person) -> int:
    """Have nothing more sent of what waits, failed or is held back of a person; returns how many.

    No destination is told: that is `erase`.
    """
    mine = Delivery.objects.filter(person=person).exclude(kind=Errand.ERASE)
    return mine.filter(state__in=[*WAITING, State.DEAD, State.HELD]).update(
        state=State.CANCELLED, due_at=None, died_at=None
    )


def look_first() -> int:
    """Have the worker look for the records of all that waits before it makes any; returns how many.

    After a restore: what waits in the copy may have been delivered since it was made.
    """
    undone = [*LIVE, State.DEAD, State.HELD]
    return Delivery.objects.filter(kind=Errand.DELIVER, state__in=undone).update(looks_first=True)


def is_erased(person: Person) -> bool:
    """Tell whether nothing is left to erase: every destination has confirmed it."""
    mine = Delivery.objects.filter(person=person)
    erasures = mine.filter(kind=Errand.ERASE)
    open_ones = erasures.exclude(state__in=[State.DELIVERED, State.CANCELLED])
    return not open_ones.exists() and not mine.filter(state=State.LEASED).exists()


def _about(enquiry: Enquiry, destination: str, kind: str, now: datetime, **fields: Any) -> Delivery:
    return Delivery(
        enquiry=enquiry,
        person_id=enquiry.person_id,
        sequence=enquiry.sequence,
        destination=destination,
        kind=kind,
        created_at=now,
        **fields,
    )


def _woken(changed: int) -> int:
    if changed:
        transaction.on_commit(wake, robust=True)
    return changed
