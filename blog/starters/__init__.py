"""Starters: articles of headings and guidance, for an editor to begin with."""
