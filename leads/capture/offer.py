"""A form that is offered to a visitor, what it remembers, and how it is shown again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

from django.http import HttpRequest

from leads.capture import keys
from leads.capture.forms import Box, ContactForm
from leads.capture.record import QuizOutcome
from leads.models import Enquiry, Kind

PURPOSE = "contact"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A form that is offered to a visitor.

    `scope` names it. Each time it is shown it gets a key of its own, unless it is `single`: then
    the same content is the same enquiry however often the form was loaded in between.
    """

    scope: str
    kind: Kind = Kind.QUIZ
    form: Callable[..., ContactForm] = ContactForm
    single: bool = False
    is_test: bool = False
    outcome: QuizOutcome | None = None
    corrects: Enquiry | None = None
    attribution: dict[str, Any] = field(default_factory=dict)

    @property
    def goes_nowhere(self) -> bool:
        """Whether an editor is trying a quiz."""
        attempt = self.outcome.attempt if self.outcome else None
        return self.is_test or (attempt is not None and attempt.is_test)

    def new_form_key(self) -> str:
        """Return the name of one rendering."""
        return self.scope if self.single else f"{self.scope}#{uuid.uuid4()}"

    def made(self, form_key: str) -> bool:
        """Tell whether a name is one of this form's."""
        return form_key == self.scope or form_key.startswith(f"{self.scope}#")


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a form's key says: which form it was, its boxes in words, what led there, since when."""

    form: str
    boxes: list[Box]
    attribution: dict[str, Any]
    shown: float = 0  # seconds since the epoch

    @classmethod
    def new(cls, offer: Offer, boxes: list[Box], before: Memory | None = None) -> Memory:
        """Return that of a form shown now; what led to the one `before` it led to this one."""
        return cls(
            form=offer.new_form_key(),
            boxes=boxes,
            attribution=before.attribution if before else offer.attribution,
            shown=before.shown if before else time.time(),
        )

    @classmethod
    def sent(cls, request: HttpRequest, offer: Offer, life: int | None) -> Memory | None:
        """Return what the key of a sent form says; None if it is not this form's, or too old."""
        data = keys.read(PURPOSE, request.POST.get("key", ""), life)
        return cls(**data) if data and offer.made(data["form"]) else None

    @property
    def age(self) -> float:
        """For how long the form has been before the visitor, in seconds."""
        return time.time() - self.shown

    @property
    def key(self) -> str:
        """The key to put into the form."""
        return keys.mint(PURPOSE, asdict(self))


class Notice(Enum):
    """Why a form is shown."""

    NEW = "new"
    CUT = "a part of it is missing"
    DOUBT = "it may come from another site's page"
    WRONG = "there are mistakes in it"
    MEANT = "the address may be another one"
    BUSY = "too many at once come from there"

    @property
    def status(self) -> int:
        """The status of the page that shows the form."""
        return _STATUS.get(self, 422)


_STATUS = {Notice.NEW: 200, Notice.CUT: 400, Notice.DOUBT: 403, Notice.BUSY: 429}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The form as it is on its page now, and why."""

    form: ContactForm
    key: str
    notice: Notice = Notice.NEW
    meant: str = ""  # the address that the visitor may have meant

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return self.notice.status

    @property
    def why(self) -> str:
        """The reason as a word, for templates: "cut", "doubt", "wrong", "meant", "busy"."""
        return self.notice.name.lower()
