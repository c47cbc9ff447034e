"""What can become of a call, each error named by what happens next. Import them from `base`."""

from __future__ import annotations


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


class SwitchedOff(Misconfigured):
    """The destination wants no more deliveries (a webhook's 410): stop until a person resumes."""


class Rejected(DestinationError):
    """This one enquiry is refused for good; `fields` names what the destination disliked."""

    def __init__(
        self, detail: str, *, http_status: int | None = None, fields: tuple[str, ...] = ()
    ) -> None:
        super().__init__(detail, http_status=http_status)
        self.fields = fields


class NotWanted(DestinationError):
    """What was to be sent is not wanted any more: nothing is wrong, and nobody needs to act."""


def gone(error: Rejected, what: str) -> Rejected:
    """Return the refusal of a record whose person is no longer there, as `what` says.

    `fields` is then ("person",): to send the enquiry again begins anew with the person. It is not
    done unasked, as somebody removed that person, perhaps at the person's own wish.
    """
    detail = f"{error.detail}: {what} (deleted or erased); send it again to file it under a new one"
    return Rejected(detail, http_status=error.http_status, fields=("person",))
