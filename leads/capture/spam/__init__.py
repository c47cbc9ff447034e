"""Telling spam: what speaks against an enquiry, in points, and whether it is held back for it."""
