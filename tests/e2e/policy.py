"""What a browser refused because a page's content security policy does not allow it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext


def note_violations(context: BrowserContext, refused: list[str]) -> None:
    """Fill a list with what is refused from now on, in any page of the context."""

    def note(message: object) -> None:
        if "Content Security Policy" in message.text:  # type: ignore[attr-defined]
            refused.append(f"{message.page.url}: {message.text}")  # type: ignore[attr-defined]

    context.on("console", note)
