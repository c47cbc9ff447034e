"""The pictures of shared links."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image, ImageChops
from wagtail.models import PageViewRestriction

from core.drawing import KINDS, draw
from core.models import SiteSettings
from core.seo import card, lettering
from core.seo.outline import polylines
from tests.core.seo.conftest import meta, read
from tests.site_tree import SiteTree, make_article

Commit = Callable[..., AbstractContextManager[list[Any]]]
ENGLISH = "Leadership and management skills"


def stored() -> list[str]:
    try:
        return sorted(default_storage.listdir("social")[1])
    except FileNotFoundError:
        return []


def picture(title: str, firm: str = "Acme") -> Image.Image:
    return Image.open(BytesIO(card.card(title, "the same", firm))).convert("RGB")


def path_of_picture(address: str) -> str:
    return meta(read(address), "og:image").removeprefix("http://127.0.0.1:8000")


def test_a_picture_is_made_when_a_page_is_published_and_replaces_the_one_before(
    tree: SiteTree, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()
    first = stored()
    tree.about.title = "Another title"
    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()

    assert len(first) == 1
    assert len(stored()) == 1
    assert stored() != first
    assert path_of_picture("/about/") == f"/social/{stored()[0]}"


def test_publishing_the_same_again_makes_nothing_new(
    tree: SiteTree, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()
    monkeypatch.delattr("core.seo.card.card")

    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()

    assert len(stored()) == 1


def test_a_page_that_is_taken_back_takes_its_picture_with_it(
    tree: SiteTree, django_capture_on_commit_callbacks: Commit, client: Client
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()
    path = f"/social/{stored()[0]}"

    with django_capture_on_commit_callbacks(execute=True):
        tree.about.unpublish()

    assert stored() == []
    assert client.get(path).status_code == 404


def test_a_picture_that_cannot_be_made_does_not_stop_a_page_from_being_published(
    tree: SiteTree, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr("core.seo.card.card", broken)

    with django_capture_on_commit_callbacks(execute=True):
        tree.about.save_revision().publish()

    assert read("/about/").one("h1").text


def test_what_is_not_stored_is_made_when_it_is_asked_for_and_kept(
    tree: SiteTree, client: Client
) -> None:
    assert stored() == []

    answer = client.get(path_of_picture("/articles/one/"))

    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert Image.open(BytesIO(b"".join(answer))).size == (1200, 630)
    assert not answer.cookies
    assert len(stored()) == 1


def test_an_older_address_leads_to_the_picture_of_today(tree: SiteTree, client: Client) -> None:
    before = path_of_picture("/about/")
    SiteSettings.objects.update(firm_name="Renamed")

    answer = client.get(before)

    assert answer.headers["Location"] == path_of_picture("/about/") != before
    assert stored() == []


@pytest.mark.parametrize("digest", ["0" * 16, "x" * 16, "0" * 15, "../../etc"])
def test_only_pages_that_anybody_may_read_have_pictures(
    tree: SiteTree, client: Client, digest: str
) -> None:
    draft = make_article(tree.index)
    draft.unpublish()
    PageViewRestriction.objects.create(
        page=tree.about, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    for pk in (draft.pk, tree.about.pk, 987654):
        assert client.get(f"/social/{pk}-{digest}.png").status_code == 404


def test_one_command_makes_what_is_missing_and_deletes_what_is_left_over(tree: SiteTree) -> None:
    from django.core.files.base import ContentFile

    default_storage.save("social/99999-0000000000000000.png", ContentFile(b"old"))
    make_article(tree.index, title="你好世界")
    first, again = StringIO(), StringIO()

    call_command("make_social_images", stdout=first)
    call_command("make_social_images", stdout=again)

    assert "8 made, 0 kept, 1 deleted." in first.getvalue()
    assert "“你好世界”" in first.getvalue()
    assert "0 made, 8 kept, 0 deleted." in again.getvalue()
    assert len(stored()) == 8


def test_every_title_makes_another_picture_of_the_right_size_and_of_few_bytes() -> None:
    made = [card.card(title, title, "Acme") for title in (ENGLISH, "x" * 90, "Word " * 40, "")]

    assert len(set(made)) == len(made)
    for each in made:
        assert Image.open(BytesIO(each)).size == (1200, 630)
        assert len(each) < 80_000


def test_the_same_title_makes_the_same_picture() -> None:
    assert card.card(ENGLISH, "x", "Acme") == card.card(ENGLISH, "x", "Acme")


def test_a_title_never_leaves_its_lines() -> None:
    for text in (ENGLISH, "x" * 300, "Źródło " * 30, "a " * 200, "Word-" * 60):
        setting = lettering.fit(text, 800, range(80, 47, -4), 4)
        assert 1 <= len(setting.lines) <= 4
        assert 48 <= setting.size <= 80
        assert all(lettering.width_of(line, setting.size) <= 800 for line in setting.lines)


def test_what_no_font_holds_is_left_out_and_never_a_box() -> None:
    assert lettering.readable("Tea ☕ and 😀 biscuits") == "Tea and biscuits"
    assert lettering.readable("Źródło – “naïve” Ștefan €5") == "Źródło – “naïve” Ștefan €5"
    assert lettering.readable("你好世界") == ""
    assert ImageChops.difference(picture("Tea 😀"), picture("Tea")).getbbox() is None
    assert ImageChops.difference(picture("你好世界"), picture("")).getbbox() is None


def test_the_firms_colour_is_the_ground() -> None:
    image = Image.open(BytesIO(card.card("T", "T", "Acme", "#7a1f1f"))).convert("RGB")

    assert image.getpixel((20, 20)) == pytest.approx((0x7A, 0x1F, 0x1F), abs=8)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_drawing_can_be_drawn_without_a_browser(kind: str) -> None:
    text = next(text for text in map(str, range(100)) if draw(text).kind == kind)

    strokes = polylines(draw(text).ink)

    assert len(strokes) >= 15
    points = [point for stroke in strokes for point in stroke]
    inside = [1 for x, y in points if -600 <= x <= 1800 and -600 <= y <= 1400]
    assert len(inside) / len(points) > 0.8


def test_curves_and_rings_end_where_their_path_data_say() -> None:
    assert polylines("M0 0L10 5")[0] == [(0, 0), (10, 5)]
    assert polylines("M0 0q5 5 10 0t10 0")[0][-1] == (20, 0)
    assert polylines("M0 0L10 0Q20 0 20 10")[0][-1] == (20, 10)
    ring = polylines("M2 5a3 3 0 1 0 6 0a3 3 0 1 0-6 0")[0]
    assert ring[-1] == pytest.approx((2, 5))
    assert {round(((x - 5) ** 2 + (y - 5) ** 2) ** 0.5, 6) for x, y in ring} == {3}
