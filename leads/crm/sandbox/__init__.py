"""A practice CRM: a process of its own that speaks a CRM's API, keeps a ledger, fails to order.

It imports neither Django nor any other part of Leadline, so that it starts fast and so that its
word about what arrived is independent of the code that sent it. Start it with
`python -m leads.crm.sandbox` or `manage.py sandbox_crm`.

A dialect is a CRM that it plays: a file or folder here that fulfils `wire.Dialect`, and a line in
`dialects`. Everything else (`server`, `app`, `store`, `faults`, `control`, `pages`) knows no CRM.
"""
