"""HubSpot's error bodies. Codes and categories are HubSpot's; most sentences are ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from leads.crm.sandbox.wire import Reply, json_reply

VALIDATION = "VALIDATION_ERROR"
NOT_FOUND = "OBJECT_NOT_FOUND"
CONFLICT = "CONFLICT"

Detail = dict[str, Any]


class Refusal(Exception):
    """A call that ends in an error body."""

    def __init__(
        self,
        status: int,
        category: str,
        message: str,
        *,
        errors: Iterable[Detail] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(category)
        self.status = status
        self.body: dict[str, Any] = {"status": "error", "message": message}
        self.body |= {"correlationId": str(uuid4())} | more
        if details := list(errors):
            self.body["errors"] = details
        self.body["category"] = category
        self.headers = {"X-HubSpot-Correlation-Id": self.body["correlationId"], **(headers or {})}

    def reply(self) -> Reply:
        """The whole reply."""
        return json_reply(self.status, self.body, self.headers)

    def in_batch(self, trace: str) -> Detail:
        """The same error as one entry of a 207's `errors` (schema StandardError)."""
        return {
            "status": "error",
            "category": self.body["category"],
            "message": self.body["message"],
            "errors": self.body.get("errors", []),
            "context": {"ids": [trace]},
            "links": {},
        }


def detail(code: str, message: str, **context: str) -> Detail:
    """One entry of `errors` (schema ErrorDetail)."""
    lists = {name: [value] for name, value in context.items()}
    return {"message": message, "code": code, "context": lists}


def invalid_json(why: str) -> Refusal:
    """The body cannot be read, or has the wrong shape."""
    return Refusal(400, VALIDATION, f"Invalid input JSON: {why}")


def invalid_values(problems: list[Detail]) -> Refusal:
    """Property values that are refused, listed in the message and in `errors`."""
    listed = [
        {
            "isValid": False,
            "message": problem["message"],
            "error": problem["code"],
            "name": problem["context"]["propertyName"][0],
            "localizedErrorMessage": problem["message"],
        }
        for problem in problems
    ]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return Refusal(400, VALIDATION, f"Property values were not valid: {text}", errors=problems)


def missing_properties(singular: str, names: list[str]) -> Refusal:
    """A create call without a property that this object type demands."""
    message = f"Error creating {singular}. Some required properties were not set."
    return Refusal(400, VALIDATION, message, context={"properties": names})


def not_found(number: str) -> Refusal:
    """No such record."""
    message = "Object not found. objectId are usually numeric."
    context = {"id": [number]}
    sub_category = "crm.objects.OBJECT_NOT_FOUND"
    return Refusal(404, NOT_FOUND, message, context=context, subCategory=sub_category)


def taken(number: int) -> Refusal:
    """The unique e-mail address belongs to another contact."""
    return Refusal(409, CONFLICT, f"Contact already exists. Existing ID: {number}")


def unauthenticated() -> Refusal:
    """No token, or not the right one."""
    message = "Authentication credentials not found. This API supports OAuth 2.0 authentication."
    return Refusal(401, "INVALID_AUTHENTICATION", message)


def rate_limited(headers: Mapping[str, str] | None = None) -> Refusal:
    """Too many calls within ten seconds. HubSpot often sends no Retry-After here."""
    return Refusal(
        429,
        "RATE_LIMITS",
        "You have reached your ten_secondly_rolling limit.",
        headers=headers,
        errorType="RATE_LIMIT",
        policyName="TEN_SECONDLY_ROLLING",
    )


def failure(status: int) -> Refusal:
    """The error a fault asks for, worded as HubSpot words this status."""
    match status:
        case 401:
            return unauthenticated()
        case 403:
            message = "This app hasn't been granted all required scopes to make this call."
            scopes = ["crm.objects.contacts.write"]
            problem = {
                "message": "One or more of these scopes are required.",
                "context": {"requiredGranularScopes": scopes},
            }
            return Refusal(403, "MISSING_SCOPES", message, errors=[problem])
        case 404:
            return Refusal(404, NOT_FOUND, "resource not found")
        case 409:
            return Refusal(409, CONFLICT, "The record was changed at the same time.")
        case 423:
            return Refusal(423, "RESOURCE_LOCKED", "The resource is locked; wait two seconds.")
        case 429:
            return rate_limited()
        case 477:
            return Refusal(477, "MIGRATION_IN_PROGRESS", "This account is being migrated.")
        case _ if status < 500:
            return Refusal(status, VALIDATION, "The request was not valid.")
        case _:
            return Refusal(status, "INTERNAL_ERROR", "internal error")
