"""A mail as whoever writes it leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A mail to these addresses; without any, it is not sent.

    `template` is the name of a pair in leads/mail, .html and .txt; `text` and `html` are for mails
    that come with their words.
    """

    to: list[str]
    subject: str
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict, repr=False)
    reply_to: str = ""
    text: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
