"""How the practice CRM misbehaves: in 30 of 100 calls, in every way it knows."""

from __future__ import annotations

from typing import Any

SHARE = 0.30
# Of those 30. What holds a thread for long is rarer: otherwise a run would only wait.
_PARTS: list[tuple[float, dict[str, Any]]] = [
    (3.0, {"kind": "status", "value": 500}),
    (2.0, {"kind": "status", "value": 502}),
    (2.0, {"kind": "status", "value": 503}),
    (2.0, {"kind": "status", "value": 504}),
    (1.0, {"kind": "status", "value": 408}),
    (0.4, {"kind": "status", "value": 423, "retry_after": 2}),
    (0.3, {"kind": "status", "value": 429, "retry_after": 3}),
    (0.3, {"kind": "status", "value": 503, "retry_after": 3}),
    (4.0, {"kind": "reset"}),
    (4.0, {"kind": "apply-then-drop"}),
    (4.0, {"kind": "garbage"}),
    (2.4, {"kind": "huge"}),
    (2.0, {"kind": "delay", "value": 0.5}),
    (2.0, {"kind": "delay-after", "value": 0.5}),
    (0.3, {"kind": "drip", "value": 0.01}),
    (0.3, {"kind": "hang"}),
]


def mixture() -> list[dict[str, Any]]:
    """Return the faults to put in force, each with the share that it takes of what is left."""
    left, faults = 1.0, []
    whole = sum(part for part, _ in _PARTS)
    for part, fault in _PARTS:
        share = SHARE * part / whole
        faults.append({**fault, "share": share / left})
        left -= share
    return faults
