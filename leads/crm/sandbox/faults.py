"""Faults to order: what to break, on which requests, how often. No sockets in here."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

KINDS: dict[str, str] = {
    "status": "answer with this status, nothing applied",
    "redirect": "answer 302, nothing applied",
    "delay": "wait so many seconds, then apply and answer",
    "delay-after": "apply, wait so many seconds, then answer",
    "reset": "reset the connection, nothing applied",
    "apply-then-drop": "apply, then close without an answer",
    "drip": "apply, then answer one byte at a time, so many seconds apart",
    "hang": "never answer, nothing applied",
    "garbage": "apply, then answer 200 with an unreadable body",
    "huge": "apply, then answer 200 with an endless body",
}
DEFAULTS = {"status": 503.0, "delay": 1.0, "delay-after": 1.0, "drip": 1.0}
LONGEST = 3600.0  # seconds


class BadFault(ValueError):
    """A fault that cannot be understood; the text says which part."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault. `match` is part of "METHOD /path?query", `body` part of the body; `times` None is
    without end."""

    kind: str
    value: float | None = None
    match: str = ""
    body: str = ""
    times: int | None = None
    share: float = 1.0
    retry_after: float | None = None  # seconds; the header of a `status` fault

    def __str__(self) -> str:
        value = "" if self.value is None else f"={self.value:g}"
        named = {
            "match": self.match or None,
            "body": self.body or None,
            "times": self.times,
            "retry-after": self.retry_after,
        }
        rest = [f"{name}={given}" for name, given in named.items() if given is not None]
        share = [] if self.share == 1 else [f"share={self.share:g}"]
        return ":".join([self.kind + value, *rest, *share])


def parse(text: str) -> Fault:
    """Read `KIND[=VALUE][:match=TEXT][:body=TEXT][:times=N][:share=0.3][:retry-after=N]`.

    Raises `BadFault`.
    """
    head, *rest = text.split(":")
    kind, _, value = head.partition("=")
    fields: dict[str, Any] = {"kind": kind} | ({"value": value} if value else {})
    for part in rest:
        name, equals, given = part.partition("=")
        if not equals:
            raise BadFault(f"{part!r} in fault {text!r} wants the form name=value")
        fields[name.replace("-", "_")] = given
    return from_fields(fields)


def from_fields(fields: Any) -> Fault:
    """Build a fault from a mapping such as JSON gives: the names are those of `Fault`.

    Raises `BadFault`.
    """
    if not isinstance(fields, dict):
        raise BadFault("a fault is an object with at least a kind")
    unknown = sorted(set(fields) - set(Fault.__dataclass_fields__) - {"used"})
    if unknown:
        raise BadFault(f"a fault has no {', '.join(map(repr, unknown))}")
    kind = fields.get("kind")
    if kind not in KINDS:
        raise BadFault(f"no fault is called {kind!r}; there are {', '.join(KINDS)}")
    fault = Fault(
        kind=kind,
        value=_number(fields, "value", 0, LONGEST, DEFAULTS.get(kind)),
        match=str(fields.get("match") or ""),
        body=str(fields.get("body") or ""),
        times=_count(fields),
        share=_number(fields, "share", 0, 1, 1.0) or 0.0,
        retry_after=_number(fields, "retry_after", 0, 86400, None),
    )
    return _sensible(fault)


def _sensible(fault: Fault) -> Fault:
    if fault.kind == "status" and not _is_error_status(fault.value):
        raise BadFault("the value of a status fault is a whole number from 400 to 599")
    if fault.value is not None and fault.kind not in DEFAULTS:
        raise BadFault(f"the fault {fault.kind} takes no value")
    if fault.retry_after is not None and fault.kind != "status":
        raise BadFault("only a status fault has a retry_after")
    return fault


def _is_error_status(value: float | None) -> bool:
    return value is not None and value.is_integer() and 400 <= value <= 599


def _number(
    fields: dict[str, Any], name: str, low: float, high: float, default: float | None
) -> float | None:
    given = fields.get(name)
    if given is None:
        return default
    try:
        number = float(given)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high:
        raise BadFault(f"{name} of a fault is a number from {low:g} to {high:g}, not {given!r}")
    return number


def _count(fields: dict[str, Any]) -> int | None:
    number = _number(fields, "times", 1, 1_000_000_000, None)
    if number is not None and not number.is_integer():
        raise BadFault("times of a fault is a whole number")
    return None if number is None else int(number)


class FaultSet:
    """The faults in force. Safe to use from many threads."""

    def __init__(
        self, faults: Iterable[Fault] = (), chance: Callable[[], float] | None = None
    ) -> None:
        self._chance = chance or random.SystemRandom().random
        self._lock = threading.Lock()
        self.replace(faults)

    def replace(self, faults: Iterable[Fault]) -> None:
        """Put these faults in force and forget the former ones."""
        with self._lock:
            self._used = [(fault, 0) for fault in faults]

    def pick(self, method: str, target: str, body: bytes = b"") -> Fault | None:
        """Return the first fault that befalls this request, and count it as used."""
        with self._lock:
            for index, (fault, used) in enumerate(self._used):
                spent = fault.times is not None and used >= fault.times
                if spent or fault.match not in f"{method} {target}":
                    continue
                if fault.body.encode() not in body:
                    continue
                if fault.share < 1 and self._chance() >= fault.share:
                    continue
                self._used[index] = (fault, used + 1)
                return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        """Return the faults in force as plain fields, each with how often it was used."""
        with self._lock:
            return [asdict(fault) | {"used": used} for fault, used in self._used]

    def described(self) -> list[str]:
        """Return a line for each fault that can still strike."""
        with self._lock:
            return [
                f"{fault}: {KINDS[fault.kind]}; used {used} time{'' if used == 1 else 's'}"
                for fault, used in self._used
                if fault.times is None or used < fault.times
            ]
