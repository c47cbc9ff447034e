"""The steps of a try, in order.

No transaction is open while a destination is called. What a step made is committed before the next
one begins, so that a later try resumes there. Before a step is repeated whose outcome is in doubt,
the destination is asked whether it holds the result already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from django.utils import timezone

from leads.crm import turns
from leads.crm.base import Destination, Ref
from leads.crm.base import Enquiry as Payload
from leads.delivery import settling
from leads.delivery.claims import Held
from leads.delivery.loading import load, load_erasure
from leads.delivery.pacing import require_no_rest, wait_for_turn
from leads.delivery.verdict import CannotErase, NotYetCertain, Stopped
from leads.models import Errand
from leads.models.states import MAILS

MAIL = "mail"  # the one step of a mail


class Try:
    """One try, and how far it has come. `run` raises what it ends in, but for success."""

    def __init__(
        self,
        held: Held,
        destination: Destination,
        may_call: Callable[[], bool],
        calls: Callable[[], None],
        gate: AbstractContextManager[object],
    ) -> None:
        self.held, self.destination = held, destination
        self.may_call, self._calls, self._gate = may_call, calls, gate
        self.delivery = held.delivery
        self.id = self.delivery.pk
        self.settles_at: datetime | None = self.delivery.settles_at
        self.step = ""
        self.in_call = False
        self.progressed = False  # a step was done: the destination works
        self.started_at, self._clock = timezone.now(), time.monotonic()
        self._has_turn = False

    @property
    def milliseconds(self) -> int:
        """How long it has taken so far."""
        return round((time.monotonic() - self._clock) * 1000)

    @property
    def repeatable(self) -> bool:
        """Whether the step may be done again without looking first."""
        return self.delivery.kind != Errand.DELIVER or self.step in self.destination.repeatable

    def run(self) -> None:
        """Do what is left to do, and store it."""
        with turns.waiting_with(self._before_call):
            if self.delivery.kind == Errand.ERASE:
                self._erase()
            elif self.delivery.kind in MAILS:
                self._mail()
            else:
                self._deliver()

    def _deliver(self) -> None:
        enquiry, refs = load(self.id)
        missing = [step for step in self.destination.steps if step not in refs]
        for step in missing:
            self.step = step
            refs[step] = self._look(enquiry, refs) or self._call(enquiry, refs)
            self.settles_at = None
            self.progressed = True
            if step != missing[-1]:
                settling.patiently(lambda: settling.step_done(self, refs))
        settling.patiently(lambda: settling.delivered(self, refs))

    def _erase(self) -> None:
        self.step = Errand.ERASE
        if not self.destination.erases:
            raise CannotErase
        email, made = load_erasure(self.delivery)
        with self._calling():
            self.in_call = True
            done = self.destination.erase(email, made)
            self.in_call = False
        settling.patiently(lambda: settling.erased(self, done.left))

    def _mail(self) -> None:
        self.step = self.delivery.kind
        with self._calling():
            self.in_call = True
            made = self.destination.mail(self.id)
            self.in_call = False
        settling.patiently(lambda: settling.delivered(self, {MAIL: made}))

    def _look(self, enquiry: Payload, refs: dict[str, Ref]) -> Ref | None:
        """Return what an earlier try made, None if it certainly made nothing."""
        doubtful = self.settles_at is not None or self.delivery.looks_first
        if not doubtful or self.repeatable:
            return None
        with self._calling():
            # Read before looking: a call that takes effect in between must not be missed.
            certain = self.settles_at is None or timezone.now() >= self.settles_at
            found = self.destination.find(self.step, enquiry, refs)
        if found is None and not certain:
            raise NotYetCertain
        return found

    def _call(self, enquiry: Payload, refs: dict[str, Ref]) -> Ref:
        with self._calling():
            self.settles_at = None
            self.in_call = True
            made = self.destination.run(self.step, enquiry, refs)
            self.in_call = False
        return made

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Wait until the block may call, and raise unless it may then."""
        self._calls()
        with self._gate:
            wait_for_turn(self.destination.name)
            if not self.may_call():
                raise Stopped
            self._has_turn = True  # of the step's first call; each further one asks for its own
            self.held.require()
            yield

    def _before_call(self) -> None:
        if self._has_turn:
            require_no_rest(self.destination.name)
        else:
            wait_for_turn(self.destination.name)
        self._has_turn = False
