"""`make audit`: weaknesses of the packages, rules for safe code, secrets that were committed."""
