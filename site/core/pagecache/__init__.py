"""Pages ready to be sent, kept in front of Django: why, and why here, is in docs/decisions/0020.

A page says that it is the same for everybody (`offering`); the WSGI wrapper (`front`) keeps it, in
every encoding, and sends it without entering Django until something that pages show has changed
(`watching`), on this machine (`mark`) or on another (`machines`).
"""
