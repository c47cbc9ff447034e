"""What the practice CRM's ledger says of an enquiry. Our own tables are not asked."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.sandbox import Sandbox
from tests.whole_site import Site, wait_until

PATIENCE = 60.0  # seconds; an unknown outcome alone takes twenty
ONE_OF_EACH = ["contact created", "note created", "task created"]


def practice_crm(site: Site) -> Sandbox:
    """Return the practice CRM that runs beside a site."""
    token = (site.var_dir / "practice-crm-token").read_text()
    return Sandbox(None, urlsplit(site.crm_url).port or 0, token)


@dataclass
class Arrivals:
    """What has reached the practice CRM since this was made."""

    crm: Sandbox
    start: int = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.crm.ledger()["last"]

    def made(self) -> list[str]:
        """What was created, in order."""
        return [each["what"] for each in self._created()]

    def wait(self) -> None:
        """Return when a contact, a note and a task are there; fail if one is there twice."""
        wait_until(lambda: set(self.made()) >= set(ONE_OF_EACH), PATIENCE, "the enquiry")
        assert self.made() == ONE_OF_EACH

    def body_of(self, what: str) -> str:
        """Return the properties that this record was created with, as text without tags."""
        request = next(each["request"] for each in self._created() if each["what"] == what)
        body = next(each["body"] for each in self.requests() if each["id"] == request)
        return html.unescape(
            re.sub(r"<[^>]+>", "\n", json.dumps(json.loads(body), indent=1, ensure_ascii=False))
        )

    def requests(self, part: str = "") -> list[dict[str, Any]]:
        """Return the requests to the paths that contain `part`."""
        return [each for each in self.crm.requests(self.start) if part in each["path"]]

    def _created(self) -> list[dict[str, Any]]:
        return [each for each in self.crm.effects(self.start) if "created" in each["what"]]
