"""The people who work with the site, in production and over TLS: each of them comes for the first
time, sets up a second step, and does what their group is for."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.arrivals import Arrivals, practice_crm
from tests.e2e.following import follow
from tests.e2e.importing import TITLE, article_file, import_article
from tests.e2e.journey import walk
from tests.e2e.kinds import CONTACT as CONTACT_PAGE
from tests.e2e.newsroom import LONG
from tests.live.office import Finger, Office, assert_kept_to_this_host
from tests.live.stack import Stack
from tests.visitor import CONTACT, Visitor
from tests.whole_site import wait_until

ADDRESS = "/articles/what-a-spare-server-costs/"
PHONE = {"width": 390, "height": 844}
SEEN_AFTER = 1.0  # seconds at most
PERSONAL = tuple(CONTACT[name] for name in ("name", "company", "message"))


@pytest.fixture
def office(stack: Stack, trusting_browser: Browser) -> Iterator[Office]:
    """Nobody yet; and in the end, nothing that a browser refused to do or called an error."""
    office = Office(stack, trusting_browser)
    yield office
    assert office.refused == []
    assert office.errors == []


@dataclass(frozen=True)
class Sent:
    email: str
    address: str  # of the enquiry in the admin, for whoever may see it


@pytest.fixture(scope="module")
def enquiry(stack: Stack, trusting_browser: Browser) -> Sent:
    """What a reader on a telephone has sent, and the CRM has got once."""
    crm, email = practice_crm(stack.site), f"ann.{secrets.token_hex(4)}@acme.example"
    with crm.http:
        arrivals = Arrivals(crm)
        page = trusting_browser.new_page(viewport=PHONE)
        walk(page, stack.url, email)
        page.close()
        arrivals.wait()
    code = "from leads.models import Enquiry; print(Enquiry.objects.get(email={!r}).pk)"
    pk = stack.manage("shell", "-v", "0", "-c", code.format(email)).strip()
    return Sent(email, f"/admin/enquiry/{pk}/")


def says(page: Page, words: str) -> None:
    """Fail unless the page says so."""
    expect(page.locator("body")).to_contain_text(words, timeout=LONG)


def test_an_editor_hands_an_article_in_and_all_read_it_as_soon_as_it_is_approved(
    stack: Stack, office: Office
) -> None:
    eve, mo = office.come_in("Editors"), office.come_in("Moderators")
    says(eve, "Import an article")
    before = stack.get("/articles/").text
    editor = import_article(eve, article_file())
    editor.field("summary").fill("Less than one day without it.")
    editor.field("body-3-value-image-alt_text").fill("A rack of servers")
    expect(editor.preview.locator("h1")).to_have_text(TITLE, timeout=LONG)
    path = editor.path
    editor.submit()
    assert stack.get(ADDRESS).status_code == 404

    mo.goto(path)
    mo.get_by_role("button", name="More actions").click()
    follow(mo.get_by_role("button", name="Approve and Publish", exact=True))

    wait_until(lambda: TITLE in stack.get(ADDRESS).text, SEEN_AFTER, "the article")
    wait_until(lambda: TITLE in stack.get("/articles/").text, SEEN_AFTER, "its place in the list")
    assert TITLE not in before
    for page in (eve, office.sit_down()):  # and with its picture, which nginx serves
        page.goto(ADDRESS, wait_until="networkidle")
        assert page.inner_text("h1") == TITLE
        picture = page.get_by_alt_text("A rack of servers")
        assert picture.evaluate("each => each.naturalWidth") > 0


def test_a_salesperson_opens_the_enquiry_takes_it_and_logs_a_call(
    office: Office, enquiry: Sent
) -> None:
    sam = office.come_in("Sales")
    follow(sam.get_by_role("link", name="Enquiries").first)
    follow(sam.get_by_role("link", name=CONTACT["name"], exact=True))
    assert sam.url.endswith(enquiry.address)
    for words in (*PERSONAL, enquiry.email, "You keep it running", "6 of 18"):
        says(sam, words)

    follow(sam.get_by_role("button", name="I’ll take it"))
    says(sam, "It is yours.")
    sam.get_by_text("Log a call", exact=True).click()
    sam.get_by_label("Nobody answered").check()
    sam.get_by_label("What was said").fill("Left a message.")
    follow(sam.get_by_role("button", name="Keep the call"))

    says(sam, "Left a message.")
    says(sam, "Ring again: due")


def test_an_operator_sends_again_what_failed_and_sees_nobody(
    stack: Stack, office: Office, enquiry: Sent
) -> None:
    olu, crm = office.come_in("Operators"), practice_crm(stack.site)
    says(olu, "Ready for visitors")
    arrivals = Arrivals(crm)
    crm.faults([{"kind": "status", "value": 400, "match": "POST /crm/v3/objects/notes"}])
    visitor = Visitor(stack.url)
    visitor.http.verify = str(stack.certificate)
    form = visitor.get(CONTACT_PAGE).form("company")
    visitor.submit(form, **{**CONTACT, "email": "bob@acme.example"})
    seen = []

    def has_failed() -> bool:
        olu.goto("/admin/deliveries/")
        return olu.get_by_text("Count what would be sent again").count() > 0

    wait_until(has_failed, 60, "a failed delivery")
    seen.append(olu.content())
    follow(olu.get_by_role("link", name=re.compile("^L-")).first)
    seen.append(olu.content())
    assert olu.locator("main a[href^='/admin/enquiry/']").count() == 0
    crm.clear_faults()
    follow(olu.get_by_role("link", name="Back to the deliveries"))
    follow(olu.get_by_role("button", name="Count what would be sent again"))
    seen.append(olu.content())
    follow(olu.get_by_role("button", name="Send 1 again"))
    says(olu, "On its way again: 1.")

    arrivals.wait()
    crm.http.close()
    for words in (*PERSONAL, enquiry.email, "bob@acme.example", "7946 0018", "79460018"):
        assert [page for page in seen if words in page] == [], words
    for address in ("/admin/enquiry/", enquiry.address):
        answer = olu.goto(address)
        assert answer is not None
        assert (answer.status, CONTACT["name"] in olu.content()) == (403, False)


def test_a_passkey_opens_an_account_by_itself_and_says_when_it_does_not(
    stack: Stack, office: Office
) -> None:
    page, name = office.sit_down(), office.hire("Editors")
    finger = Finger(page)
    office.type_password(page, name)
    follow(page.get_by_role("link", name="Add a passkey"))
    expect(page.get_by_label("Log in with it alone")).to_be_checked()
    follow(page.get_by_role("button", name="Add it"))
    assert len(page.locator("#recovery_codes").input_value().split()) == 10
    (passkey,) = finger.passkeys()
    assert (passkey["rpId"], passkey["isResidentCredential"]) == ("localhost", True)
    follow(page.get_by_role("link", name="go on"))

    log_out(page)
    page.goto("/admin/images/")
    follow(page.get_by_role("button", name="Use a passkey"))
    assert page.url == f"{stack.url}/admin/images/"
    assert_kept_to_this_host(page.context)
    log_out(page)
    office.type_password(page, name)  # and as the second step
    follow(page.get_by_role("button", name="Use a passkey or key"))
    assert page.url == f"{stack.url}/admin/"

    log_out(page)
    finger.forget()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("this device has none for this site")


def log_out(page: Page) -> None:
    page.goto("/admin/account/")
    page.locator(".sidebar-footer button").first.click()
    follow(page.get_by_role("button", name="Log out"))
