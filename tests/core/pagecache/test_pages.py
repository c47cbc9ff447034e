"""The pages of the site, kept in front of the real Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from blog.models import ArticlePage, Author
from core.models import SiteSettings
from core.pagecache.front import PageCache
from core.pagecache.mark import mark
from core.pagecache.watching import changed
from home.models import ContactPage
from leads.models import QuizAttempt, QuizVersion
from tests.core.pagecache.browser import Counted, ask
from tests.factories import make_delivery
from tests.site_tree import SiteTree, make_article, make_author, make_image, make_site

Commit = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def tree(db: None) -> SiteTree:
    tree = make_site()
    contact = ContactPage(title="Contact", slug="contact")
    Page.objects.get(pk=tree.home.pk).add_child(instance=contact)
    make_article(tree.index, "Security", slug="one", title="An article", writer=make_author())
    return tree


@pytest.fixture
def django() -> Iterator[Counted]:
    # As Django's own test client does: the test's transaction is on this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counted(WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(tree: SiteTree, django: Counted) -> PageCache:
    return PageCache(django, mark().read, 10_000_000)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    """What is done in the block is committed at its end."""

    def committing() -> AbstractContextManager[Any]:
        connection.run_on_commit.clear()  # what making the site left, which never is
        return django_capture_on_commit_callbacks(execute=True)

    return committing


@pytest.mark.parametrize("address", ["/", "/about/", "/articles/", "/articles/one/"])
def test_a_page_is_made_once_and_then_sent_as_it_was(
    site: PageCache, django: Counted, address: str
) -> None:
    alone = ask(django, address)
    first, second = ask(site, address), ask(site, f"{address}?utm_source=x&from=3")

    assert django.times == 2
    assert first == second
    assert second.text == alone.text
    lost = alone.headers.items() - second.headers.items()
    own = {"Cache-Control", "X-Request-ID"}  # each answer's own; a page that is kept logs nothing
    assert {name for name, _ in lost} <= own, "no header of the page's is lost"
    assert second.headers["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize(
    "address",
    [
        *("/contact/", "/a-quiz/", "/never-was/", "/admin/login/", "/articles/?q=article"),
        *("/about/?tag=x", "/articles/?topic=nothing", "/articles/?page=7", "/about/?page=2"),
        *("/articles.md", "/quiz/x/", "/about"),
    ],
)
def test_forms_errors_and_narrowed_lists_are_not_kept(
    site: PageCache, django: Counted, address: str
) -> None:
    first, second = ask(site, address), ask(site, address)

    assert django.times == 2
    assert first.status == second.status
    assert len(site.shelf) == 0


def test_topics_and_pages_of_the_list_are_kept(
    tree: SiteTree, site: PageCache, django: Counted
) -> None:
    for _ in range(12):
        make_article(tree.index, "Security")
    for address in ("/articles/?page=2", "/articles/?topic=security", "/articles/?author=ann"):
        for _ in range(2):
            ask(site, address)

    assert django.times == 4  # there is no such author
    assert "noindex" in ask(site, "/articles/?topic=security").text


def test_who_is_logged_in_sees_what_django_says(
    tree: SiteTree, site: PageCache, client: Any
) -> None:
    ask(site, "/about/")
    client.force_login(User.objects.create_superuser("editor"))
    cookie = f"leadline_session={client.cookies['leadline_session'].value}"

    seen = ask(site, "/about/", HTTP_COOKIE=cookie)

    assert "wagtail-userbar" in seen.text
    assert "private" in seen.headers["Cache-Control"]
    assert "wagtail-userbar" not in ask(site, "/about/").text


def test_nobody_sees_a_page_after_it_was_restricted(
    tree: SiteTree, site: PageCache, commit: Commit
) -> None:
    assert ask(site, "/about/").status == 200

    with commit():
        PageViewRestriction.objects.create(
            page=tree.about, restriction_type=PageViewRestriction.LOGIN
        )

    assert [ask(site, "/about/").status for _ in range(2)] == [302, 302]
    assert len([key for key in site.shelf._entries if key.path == "/about/"]) <= 1


def test_what_an_editor_publishes_is_shown_at_once(site: PageCache, commit: Commit) -> None:
    article = ArticlePage.objects.get(slug="one")
    ask(site, "/"), ask(site, "/articles/one/")
    article.title = "Another title"
    with commit():
        revision = article.save_revision()
    assert "An article" in ask(site, "/articles/one/").text

    with commit():
        revision.publish()

    for address in ("/", "/articles/", "/articles/one/"):
        assert "Another title" in ask(site, address).text


def changes(tree: SiteTree) -> dict[str, Callable[[], Any]]:
    def article() -> ArticlePage:
        return ArticlePage.objects.get(slug="one")

    def without_topics() -> None:
        changed = article()
        changed.topics.set([])
        changed.save()

    image, author = make_image(), Author.objects.get()
    home = Page.objects.get(pk=tree.home.pk)
    return {
        "the firm": SiteSettings.objects.get().save,
        "a quiz": tree.quiz.save_revision().publish,
        "a snippet": author.save,
        "a snippet deleted": author.delete,
        "an image": image.save,
        "an image deleted": image.delete,
        "its topics": without_topics,
        "a page unpublished": lambda: article().unpublish(),
        "a page moved": lambda: article().move(home, pos="last-child"),
        "a page deleted": lambda: article().delete(),
        "a redirect": lambda: Redirect.objects.create(old_path="/old", redirect_link="/"),
        "the site": Site.objects.get().save,
    }


def test_a_change_of_what_pages_show_has_them_made_anew_after_the_commit(
    tree: SiteTree, commit: Commit
) -> None:
    for what, change in changes(tree).items():
        before = mark().read()
        with commit() as told:
            change()
            assert mark().read() == before, what

        assert mark().read() != before, what
        assert len([each for each in told if each is changed]) == 1, what


def test_what_visitors_and_writing_editors_do_has_no_page_made_anew(
    tree: SiteTree, commit: Commit
) -> None:
    image, version = make_image(), QuizVersion.objects.current(tree.quiz)
    before = mark().read()

    with commit():
        QuizAttempt.objects.create(version=version, attribution={})
        make_delivery()
        tree.about.save_revision()
        image.get_rendition("width-100")

    assert mark().read() == before


def test_every_model_of_pages_rooms_counts_as_shown() -> None:
    def counted(model: Any) -> bool:
        named = {model._meta.app_label, model._meta.label_lower}
        return issubclass(model, Page) or bool(named & settings.PAGES_SHOW)

    rooms = [*apps.get_app_config("home").get_models(), *apps.get_app_config("blog").get_models()]

    assert all(counted(each) for each in [*rooms, SiteSettings, QuizVersion])
    known = {each._meta.label_lower for each in apps.get_models()} | {*apps.app_configs}
    assert known >= settings.PAGES_SHOW, "a name that is none"


def test_words_on_the_hours_are_replaced_when_the_hour_comes(
    site: PageCache, django: Counted
) -> None:
    with time_machine.travel("2026-11-23 17:29:40+00:00", tick=False) as clock:
        assert "We are open until 17:30." in ask(site, "/about/").text
        clock.shift(15)
        kept = ask(site, "/about/")
        assert (django.times, kept.headers["Cache-Control"]) == (1, "public, max-age=5")
        clock.shift(6)

        assert "we ring from 9:00 tomorrow" in ask(site, "/about/").text


def test_a_host_that_is_not_ours_gets_no_page_and_leaves_no_trace(site: PageCache) -> None:
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "a b"):
        assert ask(site, "/about/", HTTP_HOST=host).status == 400

    ask(site, "/about/", HTTP_HOST="testserver", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil" not in ask(site, "/about/").text
    assert len(site.shelf) == 1
