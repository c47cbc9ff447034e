"""The audit finds what it is there to find, and never passes for want of looking."""

from __future__ import annotations

import json

import pytest

from tests.audit import __main__ as audit
from tests.audit import packages, secrets

WEAK = {"id": "CVE-2026-1", "fix_versions": ["1.1"]}
# In two parts, or the audit would find them here.
PLANTED = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a key of AWS": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of GitHub": "ghp_" + "a" * 36,
    "a token of HubSpot": "pat-eu1-" + "01234567-89ab-cdef-0123-456789abcdef",
    "a token of Slack": "xoxb-" + "1234567890-abc",
    "a key of Stripe": "sk_live_" + "a" * 20,
    "a key of Google": "AIza" + "a" * 35,
    "a token of PyPI": "pypi-AgE" + "a" * 60,
    "a signed token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl",
    "a secret of a webhook": "whsec_" + "b" * 32,
}


def report(*packages_of_it: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages_of_it, "fixes": []})


def test_what_could_not_be_looked_up_fails_as_what_is_known_to_be_weak_does() -> None:
    fine = {"name": "django", "version": "5.2.19", "vulns": []}
    weak = {"name": "wagtail", "version": "1.0", "vulns": [WEAK]}
    skipped = {"name": "ours", "skip_reason": "not found on PyPI and could not be audited"}

    assert list(packages.judged(report(fine))) == []
    assert list(packages.judged(report(fine, weak))) == ["wagtail 1.0: CVE-2026-1, mended in 1.1"]
    assert "1 of 2 packages could not be looked up" in next(packages.judged(report(fine, skipped)))
    assert "is there a network?" in next(packages.judged("", "ConnectionError: no route"))
    assert "no route" in next(packages.judged("", "ConnectionError: no route"))


@pytest.mark.parametrize("kind", secrets.KINDS)
def test_a_secret_of_each_kind_is_found_and_not_repeated(kind: str) -> None:
    planted = PLANTED[kind]

    [line] = secrets.found_in([("a.py:1", f'token = "{planted}"'), ("commit x", planted)])

    assert line.startswith(f"a.py:1: {kind}")
    assert planted not in line


def test_the_tree_holds_no_secret() -> None:
    assert list(secrets.found_in(secrets._tree())) == []


def test_one_audit_that_finds_something_fails_them_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "AUDITS", {"one": list, "two": lambda: ["a thing"]})

    assert audit.main() == 1
    assert capsys.readouterr().out.splitlines() == ["CLEAN    one", "FAILED   two", "    a thing"]
