"""EspoCRM. `adapter` is what it does with an enquiry, `api` how its API is spoken to."""

from __future__ import annotations

from leads.crm.espocrm.adapter import EspoCrm

__all__ = ["EspoCrm"]
