"""How a form knows that it was sent by a lead drill, and by nobody else."""

from __future__ import annotations

from django.http import HttpRequest

from leads.capture import keys

HEADER = "X-Leadline-Drill"
LIFE = 10 * 60  # seconds


def mark(destination: str, email: str) -> str:
    """Return the header's value for an enquiry of this address that goes to one destination."""
    return keys.mint("drill", {"destination": destination, "email": email})


def destination_of(request: HttpRequest, email: str) -> str:
    """Return where the drill that sent this goes to; "" for everybody else's enquiry."""
    told = keys.read("drill", request.headers.get(HEADER, ""), LIFE)
    return str(told["destination"]) if told and told["email"] == email else ""
