"""`make chaos`: run, print the figures, and keep them with the seed in var/chaos/."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos.plan import Figures, Plan
from tests.chaos.run import run
from tests.whole_site import ROOT

KEPT = ROOT / "var" / "chaos" / "runs.txt"


def main() -> int:
    """Return 0 if everything that must be 0 is."""
    plan = Plan(
        seed=int(os.environ.get("SEED") or secrets.randbelow(10**6)),
        enquiries=int(os.environ.get("ENQUIRIES") or Plan.enquiries),
        seconds=float(os.environ.get("DURATION") or Plan.seconds),
        database_url=os.environ.get("DATABASE_URL", ""),
    )
    on = plan.database_url.partition(":")[0] or "sqlite"
    print(f"Chaos for {plan.seconds:.0f} s on {on}, seed {plan.seed} …", flush=True)
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        figures = run(plan, Path(folder), Path(folder) / "var")
        line = _keep(plan, on, figures)
        if not figures.faultless():  # the practice CRM's books and ours, to find out why
            shutil.copytree(folder, KEPT.with_name(f"seed-{plan.seed}"), dirs_exist_ok=True)
    print(line)
    print("FAULTLESS" if figures.faultless() else "NOT FAULTLESS")
    return 0 if figures.faultless() else 1


def _keep(plan: Plan, on: str, figures: Figures) -> str:
    """Write what came of a run behind the earlier ones; returns it."""
    ran = f"{datetime.now(UTC):%Y-%m-%d %H:%M} {on} seed={plan.seed} s={plan.seconds:.0f}"
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with KEPT.open("a") as kept:
        kept.write(f"{ran}  {figures}\n")
    return f"{ran}  {figures}"


if __name__ == "__main__":
    sys.exit(main())
