"""BottleCRM. `adapter` is what it does with an enquiry, `api` how its two ways in are spoken to."""

from __future__ import annotations

from leads.crm.bottlecrm.adapter import BottleCrm

__all__ = ["BottleCrm"]
