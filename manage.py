#!/usr/bin/env python
"""Django's commands. `site/` is a folder on the path, never a package: see docs/decisions/0001."""

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting to correct, not a fault to trace
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
