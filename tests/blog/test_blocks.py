"""What an article is made of, as its readers see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image

from blog.blocks import StoryBlock
from blog.models import ArticlePage
from core.models import SiteSettings
from tests.markup import Markup
from tests.site_tree import PHONE, SiteTree, make_article, make_author, make_image, make_site

CALL_BACK = ("call_back", {"text": "We ring you."})


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


def read(article: ArticlePage) -> Markup:
    return Markup(Client().get(article.get_url()).content.decode())


def read_body(tree: SiteTree, *body: tuple[str, Any]) -> Markup:
    return read(make_article(tree.index, body=body))


def picture(image: Image, **value: Any) -> tuple[str, Any]:
    said = {"image": image.pk, "alt_text": "A rack", "decorative": False} | value
    return ("image", {"image": said, "caption": "In the cellar."})


def test_a_picture_comes_in_three_formats_with_its_size_and_its_description(
    tree: SiteTree,
) -> None:
    page = read_body(tree, picture(make_image()))

    image = page.one("img")
    assert image.attributes["alt"] == "A rack"
    assert int(image.attributes["width"]) > int(image.attributes["height"]) > 0
    assert image.attributes["loading"] == "lazy"
    kinds = [each.attributes["type"] for each in page.all("source")]
    assert kinds == ["image/avif", "image/webp"]
    assert "In the cellar." in page.one("figcaption").text


def test_a_decorative_picture_is_passed_over_in_silence(tree: SiteTree) -> None:
    page = read_body(tree, picture(make_image(), decorative=True))

    assert page.one("img").attributes["alt"] == ""


def test_a_picture_without_a_description_cannot_be_saved(tree: SiteTree) -> None:
    block = StoryBlock().child_blocks["image"].child_blocks["image"]
    image = make_image()
    image.contextual_alt_text, image.decorative = "", False

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(image)

    assert list(refused.value.block_errors) == ["alt_text"]


def test_publishing_makes_the_sizes_of_a_picture_before_anybody_reads(tree: SiteTree) -> None:
    image = make_image()
    article = make_article(tree.index, body=[picture(image)])

    article.save_revision().publish()

    assert image.renditions.filter(filter_spec__contains="avif").count() == 3


def test_a_comparison_is_a_table_with_headed_columns(tree: SiteTree) -> None:
    rows = [{"left": "How?", "right": "Why?"}, {"left": "When?", "right": "Whether?"}]
    value = {"caption": "Two jobs", "left": "Managers", "right": "Leaders", "rows": rows}

    page = read_body(tree, ("comparison", value))

    assert [each.text for each in page.all("th", scope="col")] == ["Managers", "Leaders"]
    assert page.one("caption").text == "Two jobs"
    assert [each.text for each in page.all("td")] == ["How?", "Why?", "When?", "Whether?"]


def test_a_document_says_what_it_is_before_it_is_fetched(tree: SiteTree) -> None:
    file = ContentFile(b"x" * 2048, "list.pdf")
    document = Document.objects.create(title="Checklist", file=file)

    page = read_body(tree, ("document", {"document": document.pk, "title": ""}))

    link = page.one("a", href=document.url)
    assert " ".join(link.text.split()) == "Checklist PDF, 2.0\xa0KB".replace("\xa0", " ")


def test_questions_open_to_their_answers_without_a_script(tree: SiteTree) -> None:
    link = f'<a linktype="page" id="{tree.about.pk}">us</a>'
    item = {"question": "Who?", "answer": f"<p>Ask {link}.</p>"}

    page = read_body(tree, ("faq", {"items": [item]}))

    assert page.one("summary").text == "Who?"
    assert "Ask us." in page.one("details").text
    assert page.all("a", href="/about/")[-1].text in {"us", "About"}


def test_a_video_shows_its_own_poster_and_its_transcript(tree: SiteTree) -> None:
    value = {
        "url": "https://youtu.be/GA8z7f7a2Pk",
        "title": "A film",
        "poster": make_image().pk,
        "transcript": "<p>He dances.</p>",
    }

    page = read_body(tree, ("video", value))

    assert page.one("img").attributes["alt"] == ""
    assert "He dances." in page.one("details").text


def test_code_stays_as_it_was_typed(tree: SiteTree) -> None:
    code = "if a < b:\n    print('<b>')"

    assert read_body(tree, ("code", {"title": "", "code": code})).one("code").text == code


@pytest.mark.parametrize(("headings", "lists"), [(2, 0), (3, 2)], ids=["two", "three"])
def test_three_headings_make_a_list_of_contents_in_the_margin_and_folded(
    tree: SiteTree, headings: int, lists: int
) -> None:
    page = read_body(tree, *[("heading", "Why")] * headings)

    ids = [each.attributes["id"] for each in page.all("h2") if each.text == "Why"]
    assert len(set(ids)) == headings
    links = [each.attributes["href"] for each in page.all("a") if each.text == "Why"]
    assert links == [f"#{each}" for each in ids] * lists


def test_an_author_has_a_name_a_role_initials_and_a_few_words(tree: SiteTree) -> None:
    ann = make_author(name="Ann Mary Lee", role="Advises", bio="Has seen it.", slug="ann")

    page = read(make_article(tree.index, writer=ann))

    assert "Ann Mary Lee" in page.all("header")[1].text
    assert "Has seen it." in page.one("aside").text
    assert page.all("span", **{"class": "face"})[0].text == "AL"
    assert page.all("a", href="/articles/?author=ann")


def closing_of(page: Markup) -> str:
    return page.one("section", **{"aria-label": "What you can do next"}).text


def test_the_end_is_the_articles_own_or_that_of_its_list_or_of_the_site(tree: SiteTree) -> None:
    article = make_article(tree.index)
    assert "Take the quiz" in read(article).one("main").text

    SiteSettings.objects.update(closing=[("call_back", {"text": "The site’s."})])
    assert "The site’s." in closing_of(read(article))

    tree.index.closing = [("call", {"text": "The list’s.", "phone": ""})]
    tree.index.save()
    assert "The list’s." in closing_of(read(article))

    article.closing = [("quiz", {"text": "Its own."})]
    article.save()
    assert "Its own." in closing_of(read(article))


def test_who_asks_for_a_call_back_is_led_to_its_form_or_else_given_the_number(
    tree: SiteTree,
) -> None:
    article = make_article(tree.index, body=[CALL_BACK])
    assert PHONE in read(article).one("div", **{"class": "invite"}).text

    SiteSettings.objects.update(contact_page=tree.about)

    link = next(each for each in read(article).all("a") if each.text == "Ask for a call back")
    assert link.attributes["href"] == f"/about/?from={article.pk}&cta=call-back#call-back"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(StoryBlock().child_blocks))
def test_every_block_tells_editors_what_it_is_for(name: str) -> None:
    block = StoryBlock().child_blocks[name]

    assert block.get_description()
    assert block.meta.group in {"Text", "Pictures and files", "Invitations"}
    assert block.meta.icon != "placeholder"
