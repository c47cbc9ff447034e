"""An article that is brought along as a file, and its way into the editor."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image as Picture
from playwright.sync_api import Page, expect

from tests.e2e.following import follow
from tests.e2e.newsroom import Editor

TITLE = "What a spare server costs"


def article_file() -> str:
    """An HTML file with a picture that nobody has described."""
    data = BytesIO()
    Picture.new("RGB", (640, 400), "#345").save(data, "PNG")
    picture = base64.b64encode(data.getvalue()).decode()
    return (
        f"<h1>{TITLE}</h1><p>Less than a day without it.</p><h2>Ask first</h2>"
        f'<p>And then ask again.</p><img src="data:image/png;base64,{picture}">'
    )


def import_article(page: Page, html: str) -> Editor:
    """Choose a file, look at what was understood, create the draft."""
    follow(page.get_by_role("link", name="Import an article"))
    file = {"name": "spare.html", "mimeType": "text/html", "buffer": html.encode()}
    page.get_by_label("File").set_input_files(files=[file])
    follow(page.get_by_role("button", name="Show the preview"))
    expect(page.locator(".import-about")).to_contain_text("1 heading, 2 paragraphs, 1 image")
    shown = page.frame_locator(".import-story")
    expect(shown.locator("h1")).to_have_text(TITLE)
    expect(shown.locator("main")).to_contain_text("And then ask again.")
    follow(page.get_by_role("button", name="Create draft"))
    return Editor(page)
