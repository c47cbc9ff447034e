"""What `/readyz` asks of the drills: how the last one went."""

from __future__ import annotations

from core.health import Finding
from leads.models import Drill


def last_drill() -> Finding:
    """Whether the last lead drill passed every station. Where none was done, nothing failed."""
    drill = Drill.objects.finished().first()
    if drill is None:
        return Finding(True, "there was none")
    if drill.failed:
        return Finding(False, f"failed at “{drill.failed}”: see Admin > Reports > Lead drill")
    return Finding(True, "passed")
