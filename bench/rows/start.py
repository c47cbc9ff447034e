"""The second start: from the command to the addresses, which follow the first page."""

from __future__ import annotations

import os
import subprocess
import sys

from bench.stage import Row, Stage, seconds
from tests.whole_site import ROOT, start_site


def measure(stage: Stage) -> list[Row]:
    var_dir = stage.copy()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": str(var_dir),
        "CRM_URL": "",
    }
    command = [sys.executable, "-c", "import config.wsgi"]

    def load() -> None:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    load()
    base = min(seconds(load) for _ in range(3))
    took = min(_until_announced(stage) for _ in range(3))
    return [Row("second start → first page", took, "loading the application alone", base)]


def _until_announced(stage: Stage) -> float:
    site = start_site(stage.copy())
    try:
        return seconds(site.__enter__)
    finally:
        site.__exit__(None, None, None)
