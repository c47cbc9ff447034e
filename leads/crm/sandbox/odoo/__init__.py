"""The part of Odoo that Leadline uses: contacts, leads and activities, by either of its APIs.

Built from what Odoo 17 and 19 were seen to answer and from Odoo's documentation.
"""

from leads.crm.sandbox.odoo.api import Odoo17, Odoo19

__all__ = ["Odoo17", "Odoo19"]
