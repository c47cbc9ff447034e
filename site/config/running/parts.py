"""The processes of the site, written down for the supervisor."""

from __future__ import annotations

import os
import shlex
import sys
from configparser import RawConfigParser
from pathlib import Path

from config.running.plan import ROOT, Plan

WEB, WORKER, CRM = "web", "worker", "crm"


def commands(plan: Plan) -> dict[str, list[str]]:
    """Return each part's name and what starts it, in the project's folder."""
    python = _here(Path(sys.executable))
    database = _here(plan.var_dir / "practice-crm.sqlite3")
    return {
        WEB: [python, "-m", "config.running.web"],
        WORKER: [python, "manage.py", "worker"],
        CRM: [
            *(python, "-m", "leads.crm.sandbox", "--watch-parent"),
            *("--port", str(plan.crm_port), "--database", database),
        ],
    }


def write_configuration(plan: Plan) -> Path:
    """Write the supervisor's configuration and return its file. There is no secret in it."""
    plan.log_dir.mkdir(exist_ok=True)
    configuration = RawConfigParser()
    configuration["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "nocleanup": "true",
        "pidfile": _value(plan.var_dir / "supervisor.pid"),
        "logfile": _value(plan.log_dir / "supervisor.log"),
        "logfile_maxbytes": "1MB",
        "logfile_backups": "1",
    }
    parts = commands(plan)
    # One group: its members are stopped at the same time, not one after the other.
    configuration["group:leadline"] = {"programs": ",".join(parts)}
    for name, command in parts.items():
        configuration[f"program:{name}"] = _program(plan, name, command)
    file = plan.var_dir / "supervisor.conf"
    with file.open("w") as out:
        configuration.write(out)
    return file


def _program(plan: Plan, name: str, command: list[str]) -> dict[str, str]:
    return {
        "command": shlex.join(command).replace("%", "%%"),
        "autorestart": "true",
        # A part that ends within a second is started again after 1 s, then 2 s, then 3 s …
        "startsecs": "1",
        "startretries": "1000000",
        "stopwaitsecs": "8",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _value(plan.log_dir / f"{name}.log"),
        "stdout_logfile_maxbytes": "5MB",
        "stdout_logfile_backups": "2",
    }


def _here(path: Path) -> str:
    """Return the path as seen from the project's folder.

    The folder's own name may hold what the supervisor's configuration takes for a comment.
    """
    return os.path.relpath(path, ROOT)


def _value(path: Path) -> str:
    return _here(path).replace("%", "%%")
