"""The part of EspoCRM's REST API that Leadline uses: leads, their posts and their tasks.

Built from what EspoCRM 8.1.5 was seen to answer and from its source.
"""

from leads.crm.sandbox.espocrm.api import EspoCrm

__all__ = ["EspoCrm"]
