"""What a browser sends to the Wagtail admin when somebody edits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils.html import strip_tags
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from blog.models import ArticlePage, BlogIndexPage

NO_COMMENTS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
BODY = [
    ("heading", "What it costs"),
    ("text", rich_text("<p>Less than a day without it.</p>")),
    ("quiz", {"text": "Six questions."}),
]


def member(group: str) -> Client:
    """A client of somebody in this group alone, logged in."""
    user = User.objects.create_user(group.lower(), f"{group.lower()}@firm.example")
    user.groups.set([Group.objects.get(name=group)])
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def article_form(**values: Any) -> dict[str, Any]:
    """The form of an article. `body` is a list of (type, value), "x" an action such as publish."""
    data = {
        "title": "What a spare server costs",
        "slug": "spare-server",
        "summary": "Less than one day without it.",
        "date": "2026-03-02",
        "writer": "",
        "topics": [],
        "seo_title": "",
        "search_description": "",
        "comments": NO_COMMENTS,
        "picks": [],
        "closing": [],
        "body": BODY,
    } | values
    for name in ("body", "picks", "closing"):
        data[name] = streamfield(data[name])
    return nested_form_data(data)


def edit_url(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def create(client: Client, index: BlogIndexPage, **values: Any) -> ArticlePage:
    """Write a new article in the admin."""
    form = article_form(**values)
    answer = client.post(f"/admin/pages/add/blog/articlepage/{index.pk}/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    return ArticlePage.objects.get(slug=form["slug"])


def notices(client: Client, path: str = "/admin/") -> list[str]:
    """What the next page of the admin tells its user, without the markup."""
    answer = client.get(path)
    return [" ".join(strip_tags(str(each)).split()) for each in answer.context["messages"]]
