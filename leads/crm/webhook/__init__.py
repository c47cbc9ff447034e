"""A signed webhook. `adapter` is how it is sent, `events` what it says."""

from __future__ import annotations

from leads.crm.webhook.adapter import SignedWebhook

__all__ = ["SignedWebhook"]
