"""Credentials by the forms that their makers give them, in the tree and in every commit.

What looks like one and is none (an example of a specification) is listed by its fingerprint.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from hashlib import sha256

from tests.audit.places import ROOT

KINDS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of AWS": r"\bAKIA[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{22,}\b",
    "a token of HubSpot": r"\bpat-[a-z]{2}\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a key of Stripe": r"\b[sr]k_live_[A-Za-z0-9]{16,}",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of PyPI": r"\bpypi-AgE[A-Za-z0-9_-]{50,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a secret of a webhook": r"\bwhsec_[A-Za-z0-9+/=]{24,}",
}
_ANY = re.compile("|".join(f"({each})" for each in KINDS.values()))
# Written in the specification of webhooks, or made up for tests.
KNOWN = {"96ad2ccd81462a76", "127e49678ee77c73"}


def audit() -> list[str]:
    """Return a line for each that was found, with its place and without the secret."""
    return [*found_in(_tree()), *found_in(_history()), *_shallow()]


def found_in(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is found in (place, line) pairs, each secret once."""
    seen: set[str] = set()
    for place, line in lines:
        for match in _ANY.finditer(line):
            print_of_it = fingerprint(match[0])
            if print_of_it not in seen | KNOWN:
                seen.add(print_of_it)
                kind = list(KINDS)[(match.lastindex or 1) - 1]
                yield f"{place}: {kind} (fingerprint {print_of_it})"


def fingerprint(secret: str) -> str:
    """Return what a secret is listed by."""
    return sha256(secret.encode()).hexdigest()[:16]


def _tree() -> Iterator[tuple[str, str]]:
    for name in _git("ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        path = ROOT / name
        if path.is_file():
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
                yield f"{name}:{number}", line


def _history() -> Iterator[tuple[str, str]]:
    commit, log = "", _git("log", "--all", "-p", "--unified=0", "--no-color", "--format=commit %h")
    for line in log.splitlines():
        if line.startswith("commit "):
            commit = line
        elif line.startswith("+"):
            yield commit, line


def _shallow() -> list[str]:
    if _git("rev-parse", "--is-shallow-repository").strip() == "true":
        return ["the history is not all here: git fetch --unshallow"]
    return []


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")
