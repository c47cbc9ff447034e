"""One run, from the start of everything to the comparison of the books."""

from __future__ import annotations

import time
from pathlib import Path

from tests.chaos.crowd import Crowd
from tests.chaos.faults import mixture
from tests.chaos.killer import Killer, Tree
from tests.chaos.plan import Figures, Notes, Plan
from tests.chaos.reckoning import Books, reckon
from tests.processes import crm_url
from tests.sandbox import Sandbox, start_sandbox

POLL = 0.5  # seconds


def run(plan: Plan, folder: Path, var_dir: Path) -> Figures:
    """Do what the plan says with a site in `var_dir` and a practice CRM in `folder`."""
    with start_sandbox(folder, "--rate", "0") as crm:
        port = crm.port
        tree = Tree(
            var_dir,
            CRM_URL=crm_url(crm),
            DATABASE_URL=plan.database_url,
            TRUSTED_HOPS="1",  # as behind one proxy, which names each client's address
            EMAIL_URL="off",  # the books that are compared are the CRM's
        )
        try:
            notes = _turmoil(plan, tree, crm)
        except BaseException:
            tree.stop()
            raise
    # The CRM comes back in order: nothing that it left hanging keeps it from that.
    with start_sandbox(folder, "--rate", "0", "--port", str(port)):
        try:
            books = Books(folder / "sandbox.sqlite3")
            drain = _drained(books, set(notes.told), plan.patience)
        finally:
            tree.stop()
    return reckon(books, notes, drain)


def _turmoil(plan: Plan, tree: Tree, crm: Sandbox) -> Notes:
    crowd = Crowd(plan, tree.url)
    killer = Killer(plan, tree, crowd.notes)
    crm.faults(mixture())
    killer.start()
    try:
        crowd.run()
    finally:
        killer.stop()
    return crowd.notes


def _drained(books: Books, told: set[str], patience: float) -> float:
    """Return the seconds until the CRM has all; `patience` if it never has."""
    began = time.monotonic()
    while time.monotonic() < began + patience:
        if told <= books.marks().keys() and books.tasks() >= len(told):
            return time.monotonic() - began
        time.sleep(POLL)
    return patience
