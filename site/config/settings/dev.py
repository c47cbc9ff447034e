"""`make run` and a developer's shell: production's code path, over plain http on this machine."""

from __future__ import annotations

import secrets

from config.settings.base import *
from config.settings.base import VAR_DIR


def _own_secret() -> str:
    """Return this checkout's own key, made on first use. A fixed one would sign for everybody."""
    path = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _own_secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MAIL_PAGE = True
SERVE_MEDIA = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys over plain http, on http://localhost alone
STYLEGUIDE = True
