"""A receiver of signed webhooks (Standard Webhooks 1.0) that keeps what it is told like a CRM.

It works out signatures by itself, so that its word does not rest on the library that made them.
The token is the secret; `whsec_` and base64, or any text, which is then taken as it is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.wire import TEXT, Activity, Call, Person, Reply, json_reply, patiently

EVENTS = "_event"  # the kind of record that stands for a webhook-id that was taken in
TOLERANCE = 300  # seconds


class Webhook:
    """The dialect: any POST is an event."""

    name = "Webhook"

    def __init__(self, *, token: str) -> None:
        self._key = _key(token)

    def handle(self, call: Call, session: Session) -> Reply:
        """Take one event in, once for each webhook-id. Answers no JSON, as many receivers do."""
        if call.method != "POST":
            return self.failure(405)
        message = call.headers.get("webhook-id", "")
        if not message or not self._is_signed(call, message, session.now):
            return self.failure(401)
        try:
            event = call.json()
            data = event["data"]
            known = session.by_key(EVENTS, message)
            if known is None:
                session.create(EVENTS, {"type": event["type"]}, message)
                _take_in(event["type"], data, session)
        except (ValueError, KeyError, TypeError):
            return self.failure(400)
        return Reply(status=200, body=b"ok", content_type=TEXT)

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """An error of this status; what its body says means nothing to a sender."""
        return patiently(json_reply(status, {"error": f"status {status}"}), retry_after)

    def person(self, record: Record) -> Person:
        """A contact."""
        held = record.properties
        return Person(
            name=held.get("name", ""),
            email=held["email"],
            company=held.get("company", ""),
            held=held,
        )

    def activity(self, record: Record) -> Activity:
        """What was told of an enquiry, or the call that it asks for."""
        held = record.properties
        if record.kind == "tasks":
            return Activity(title=held["title"], due=held["due"])
        return Activity(text=held["text"], at=held["at"])

    def _is_signed(self, call: Call, message: str, now: float) -> bool:
        stamp = call.headers.get("webhook-timestamp", "")
        if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE:
            return False
        signed = f"{message}.{stamp}.".encode() + call.body
        wanted = base64.b64encode(hmac.digest(self._key, signed, hashlib.sha256)).decode()
        given = call.headers.get("webhook-signature", "").split()
        return any(hmac.compare_digest(f"v1,{wanted}", each) for each in given)


def _key(token: str) -> bytes:
    if token.startswith("whsec_"):
        try:
            return base64.b64decode(token.removeprefix("whsec_") + "==")
        except binascii.Error:
            pass
    return token.encode()


def _take_in(kind: str, data: dict[str, Any], session: Session) -> None:
    if kind == "contact.erased":
        _forget(data["email"], session)
    elif kind == "enquiry.submitted":
        _keep(data, session)


def _keep(data: dict[str, Any], session: Session) -> None:
    told = {name: value for name, value in data["person"].items() if value}
    contact = session.by_key("contacts", told["email"])
    if contact is None:
        contact = session.create("contacts", told, told["email"])
    else:
        contact = session.update(contact, told, contact.key)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    due = data["callback"]["due"]
    note = session.create("notes", {"text": text, "at": due, "reference": data["reference"]})
    title = "Call back" if data["callback"]["wanted"] else "Reply by e-mail"
    task = session.create("tasks", {"title": f"{title}: {data['reference']}", "due": due})
    session.link(note, contact)
    session.link(task, contact)


def _forget(email: str, session: Session) -> None:
    contact = session.by_key("contacts", email)
    if contact is None:
        return
    for kind in ("notes", "tasks"):
        for tied in session.linked(contact, kind):
            session.delete(tied)
    session.delete(contact)
