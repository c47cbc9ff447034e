"""EspoCRM's refusals: a status, and the reason in a header. Their bodies are empty."""

from __future__ import annotations

from typing import Any

from leads.crm.sandbox.wire import HTML, Reply, json_reply


class Refusal(Exception):
    """A call that ends in an error."""

    def __init__(self, status: int, reason: str = "", body: Any = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.body = body

    def reply(self) -> Reply:
        """The whole reply."""
        headers = {"X-Status-Reason": self.reason} if self.reason else {}
        if self.body is not None:
            return json_reply(self.status, self.body, headers)
        return Reply(status=self.status, headers=headers, content_type=HTML)


def invalid(kind: str, field: str, rule: str) -> Refusal:
    """A value that is refused."""
    reason = f"Field validation failure; entityType: {kind}, field: {field}, type: {rule}"
    return Refusal(400, reason)


def failure(status: int) -> Refusal:
    """The error that a fault asks for."""
    match status:
        case 400 | 422:
            return invalid("Lead", "emailAddress", "emailAddress")
        case 403:
            return Refusal(403, "No create access.")
        case 404:
            return Refusal(404, "Entity does not exist.")
        case 409:
            return Refusal(409, "duplicate", [])
    return Refusal(status)
