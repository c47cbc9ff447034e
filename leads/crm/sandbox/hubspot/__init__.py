"""The part of HubSpot's v3 and v4 CRM API that Leadline uses, shaped by its OpenAPI files."""

from leads.crm.sandbox.hubspot.api import HubSpot

__all__ = ["HubSpot"]
