"""The port between Leadline and the systems it delivers to: plain data and errors, no Django.

A new CRM is a new file beside this one. It subclasses `Destination` (through `http.HttpDestination`
when it speaks HTTP), names its steps, and raises the errors of `errors`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from leads.crm.errors import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    NotWanted,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    SwitchedOff,
    Transient,
)
from leads.crm.turns import NO_LIMIT, Rate

__all__ = [
    "NO_LIMIT", "Answer", "AuthFailed", "Consent", "Destination", "DestinationError", "Enquiry",
    "Erasure", "FieldValue", "Misconfigured", "NotWanted", "OutcomeUnknown", "Problem", "Rate",
    "RateLimited", "Ref", "Rejected", "SwitchedOff", "Transient",
]  # fmt: skip

FieldValue = str | int | float | bool | date
"""What a mapped field may hold, never blank."""


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
    about: str = ""  # what it is where it asks for no reply, such as "Correction of L-7QK4"
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
    # The CRM's own fields by name, as the operator has mapped them: for the record that stands for
    # the person or lead. What the adapter fills itself goes before them.
    fields: Mapping[str, FieldValue] = field(repr=False, default_factory=dict)
    admin_url: str = ""  # the enquiry in our own admin, for the salesperson
    # The whole was refused once: send name and address, and all the rest in the text of a note.
    minimal: bool = False
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


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What `Destination.erase` did. Nothing in it names the person any more."""

    erased: tuple[str, ...] = ()  # ids of the records that are gone
    left: str = ""  # what a person has to remove by hand, and where; "" = nothing


class Destination(ABC):
    """One place that enquiries are delivered to. Its identity is `name`, never its credential.

    One instance serves many threads.
    """

    name: str

    steps: tuple[str, ...]
    """Step names in order. Each finished step's `Ref` is committed before the next one runs."""

    repeatable: frozenset[str]
    """Steps that the destination itself keeps single (an upsert): safe to run again after a try
    whose outcome is unknown. Before any other step is repeated, `find` is asked."""

    rate = NO_LIMIT
    """The calls that it allows, where it says so: deliveries are spread to stay within. An entry of
    CRM_URL may say otherwise (`calls=190/10`, or `calls=0` for no limit)."""

    errands: tuple[str, ...] = ("deliver",)
    """What is put in for it about each new enquiry: the enquiry itself, or kinds of mail."""

    threads = 0
    """How many of the worker's threads are its own; 0: it shares those of all destinations."""

    race_safe = False
    """Whether two workers that send enquiries of one person at once still make one person."""

    reconciles = False
    """Whether `find_submission` can be asked."""

    erases = False
    """Whether `erase` can be asked."""

    sets_up = False
    """Whether `setup` can make what the destination lacks."""

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

    def mail(self, delivery: int) -> Ref:
        """Write and send the mail that a delivery, given by its key, stands for.

        Sent again, it has the same Message-ID. Raises a `DestinationError`; `NotWanted` where
        there is no more reason to send it. For destinations with mails among their `errands`.
        """
        raise NotImplementedError

    @abstractmethod
    def check(self) -> list[Problem]:
        """Try the credential and what we rely on, without writing. An empty list means ready.

        Each problem names what is missing (a scope, a field, an owner) and how to make it.
        """

    def check_fields(self, names: Sequence[str]) -> list[Problem]:  # noqa: ARG002 - to be refined
        """Tell which of the mapped fields the destination lacks, where it can be asked.

        Changes nothing. Raises a `DestinationError`.
        """
        return []

    def find_submission(
        self, submission_id: str, email: str, refs: Mapping[str, Ref]
    ) -> Mapping[str, Sequence[Ref]]:
        """Return the destination's records of one submission, by step, to compare with our own.

        Every step is a key. None of a step is a gap, two are a double. The person's step lists the
        records of that e-mail address. `refs` are those that the delivery has stored; the
        destination's own word counts, they only say where to look first. Changes nothing.
        Raises a `DestinationError`.
        """
        raise NotImplementedError

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        """Remove the person, and all that was filed with them, for good.

        `made` holds the stored `refs` of each of the person's deliveries to this destination. The
        person is looked up first, by address and by those: nobody there means nothing is done.
        Safe to repeat whatever an earlier try ended with. Call it once no delivery of the person
        is under way. Raises a `DestinationError`.
        """
        raise NotImplementedError

    def setup(self) -> list[str]:
        """Make what our records need there, and return what was made, in words.

        What exists is left as it is, so that it can be run again. Raises a `DestinationError`.
        """
        raise NotImplementedError
