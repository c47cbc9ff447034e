"""`make prove`: the proofs that take long or need what a clone does not hold, then the figures.

What cannot run for want of something is named at the end, never passed over in silence.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.live.tools import lacking

LIVE = Path(__file__).resolve().parent
ROOT = LIVE.parents[1]


@dataclass(frozen=True)
class Proof:
    what: str
    tests: str  # a file or folder below tests/
    needs: str = ""  # the variable that says where to find what it needs
    example: str = ""
    programs: tuple[str, ...] = ()  # of the system
    marked: str = ""  # only the tests with this mark

    def stands_in_its_way(self) -> str:
        """Return what keeps it from running, in one line; "" if nothing does."""
        if self.needs and not os.environ.get(self.needs):
            return f"give it {self.needs}={self.example}"
        return lacking(self.programs)


STACK = ("nginx", "openssl")  # what a site in production stands behind
PROOFS = (
    Proof("a fresh clone starts and takes an enquiry", "live/test_fresh_clone.py"),
    Proof("what takes too long for `make test`", ".", marked="long"),
    Proof("killed parts come back, and nothing is left behind", "live/test_killed.py"),
    Proof("setting up: once, and with hashes", "live/test_install.py"),
    Proof("an editor's slow connection", "live/test_autosave.py"),
    Proof("10,000 enquiries move to PostgreSQL and back from a backup", "live/test_moving.py"),
    Proof("taken over in time, and no CRM waits for another", "live/test_promises.py"),
    Proof("told means synced to the disk", "live/test_synced.py", programs=("strace",)),
    Proof(
        "50 restarts under load: no error, nothing lost",
        "live/test_rolling.py",
        programs=("caddy", "nginx", "openssl"),
    ),
    Proof("behind nginx, over TLS", "live/test_nginx.py", programs=STACK),
    Proof("a reader there, on a telephone", "live/test_reader_over_tls.py", programs=STACK),
    Proof("colleagues there, each with a key", "live/test_colleagues_over_tls.py", programs=STACK),
    Proof("behind Caddy, over TLS", "live/test_caddy.py", programs=("caddy", "openssl")),
    Proof(
        "units and Caddyfile are what systemd and Caddy take",
        "live/test_server_files.py",
        programs=("caddy", "systemd-analyze"),
    ),
    Proof("every page is valid HTML", "live/test_valid_html.py", programs=("java", "npm")),
    Proof(
        "fast, light, without fault: Lighthouse",
        "live/test_lighthouse.py",
        programs=("npm", *STACK),
    ),
    Proof("nothing is known against packages, code and history", "live/test_audit.py"),
    Proof("the customer's article", "live/test_customer_article.py", "ARTICLE", "FILE"),
    Proof("HubSpot's description", "live/test_hubspot_spec.py", "HUBSPOT_SPECS", "FOLDER"),
    Proof("Odoo itself", "live/test_real_odoo.py", "ODOO_URL", "odoo://USER:KEY@HOST?db=…"),
    Proof("EspoCRM itself", "live/test_real_espocrm.py", "ESPO_URL", "espocrm://KEY@HOST?owner=…"),
    Proof(
        "BottleCRM itself",
        "live/test_real_bottlecrm.py",
        "BOTTLE_URL",
        "bottlecrm://KEY:TOKEN@HOST?intake=…, or type make prove-bottlecrm",
    ),
)


def main() -> int:
    """Run what can run; returns 1 if any of it failed."""
    _complain_of_unlisted_files()
    missing = {proof: reason for proof in PROOFS if (reason := proof.stands_in_its_way())}
    failed = [proof for proof in PROOFS if proof not in missing and not _holds(proof)]
    print("\n== Figures", flush=True)
    environment = {**os.environ, "PYTHONPATH": "site"}
    bench = subprocess.run([sys.executable, "-m", "bench"], cwd=ROOT, env=environment, check=False)
    print()
    for proof in PROOFS:
        if proof in missing:
            print(f"NOT RUN  {proof.what}: {missing[proof]}")
        else:
            print(f"{'FAILED' if proof in failed else 'PROVEN':8} {proof.what}")
    return 1 if failed or bench.returncode else 0


def _complain_of_unlisted_files() -> None:
    listed = {proof.tests for proof in PROOFS}
    for file in LIVE.glob("test_*.py"):
        if f"live/{file.name}" not in listed:
            sys.exit(f"tests/live/{file.name} is not among the proofs in tests/live/__main__.py.")


def _holds(proof: Proof) -> bool:
    print(f"\n== {proof.what}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-s", f"tests/{proof.tests}"]
    command += ["-m", proof.marked] if proof.marked else []
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
