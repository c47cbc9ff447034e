"""The port between Leadline and the systems it delivers to: plain data and errors, no Django.

A new CRM is a new file beside this one. It subclasses `Destination` (through `http.HttpDestination`
when it speaks HTTP), names its steps, and raises the errors below, each named by what happens next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question as it was asked, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One consent box as it was shown: what for, by which channel, ticked or not."""

    purpose: str
    channel: str
    given: bool
    wording: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """What a destination is told about one enquiry. Built from stored rows at send time.

    Empty strings mean "not known"; a destination must never write one over a value it holds.
    `name`, `company` and `phone` are the person's best known values, not merely this enquiry's.
    """

    submission_id: str  # the enquiry's UUID: our key, the same on every try
    reference: str  # what the visitor was shown, such as L-7QK4
    email: str = field(repr=False)  # normalised: the person's key
    name: str = field(repr=False)
    company: str = field(repr=False, default="")
    # E.164, or "" when none was given; an extension follows it as in "+442079460018 ext. 12", and
    # is left out by `phone.partition(" ")[0]` where a CRM takes nothing but digits.
    phone: str = field(repr=False, default="")
    # What this enquiry says where it differs from what was known of the person before.
    name_as_given: str = field(repr=False, default="")
    company_as_given: str = field(repr=False, default="")
    phone_as_given: str = field(repr=False, default="")
    message: str = field(repr=False, default="")
    callback: str = ""  # the call-back wish in words, such as "As soon as possible"; "" = none
    wants_call: bool = True
    quiz: str = ""
    answers: tuple[Answer, ...] = field(repr=False, default=())
    score: int | None = None
    max_score: int | None = None
    result: str = ""
    article: str = ""  # title of the article that led here
    article_url: str = ""
    consents: tuple[Consent, ...] = field(repr=False, default=())
    admin_url: str = ""  # the enquiry in our own admin, for the salesperson
    submitted_at: datetime
    callback_due: datetime


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A record in the destination that a finished step made or found."""

    id: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something `Destination.check()` found wrong, and what a person can do about it."""

    what: str
    remedy: str


class DestinationError(Exception):
    """A call that did not succeed. Its text is logged and shown: no personal data, no secrets.

    `http_status` is the reply's status, or None where there was no reply.
    """

    def __init__(self, detail: str, *, http_status: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.http_status = http_status


class Transient(DestinationError):
    """Certainly not applied, worth trying again. `retry_after` is in seconds, None if unsaid."""

    def __init__(
        self, detail: str, *, http_status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail, http_status=http_status)
        self.retry_after = retry_after


class RateLimited(Transient):
    """The destination asks everyone to slow down, not only this delivery."""


class OutcomeUnknown(DestinationError):
    """The request went out and no readable answer came back: it may have been applied."""


class AuthFailed(DestinationError):
    """The credential is refused or lacks a scope. Every delivery would fail until a person acts."""


class Misconfigured(DestinationError):
    """The destination lacks something we need (a field, a pipeline). A person must add it."""


class Rejected(DestinationError):
    """This one enquiry is refused for good; `fields` names what the destination disliked."""

    def __init__(
        self, detail: str, *, http_status: int | None = None, fields: tuple[str, ...] = ()
    ) -> None:
        super().__init__(detail, http_status=http_status)
        self.fields = fields


class Destination(ABC):
    """One place that enquiries are delivered to. Its identity is `name`, never its credential."""

    name: str

    steps: tuple[str, ...]
    """Step names in order. Each finished step's `Ref` is committed before the next one runs."""

    repeatable: frozenset[str]
    """Steps that the destination itself keeps single (an upsert): safe to run again after a try
    whose outcome is unknown. Before any other step is repeated, `find` is asked."""

    @abstractmethod
    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:
        """Do one step and return the record it made; `refs` holds the finished steps.

        Raises a `DestinationError`.
        """

    @abstractmethod
    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:
        """Return the record that an earlier try of `step` made, or None. Changes nothing.

        Must read what is already consistent (in HubSpot: associations, never search).
        Raises a `DestinationError`.
        """

    @abstractmethod
    def check(self) -> list[Problem]:
        """Try the credential and what we rely on, without writing. An empty list means ready."""
