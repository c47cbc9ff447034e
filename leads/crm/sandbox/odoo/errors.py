"""Odoo's exceptions, by the names that it tells its callers."""

from __future__ import annotations


class Fault(Exception):
    """An exception of Odoo's: with it, nothing of the call is applied."""

    def __init__(self, name: str, message: str, status: int) -> None:
        super().__init__(name)
        self.name = name
        self.message = message
        self.status = status  # by JSON-2; JSON-RPC answers 200


def denied() -> Fault:
    return Fault("odoo.exceptions.AccessDenied", "Access Denied", 401)


def no_right(what: str) -> Fault:
    return Fault("odoo.exceptions.AccessError", f"You are not allowed to {what}.", 403)


def missing() -> Fault:
    message = "Record does not exist or has been deleted."
    return Fault("odoo.exceptions.MissingError", message, 404)


def invalid(message: str = "The operation cannot be completed.") -> Fault:
    return Fault("odoo.exceptions.ValidationError", message, 422)


def no_such(what: str) -> Fault:
    return Fault("builtins.ValueError", f"Invalid {what}", 500)


def not_found() -> Fault:
    return Fault("werkzeug.exceptions.NotFound", "404 Not Found", 404)
