"""Print the addresses once the first page answers: the last thing one reads is what one needs."""

from __future__ import annotations

import http.client
import os
import signal
import time
from pathlib import Path

from config.running.orphans import end_with_parent
from config.running.plan import HOST, ROOT, Plan, read_plan
from config.running.speech import say

POLL = 0.05  # seconds
SLOW_POLL = 2.0  # where each try leaves an error in the log
PATIENCE = 60  # seconds until it says that something is slow
BROKEN, SILENT = 400, 1000  # HTTP statuses from here are errors; this one is no answer at all


def main() -> None:
    """Wait for the site and the practice CRM, then print where they are."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches this process as well
    end_with_parent("LEADLINE_SUPERVISOR_PID")
    plan = read_plan(os.environ)
    _wait(plan)
    for line in _lines(plan):
        say(line)
    plan.password_file.unlink(missing_ok=True)


def _wait(plan: Plan) -> None:
    began, told = time.monotonic(), False
    while (worst := max(_status(plan.port), _status(plan.crm_port))) >= BROKEN:
        if not told and (worst < SILENT or time.monotonic() > began + PATIENCE):
            told = True
            what = "is not there yet" if worst == SILENT else f"is an error ({worst})"
            say(f"The first page {what}; {_short(plan.log_dir)} may say why.")
        time.sleep(POLL if worst == SILENT else SLOW_POLL)


def _status(port: int) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return SILENT
    finally:
        connection.close()


def _lines(plan: Plan) -> list[str]:
    return [
        "",
        f"  Site          {plan.site_url}/",
        f"  Admin         {plan.site_url}/admin/   {_login(plan.password_file)}",
        f"  Practice CRM  {plan.crm_url}/",
        "",
        f"  Enquiries go {_destination(plan)} Logs are in {_short(plan.log_dir)}.",
        "  Ctrl-C stops everything.",
        "",
    ]


def _login(password_file: Path) -> str:
    if password_file.exists():
        return f"user admin, password {password_file.read_text()} (shown only now)"
    return "new password: .venv/bin/python manage.py changepassword admin"


def _destination(plan: Plan) -> str:
    if plan.own_crm:
        return "where CRM_URL says, not to the practice CRM."
    return "to the practice CRM."


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    main()
