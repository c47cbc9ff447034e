"""The editor's day in the admin: a real browser, a real site, somebody of the group "Editors"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.e2e.following import follow
from tests.e2e.importing import TITLE, article_file, import_article
from tests.e2e.newsroom import LONG, Editor, Newsroom, run_code
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import PATIENCE, Site, wait_until

pytestmark = pytest.mark.e2e
PEOPLE = {"eve": "Editors", "mo": "Moderators"}
QUIET = 5_000  # ms: more than the editor takes to notice and to save a change
PHONE_WIDTH = 375  # of Wagtail's preview, in CSS pixels
OWN_WORDS = "We say it in our own words."
INVITATION = "Shall we look at yours together?"
# What the desk has for an enquiry, and what nobody else may see of it.
_DESK = """
import json
from django.urls import reverse
from leads.models import Enquiry
enquiry = Enquiry.objects.select_related("person").get(person__email={email!r})
paths = [reverse("enquiry:index"), reverse("enquiry:index_results")]
paths += [reverse("enquiry:inspect", args=[enquiry.pk])]
paths += [f"{{paths[0]}}?q={{enquiry.reference}}"]
words = [enquiry.reference, enquiry.message, enquiry.company, enquiry.phone, enquiry.email]
print(json.dumps([paths, words]))
"""
OVERVIEWS = [
    "/admin/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/aging-pages/",
]
_DRAFT = """
from django.contrib.auth.models import User
from blog.models import BlogIndexPage
from tests.site_tree import make_article
about = {"title": "Who has keys", "slug": "who-has-keys", "summary": "A list of them."}
owner = User.objects.get(username="eve")
article = make_article(BlogIndexPage.objects.get(), live=False, owner=owner, **about)
article.save_revision()
print(article.pk)
"""
# Nobody wants to wait for a moment that an editor can choose: whole minutes, from the next one on.
_DUE = """
from datetime import timedelta
from django.utils import timezone
from wagtail.models import Page, Revision
past = timezone.now() - timedelta(minutes=1)
approved = Revision.page_revisions.get(object_id={pk}, approved_go_live_at__isnull=False)
approved.approved_go_live_at = past
approved.content["go_live_at"] = past.isoformat()
approved.save()
Page.objects.filter(pk={pk}).update(go_live_at=past)
"""


@pytest.fixture(scope="module")
def newsroom(site: Site, browser: Browser) -> Iterator[Newsroom]:
    """An editor and a moderator, and the site as it was when they have gone."""
    room = Newsroom(site, browser, PEOPLE)
    room.open()
    yield room
    room.close()


def words(page: Page) -> list[str]:
    return page.inner_text("main").split()


@pytest.mark.long
def test_an_article_goes_from_a_file_to_its_readers_as_the_preview_showed_it(
    newsroom: Newsroom,
) -> None:
    editor = import_article(newsroom.log_in("eve"), article_file())
    path = editor.path
    expect(editor.issues).to_contain_text("Picture without alt text", timeout=LONG)
    expect(editor.issues).to_contain_text("No summary and no description")

    editor.field("summary").fill("Less than one day without it.")
    editor.field("body-3-value-image-alt_text").fill("A rack of servers")
    expect(editor.issues).not_to_contain_text("alt text", timeout=LONG)
    expect(editor.issues).not_to_contain_text("No summary")
    call = editor.add_block("body", "Call us")
    editor.field(f"{call}-text").fill(INVITATION)
    expect(editor.preview.locator("main")).to_contain_text(INVITATION, timeout=LONG)
    expect(editor.preview.locator("html")).to_have_js_property("clientWidth", PHONE_WIDTH)
    previewed = editor.preview.locator("main").inner_text().split()
    editor.submit()
    address = "/articles/what-a-spare-server-costs/"
    assert requests.get(newsroom.site.url + address, timeout=PATIENCE).status_code == 404
    newsroom.approve(path)

    published = newsroom.read(address, PHONE_WIDTH)
    assert published.inner_text("h1") == TITLE
    assert published.get_by_alt_text("A rack of servers").count() == 1
    assert words(published) == previewed


@pytest.mark.long
def test_an_article_from_a_template_is_published_at_its_hour(newsroom: Newsroom) -> None:
    page = newsroom.log_in("eve")
    follow(page.get_by_role("link", name="New from template"))
    page.get_by_label("News from the firm").check()
    page.get_by_label("Working title").fill("We have moved")
    follow(page.get_by_role("button", name="Create draft"))
    editor = Editor(page)
    path = editor.path
    expect(editor.issues).to_contain_text("Guidance of the template", timeout=LONG)

    editor.field("summary").fill("A new address, the same people.")
    for text in page.locator("#panel-child-content-body-section [contenteditable=true]").all():
        text.click()
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(OWN_WORDS)
        expect(text).to_have_text(OWN_WORDS)
    page.locator("textarea[name$='-value-text']").fill(INVITATION)
    expect(editor.issues).not_to_contain_text("Guidance", timeout=LONG)
    editor.schedule("2099-01-01 09:00")
    editor.submit()
    newsroom.approve(path)
    address = newsroom.site.url + "/articles/we-have-moved/"
    assert requests.get(address, timeout=PATIENCE).status_code == 404

    run_code(newsroom.site, _DUE.format(pk=path.split("/")[3]))
    newsroom.site.kill("worker")  # the next one looks at once, and not only when the minute is over
    wait_until(lambda: newsroom.site.answers(address), PATIENCE, "publication on time")
    assert OWN_WORDS in requests.get(address, timeout=PATIENCE).text


@pytest.mark.long
def test_a_draft_is_discussed_sent_back_published_and_found_at_its_old_address(
    newsroom: Newsroom,
) -> None:
    path = f"/admin/pages/{run_code(newsroom.site, _DRAFT).strip()}/edit/"
    eve, mo = (newsroom.log_in(name) for name in PEOPLE)
    eve.goto(path)
    asks = Editor(eve)
    expect(asks.comments).to_have_count(0)
    summary = eve.locator("[data-contentpath=summary]").first
    summary.locator("[data-component=add-comment-button]").click(force=True)
    eve.locator(".comment textarea").fill("Is that all of them?")
    eve.get_by_role("button", name="Comment", exact=True).click()
    asks.save()
    mo.goto(path)
    answers = Editor(mo)
    answers.comments.click()
    mo.locator(".comment textarea").fill("The alarm is missing.")
    mo.get_by_role("button", name="Reply", exact=True).click()
    answers.save()
    eve.goto(path)
    asks = Editor(eve)
    asks.comments.click()
    expect(asks.comments).to_contain_text("The alarm is missing.")
    asks.comments.get_by_label("More actions").first.click()
    eve.get_by_role("menuitem", name="Resolve").click()
    expect(asks.comments).to_have_count(0)
    asks.save()
    asks.submit()

    mo.goto(path)
    Editor(mo).choose("Request changes")
    mo.locator("dialog, [role=dialog]").locator("[name=comment]:visible").fill("Add the alarm.")
    follow(mo.get_by_role("button", name="Request changes").last)
    eve.goto("/admin/")
    expect(eve.locator("main")).to_contain_text("Changes requested")
    eve.goto(path)
    with eve.expect_navigation(wait_until="load"):
        Editor(eve).choose("Resubmit to Moderators approval")
    newsroom.approve(path)
    old, new = (f"{newsroom.site.url}/articles/{slug}/" for slug in ("who-has-keys", "keys"))
    assert requests.get(old, timeout=PATIENCE).status_code == 200

    mo.goto(path)
    moves = Editor(mo)
    moves.open_tab("Promote")
    moves.field("slug").fill("keys")
    with mo.expect_navigation(wait_until="load"):
        moves.choose("Publish")
    answer = requests.get(old, timeout=PATIENCE)
    assert [each.status_code for each in answer.history] == [301]
    assert (answer.url, answer.status_code) == (new, 200)


@pytest.mark.long
def test_a_question_that_an_editor_rewords_is_asked_so_and_an_added_one_too(
    newsroom: Newsroom,
) -> None:
    page = newsroom.log_in("eve")
    page.goto(path := f"/admin/pages/{newsroom.pages['quiz']}/edit/")
    editor = Editor(page)

    editor.open_tab("Questions")
    editor.unfold("Who decides what your firm")
    editor.field("questions-0-value-text").fill("Who has the last word about your IT?")
    added = editor.add_block("questions", "Choice")
    editor.field(f"{added}-text").fill("Does anybody test the backups?")
    editor.add_item("options")
    for number, answer in enumerate(("Yes, every month", "Never")):
        editor.field(f"{added}-options-{number}-value-text").fill(answer)
    expect(editor.preview.locator("h1")).to_be_visible(timeout=LONG)
    editor.submit()
    newsroom.approve(path)

    visitor = newsroom.read("/it-leadership-quiz/")
    follow(visitor.get_by_role("button", name="Start"))
    expect(visitor.locator("main")).to_contain_text("Who has the last word about your IT?")
    expect(visitor.locator("main")).to_contain_text("Question 1 of 7")
    while "Does anybody test the backups?" not in visitor.inner_text("main"):
        visitor.locator(".option").first.click()
        follow(visitor.locator("main form button"))
    expect(visitor.get_by_label("Yes, every month")).to_be_visible()


@pytest.mark.long
def test_an_editor_finds_no_lead_anywhere(newsroom: Newsroom, email: str) -> None:
    visitor = Visitor(newsroom.site.url)
    article = "/articles/leadership-and-management-skills/"
    enquire(visitor, take_quiz(visitor, article, choose=1), email=email)
    desk, words = json.loads(run_code(newsroom.site, _DESK.format(email=email)))
    page = newsroom.log_in("eve")

    assert "Enquir" not in page.locator("[data-wagtail-sidebar]").inner_text()
    assert [page.request.get(path).status for path in desk] == [403] * len(desk)
    asked = {f"/admin/pages/search/?q={quote(word)}": word for word in words}
    for path in [*asked, *OVERVIEWS, f"/admin/pages/{newsroom.pages['quiz']}/history/"]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok
        text = page.inner_text("body")  # which repeats what was asked for, and may say no more
        assert [word for word in words if word in text and word != asked.get(path)] == [], path
        assert "L-" not in text.replace(asked.get(path, ""), "")
