"""What somebody does with an enquiry. Each act is one transaction, and done twice it is done once.

`enquiry` is an Enquiry or its id, `by` a user; None is Leadline itself. `key` is minted with the
form that was sent. An act that comes too late, or changes nothing, leaves no trace. All raise
`Handling.DoesNotExist` for an enquiry that is not before sales: held back, or a test.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.working_time import add_working_minutes
from leads.models import Enquiry, Event, Handling, Happening, Stage
from leads.models.sales import promise

RING_AGAIN = "Ring again"
RING_AGAIN_AFTER = 4 * 60  # working minutes, when nobody answered and nothing else was planned


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is to be done next, and when."""

    text: str
    at: datetime


@dataclass(kw_only=True)
class Sheet:
    """A handling while somebody writes on it: locked, and stored at the end."""

    handling: Handling
    by: Any
    now: datetime
    changed: dict[str, Any] = field(default_factory=dict)

    def set(self, **values: Any) -> None:
        """Set fields of the handling."""
        self.changed |= values
        for name, value in values.items():
            setattr(self.handling, name, value)

    def note(
        self, kind: Happening, text: str = "", key: uuid.UUID | None = None, **data: Any
    ) -> None:
        """Add an event."""
        Event.objects.create(
            key=key or uuid.uuid4(),
            enquiry_id=self.handling.pk,
            at=self.now,
            actor=self.by,
            kind=kind,
            text=text,
            data=data,
        )

    def plan(self, step: Step | None) -> None:
        """Note what comes next; None leaves nothing planned."""
        self.set(
            next_step=step.text if step else "",
            next_step_at=step.at if step else None,
            act_by=step.at if step else None,
        )

    def take(self) -> None:
        """Make it the actor's, where nobody has taken it: whoever acts first has it."""
        if self.handling.claimed_at is None and self.by is not None:
            self.set(owner=self.by, claimed_at=self.now)


def claim(enquiry: Enquiry | uuid.UUID, by: Any) -> Handling:
    """Take an enquiry that nobody has taken. Returns it: its `owner` is who has it now.

    One that was assigned to somebody who has not taken it is anybody's: whoever comes first.
    """
    with _written(enquiry, by) as sheet:
        if sheet.handling.claimed_at is None and sheet.handling.is_open:
            sheet.take()
            _move(sheet, Stage.CLAIMED)
            sheet.note(Happening.CLAIMED)
        return sheet.handling


def assign(enquiry: Enquiry | uuid.UUID, to: Any, by: Any = None, why: str = "") -> Handling:
    """Give an enquiry to a user, from whomever has it. They have yet to take it."""
    with _written(enquiry, by) as sheet:
        if sheet.handling.owner_id != to.pk:
            mine = by is not None and by.pk == to.pk
            sheet.set(owner=to, claimed_at=sheet.now if mine else None)
            _move(sheet, Stage.CLAIMED if mine else Stage.NEW)
            sheet.note(Happening.ASSIGNED, why, to=to.pk, name=to.get_username())
        return sheet.handling


def unassign(enquiry: Enquiry | uuid.UUID, by: Any) -> Handling:
    """Give an enquiry back: it is nobody's then."""
    with _written(enquiry, by) as sheet:
        if sheet.handling.owner_id is not None:
            sheet.set(owner=None, claimed_at=None)
            _move(sheet, Stage.NEW)
            sheet.note(Happening.UNASSIGNED)
        return sheet.handling


def log_call(
    enquiry: Enquiry | uuid.UUID,
    by: Any,
    text: str = "",
    *,
    reached: bool = True,
    kind: Happening = Happening.CALLED,
    then: Step | None = None,
    key: uuid.UUID | None = None,
) -> Handling:
    """Record that somebody rang the person, or wrote (`kind` MAILED).

    It is the first human contact if there was none. Nobody who answered (`reached` False) is rung
    again half a working day later, unless `then` says what comes next.
    """
    with _written(enquiry, by, key) as sheet:
        sheet.take()
        if sheet.handling.first_contact_at is None:
            sheet.set(first_contact_at=sheet.now)
        _move(sheet, Stage.CONTACTED if reached else Stage.CLAIMED)
        if sheet.handling.is_open:
            sheet.plan(then or (None if reached else _ring_again(sheet.now)))
        sheet.note(kind, text, key, reached=reached)
        return sheet.handling


def note(
    enquiry: Enquiry | uuid.UUID, by: Any, text: str, key: uuid.UUID | None = None
) -> Handling:
    """Write down something about an enquiry."""
    with _written(enquiry, by, key) as sheet:
        sheet.note(Happening.NOTE, text, key)
        return sheet.handling


def next_step(
    enquiry: Enquiry | uuid.UUID, by: Any, step: Step | None, key: uuid.UUID | None = None
) -> Handling:
    """Say what is to be done next, and when; None when that is done. Before the first contact an
    answer stays due when it was."""
    with _written(enquiry, by, key) as sheet:
        due = sheet.handling.due_at if sheet.handling.first_contact_at is None else None
        sheet.plan(step)
        if due is not None:
            sheet.set(act_by=due)
        at = step.at.isoformat() if step else ""
        sheet.note(Happening.NEXT_STEP, step.text if step else "", key, at=at)
        return sheet.handling


def outcome(
    enquiry: Enquiry | uuid.UUID,
    by: Any,
    state: Stage,
    text: str = "",
    key: uuid.UUID | None = None,
) -> Handling:
    """Decide an enquiry (won, lost, unfit), or say that it is worth pursuing (qualified)."""
    with _written(enquiry, by, key) as sheet:
        if sheet.handling.state != state:
            sheet.take()
            sheet.set(state=state)
            if not sheet.handling.is_open:
                sheet.plan(None)
                sheet.set(closed_at=sheet.now)
            sheet.note(Happening.OUTCOME, text, key, state=state)
        return sheet.handling


def reopen(enquiry: Enquiry | uuid.UUID, by: Any) -> Handling:
    """Take a decision back. It is due at once if nobody has ever answered."""
    with _written(enquiry, by) as sheet:
        if not sheet.handling.is_open:
            answered = sheet.handling.first_contact_at is not None
            sheet.set(
                state=Stage.CONTACTED if answered else Stage.CLAIMED,
                closed_at=None,
                act_by=None if answered else sheet.handling.due_at,
            )
            sheet.note(Happening.REOPENED)
        return sheet.handling


@contextmanager
def _written(
    enquiry: Enquiry | uuid.UUID, by: Any, key: uuid.UUID | None = None
) -> Iterator[Sheet]:
    """Lock a handling, and store what the block writes; nothing if this form was sent before."""
    pk = enquiry.pk if isinstance(enquiry, Enquiry) else enquiry
    with transaction.atomic():
        handling = Handling.objects.select_for_update().get(pk=pk)
        sheet = Sheet(handling=handling, by=by, now=timezone.now())
        if key is not None and Event.objects.filter(key=key).exists():
            sheet = Discarded(handling=handling, by=by, now=sheet.now)
        yield sheet
        if sheet.changed:
            handling.save(update_fields=list(sheet.changed))


class Discarded(Sheet):
    """What is written when a form comes a second time: it goes nowhere."""

    def set(self, **values: Any) -> None:
        pass

    def note(self, *args: Any, **kwargs: Any) -> None:
        pass


def _move(sheet: Sheet, state: Stage) -> None:
    """Go on to a state, unless it is already further. What was given back or on is new again."""
    early = (Stage.NEW, Stage.CLAIMED)
    if sheet.handling.state in early and sheet.handling.state != state:
        sheet.set(state=state)


def _ring_again(now: datetime) -> Step:
    at = add_working_minutes(now, RING_AGAIN_AFTER, promise().hours)
    return Step(text=RING_AGAIN, at=at)
