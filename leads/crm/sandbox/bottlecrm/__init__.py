"""The part of BottleCRM that Leadline uses: its lead webhook, its leads and their tasks.

Built from the source of BottleCRM 1.35 and from what it was seen to answer.
"""

from leads.crm.sandbox.bottlecrm.api import BottleCrm

__all__ = ["BottleCrm"]
