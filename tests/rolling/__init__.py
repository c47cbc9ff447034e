"""Restarts that nobody notices: what the systemd units run, restarted as `deploy/restart` does.

Two web processes behind something that passes requests on, one worker, a practice CRM, and visitors
who try nothing twice. Whoever was told that an enquiry arrived must be in the CRM, once.
"""
