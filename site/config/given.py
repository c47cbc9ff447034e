"""Secrets that are given to the site, in the environment or in a file that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(environ: Mapping[str, str], name: str) -> str:
    """Return the variable `name`, or what is in the file that `name`_FILE names; "" for neither.

    Space at both ends is not part of a secret: editors end files with a line break. Raises
    ImproperlyConfigured when both are given, and for a file that cannot be read or is empty. No
    text quotes what was read.
    """
    value, file_name = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if value and file_name:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them")
    if not file_name:
        return value
    try:
        found = Path(file_name).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ImproperlyConfigured(f"{name}_FILE: cannot be read: {reason}") from None
    if not found:
        raise ImproperlyConfigured(f"{name}_FILE: the file is empty")
    return found
