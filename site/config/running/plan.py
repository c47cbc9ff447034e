"""Ports, folders and where enquiries go: what `make run` was asked for."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
DEFAULT_PORTS = {"PORT": 8000, "CRM_PORT": 8421}


class CannotStart(Exception):
    """What stands in the way, in one line."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to run, and where."""

    port: int
    crm_port: int
    var_dir: Path
    own_crm: bool  # CRM_URL or CRM_URL_FILE says where enquiries go

    @property
    def site_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def crm_url(self) -> str:
        return f"http://{HOST}:{self.crm_port}"

    @property
    def log_dir(self) -> Path:
        return self.var_dir / "log"

    @property
    def password_file(self) -> Path:
        """Holds the first password from when it is made until it has been shown."""
        return self.var_dir / "admin-password"


def read_plan(environ: Mapping[str, str]) -> Plan:
    """Return the plan these variables describe. Raises `CannotStart`, naming the variable."""
    ports = {name: _port(environ, name) for name in DEFAULT_PORTS}
    if len(set(ports.values())) < len(ports):
        raise CannotStart(f"PORT and CRM_PORT are both {ports['PORT']}: choose two different ones.")
    return Plan(
        port=ports["PORT"],
        crm_port=ports["CRM_PORT"],
        var_dir=(ROOT / (environ.get("VAR_DIR") or "var")).resolve(),
        own_crm=any(environ.get(name, "").strip() for name in ("CRM_URL", "CRM_URL_FILE")),
    )


def _port(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name) or str(DEFAULT_PORTS[name])
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise CannotStart(f"{name}={text} is no port: choose a number from 1 to 65535.")
    return int(text)


def require_free_ports(plan: Plan) -> None:
    """Raise `CannotStart` for the first port that cannot be listened on.

    The web server itself would share a port that is in use, without a word.
    """
    for name, port in (("PORT", plan.port), ("CRM_PORT", plan.crm_port)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((HOST, port))
            except OSError as error:
                raise CannotStart(
                    f"{name} {port} on {HOST} cannot be used ({error.strerror}): "
                    f"choose another, such as `make run {name}={port + 1}`."
                ) from None


def environment(plan: Plan, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that every part is started with."""
    token = _own_token(plan.var_dir / "practice-crm-token")
    given = {name: value for name, value in environ.items() if value}
    found = {
        **environ,
        "DJANGO_SETTINGS_MODULE": given.get("DJANGO_SETTINGS_MODULE", "config.settings.dev"),
        "BASE_URL": given.get("BASE_URL", plan.site_url),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "VAR_DIR": str(plan.var_dir),
        "SANDBOX_CRM_TOKEN": token,
        "LEADLINE_SUPERVISOR_PID": str(os.getpid()),
    }
    if not plan.own_crm:
        found["CRM_URL"] = f"hubspot+http://{token}@{HOST}:{plan.crm_port}?name=practice"
    return found


def _own_token(path: Path) -> str:
    """Return this machine's own token, made on first use and readable to its owner alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()
