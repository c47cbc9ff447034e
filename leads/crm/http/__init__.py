"""The only room of Leadline that speaks HTTP outwards: one bounded call, and what its end means."""

from __future__ import annotations

from leads.crm.http import addresses
from leads.crm.http.bodies import encoded
from leads.crm.http.destination import HttpDestination
from leads.crm.http.replies import Conflict, Reply, retry_after

__all__ = ["Conflict", "HttpDestination", "Reply", "addresses", "encoded", "retry_after"]
