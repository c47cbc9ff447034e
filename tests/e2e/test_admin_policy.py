"""The pages of the admin that people work in, in a real browser: by its policy, without a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.faults import faults_of
from tests.e2e.kinds import ARTICLE
from tests.e2e.newsroom import LONG, Editor, Newsroom, run_code
from tests.e2e.policy import note_violations
from tests.visitor import Visitor, enquire, take_quiz
from tests.whole_site import Site

pytestmark = pytest.mark.e2e
BRIEF = re.compile(r"/admin/enquiry/[0-9a-f-]{36}/")
_TIDY = "from wagtail.images.models import Image; Image.objects.filter(title='dot').delete()"
SALES = (
    "/admin/",
    "/admin/enquiry/",
    "/admin/account/",
    "/admin/2fa/",
    "/admin/2fa/totp/activate/",
)

OURS = (
    *SALES,
    "/admin/enquiry/?show=overdue",
    "/admin/enquiry/?show=held",
    "/admin/enquiry/?show=all",
    "/admin/enquiry/phone/?code=1",
    "/admin/deliveries/",
    "/admin/deliveries/replay/",
    "/admin/reports/sales/",
    "/admin/reports/content/",
    "/admin/reports/consent/",
    "/admin/reports/retention/",
    "/admin/reports/lead-drill/",
    "/admin/reports/mail/",
    "/admin/reports/page-checks/",
    "/admin/privacy/people/",
    "/admin/quiz/",
    "/admin/salespeople/new/",
    "/admin/settings/leads/salessettings/",
)
# The pages about one of its kind.
_OF_ONE = """
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from leads.followup import files
from leads.models import Delivery, Enquiry, FieldMapping, QuizPage
User.objects.filter(username="mo").update(is_superuser=True)
enquiry = Enquiry.objects.get(email={email!r})
mail = EmailMultiAlternatives("Hello", "Hello", to=["a@acme.example"])
mail.extra_headers["Message-ID"] = "<a@firm.example>"
mail.attach_alternative("<html><head></head><body>Hello</body></html>", "text/html")
get_connection(files.BACKEND).send_messages([mail])
mapping, _ = FieldMapping.objects.get_or_create(destination="practice")
for name, argument in (
    ("enquiry:inspect", enquiry.pk),
    ("outgoing:life", Delivery.objects.filter(enquiry=enquiry).first().pk),
    ("person", enquiry.person_id),
    ("erase_person", enquiry.person_id),
    ("quiz_answers", QuizPage.objects.get().pk),
    ("mail", next(files.kept(1)).name),
    ("fieldmapping:edit", mapping.pk),
):
    print(reverse(name, args=[argument]))
"""


@pytest.fixture
def newsroom(site: Site, browser: Browser) -> Iterator[Newsroom]:
    room = Newsroom(site, browser, {"mo": "Moderators", "sam": "Sales"})
    room.open()
    yield room
    room.close()


def test_the_pages_that_people_work_in_keep_to_their_policy(newsroom: Newsroom) -> None:
    page = newsroom.log_in("mo")
    refused: list[str] = []
    note_violations(page.context, refused)

    page.goto(f"/admin/pages/{newsroom.pages['quiz']}/edit/")
    editor = Editor(page)
    editor.open_tab("Check")
    expect(page.locator("[data-quiz-verdict]")).to_contain_text("questions", timeout=LONG)
    expect(editor.preview.locator("h1")).to_be_visible(timeout=LONG)
    page.goto(f"/admin/pages/add/blog/articlepage/{newsroom.pages['index']}/")
    Editor(page).add_block("body", "Picture")
    page.goto("/admin/images/multiple/add/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "dot.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator("#upload-list form").first).to_be_visible(timeout=LONG)
    page.goto("/admin/documents/multiple/add/")
    sales = newsroom.log_in("sam")
    note_violations(sales.context, refused)
    for address in SALES:
        sales.goto(address)
        expect(sales.locator("main").first).to_be_visible()
    look_at_the_first(sales)

    run_code(newsroom.site, _TIDY)
    assert refused == []


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_that_we_added_to_the_admin_has_a_fault_that_axe_can_find(
    newsroom: Newsroom, width: int, email: str
) -> None:
    visitor = Visitor(newsroom.site.url)
    enquire(visitor, take_quiz(visitor, ARTICLE), email=email)
    of_one = run_code(newsroom.site, _OF_ONE.format(email=email)).split()
    page = newsroom.log_in("mo")
    page.set_viewport_size({"width": width, "height": 844})

    found = {}
    for address in (*OURS, *of_one):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if faults := faults_of(page):
            found[address] = faults

    assert found == {}


def look_at_the_first(page: Page) -> None:
    """Open the brief of the enquiry that comes first, if there is one."""
    page.goto("/admin/enquiry/")
    links = page.locator("main a[href^='/admin/enquiry/']")
    for address in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))"):
        if BRIEF.fullmatch(address):
            page.goto(address)
            expect(page.locator("main").first).to_be_visible()
            return


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    return data.getvalue()
