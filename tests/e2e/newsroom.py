"""People who edit, on a running site: made for a test, logged in with a browser, and gone again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.e2e.following import follow
from tests.whole_site import ROOT, Site

PASSWORD = "correct-horse-battery-staple"
LONG = 20_000  # ms: for what the editor works out after a change, on a busy computer
# The editor looks at the form two seconds after it is there, and again a moment later; what was
# typed before is no change.
WATCHED = """
let last;
window.addEventListener("w-unsaved:watch-edits", () => {
  clearTimeout(last);
  last = setTimeout(() => { document.documentElement.dataset.watched = "yes"; }, 1000);
});
"""
_PREPARE = """
import json
from django.contrib.auth.models import Group, User
from blog.models import BlogIndexPage
from home.models import HomePage
from leads.models import QuizPage
for name, group in {people!r}.items():
    user = User.objects.create_user(name, f"{{name}}@firm.example", {password!r})
    user.groups.set([Group.objects.get(name=group)])
pages = {{"index": BlogIndexPage, "quiz": QuizPage, "home": HomePage}}
print(json.dumps({{name: model.objects.get().pk for name, model in pages.items()}}))
"""
_TIDY = """
from django.contrib.auth.models import User
from blog.models import ArticlePage
from leads.models import QuizPage
users = User.objects.filter(username__in={people!r})
for model in (ArticlePage, QuizPage):
    for page in model.objects.filter(owner__in=users):
        page.delete()
quiz = QuizPage.objects.get()
if quiz.current_workflow_state:
    quiz.current_workflow_state.cancel()
first = quiz.revisions.earliest("created_at", "pk").as_object()
first.save_revision().publish()  # a new one, for editors go on with the newest
users.delete()
"""


def run_code(site: Site, code: str) -> str:
    """Run Python in the running site's own environment and return what it prints."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        **dict.fromkeys(("CRM_URL", "CRM_URL_FILE", "DATABASE_URL", "BASE_URL"), ""),
        "VAR_DIR": str(site.var_dir),
    }
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Newsroom:
    """A site with people by name, each in one group. `pages` holds the keys of its pages."""

    site: Site
    browser: Browser
    people: dict[str, str]
    pages: dict[str, int] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(self) -> None:
        """Make the people."""
        code = _PREPARE.format(people=self.people, password=PASSWORD)
        self.pages = json.loads(run_code(self.site, code))

    def close(self) -> None:
        """Take away what they did, and them."""
        for context in self._contexts:
            context.close()
        run_code(self.site, _TIDY.format(people=list(self.people)))

    def log_in(self, name: str) -> Page:
        """Return the dashboard, where this person has just logged in."""
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",
        )
        context.add_init_script(WATCHED)
        self._contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.get_by_label("Username").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        follow(page.get_by_role("button", name="Sign in"))
        return page

    def read(self, path: str, width: int = 1280) -> Page:
        """Return a public page as a reader without an account sees it."""
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    def approve(self, edit_path: str) -> None:
        """Have the moderator publish what was submitted."""
        page = self.log_in("mo")
        page.goto(edit_path)
        page.get_by_role("button", name="More actions").click()
        follow(page.get_by_role("button", name="Approve and Publish", exact=True))
        expect(page.locator(".messages .success")).to_be_visible()


class Editor:
    """The editor of one page, open in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._wait_until_watched()

    def _wait_until_watched(self) -> None:
        # Not with a function: pages may not evaluate any, and that is how one would be waited for.
        self.page.locator("html[data-watched]").wait_for(state="attached")

    @property
    def path(self) -> str:
        return self.page.evaluate("location.pathname")

    @property
    def issues(self) -> Locator:
        """The checks panel, which names what is wrong."""
        self._open_panel("checks")
        return self.page.locator("[data-checks-panel]")

    @property
    def preview(self) -> FrameLocator:
        """What the preview panel shows at the width of a phone."""
        self._open_panel("preview")
        self.page.get_by_label("Preview in mobile size").check(force=True)
        return self.page.frame_locator("#w-preview-iframe")

    @property
    def comments(self) -> Locator:
        """What colleagues have said beside the fields."""
        self._open_panel("comments")
        return self.page.locator(".comment")

    def _open_panel(self, name: str) -> None:
        toggle = self.page.locator(f"[data-side-panel-toggle={name}]")
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#page-edit-form [name='{name}']")

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def unfold(self, heading: str) -> None:
        """Open the block that is folded under this heading."""
        self.page.locator("h2[data-panel-heading]:visible", has_text=heading).first.click()

    def add_block(self, section: str, kind: str = "") -> str:
        """Add a block at the end of a stream, and return how the names of its fields begin."""
        count = int(self.field(f"{section}-count").input_value())
        place = f"[id^=panel-child-][id$={section}-section]"
        self.page.locator(f"{place} .c-sf-add-button:visible").last.click()
        if kind:
            self.page.get_by_role("option", name=kind, exact=True).click()
        expect(self.field(f"{section}-count")).to_have_value(str(count + 1))
        return f"{section}-{count}-value"

    def add_item(self, name: str) -> None:
        """Add one to the list of this name that comes last."""
        items = self.page.locator(f"[data-contentpath={name}]").last
        items.locator(".c-sf-add-button").last.click()

    def schedule(self, moment: str) -> None:
        """Save it with the moment when it goes live, such as 2099-01-01 09:00."""
        self._open_panel("status")
        self.page.get_by_role("button", name="Set schedule").click()
        self.page.locator("[name=go_live_at]").fill(moment)
        calendar = self.page.locator(".xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)
        self.page.get_by_role("heading", name="Set publishing schedule").click()
        expect(calendar).to_have_count(0)
        follow(self.page.get_by_role("button", name="Save schedule"))
        self._wait_until_watched()

    def save(self) -> None:
        """Save the draft."""
        follow(self.page.get_by_role("button", name="Save draft"))
        self._wait_until_watched()

    def choose(self, action: str) -> None:
        """Unfold what else can be done, and choose one of it."""
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name=action, exact=True).click()

    def submit(self) -> None:
        """Hand it in for moderation."""
        self.page.get_by_role("button", name="More actions").click()
        follow(self.page.get_by_role("button", name="Submit to Moderators approval"))
        expect(self.page.locator(".messages .success")).to_be_visible()
