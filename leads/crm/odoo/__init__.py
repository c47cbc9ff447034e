"""Odoo. `adapter` is what it does with an enquiry, `api` how either of its APIs is spoken to."""

from __future__ import annotations

from leads.crm.odoo.adapter import Odoo

__all__ = ["Odoo"]
