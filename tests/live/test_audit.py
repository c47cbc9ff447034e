"""`make audit`, as part of the proofs."""

from __future__ import annotations

from tests.audit import __main__ as audit


def test_no_audit_finds_anything() -> None:
    assert audit.main() == 0
