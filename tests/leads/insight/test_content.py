"""The editor's numbers: what each article led to, where articles are listed and in a report."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission

from leads.insight import weak
from leads.models import QuizAttempt, QuizPage, QuizVersion, Stage
from leads.models.tally import What
from tests.leads.insight.made import counted, lead, member
from tests.site_tree import SiteTree, make_article, make_site

URL = "/admin/reports/content/"


@pytest.fixture
def tree(db: None) -> SiteTree:
    return make_site()


@pytest.fixture
def editor(db: None) -> Client:
    return member("Editors")


def rows(client: Client, name: str = "articles") -> list[list[str]]:
    answer = client.get(f"{URL}?csv={name}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_an_editor_sees_what_each_article_led_to_and_small_numbers_not(
    tree: SiteTree, editor: Client
) -> None:
    quiet, loud = make_article(tree.index, title="Quiet"), make_article(tree.index, title="Loud")
    counted(What.READ, 40, page=loud.pk)
    counted(What.TAPPED, 6, page=loud.pk)
    for stage in (Stage.WON, Stage.NEW):
        lead(page=loud.pk, stage=stage, name="Ann Lee", email="ann@acme.example")

    found = {row[0]: row[1:] for row in rows(editor)}

    assert next(iter(found)) == "Loud"
    assert found["Loud"] == ["40", "0", "6", "0", "0", "< 5", "0", "< 5"]
    assert found["Quiet"] == ["0"] * 8
    page = editor.get(URL).content.decode()
    assert f"/admin/pages/{quiet.pk}/edit/" in page
    assert "Ann Lee" not in page and "acme.example" not in page


def test_the_list_of_articles_shows_the_last_four_weeks(tree: SiteTree, editor: Client) -> None:
    counted(What.READ, 1234, page=make_article(tree.index, title="Loud").pk)
    counted(What.READ, 7000, page=make_article(tree.index, title="Old").pk, days_ago=40)

    page = editor.get(f"/admin/pages/{tree.index.pk}/").content.decode()

    assert "1,234 reads, 0 quizzes begun, 0 enquiries" in page
    assert "7,000" not in page


def test_the_numbers_cost_the_list_two_queries_however_many_articles(
    tree: SiteTree, editor: Client
) -> None:
    for _ in range(6):
        counted(What.READ, 9, page=make_article(tree.index).pk)

    with CaptureQueriesContext(connection) as made:
        assert editor.get(f"/admin/pages/{tree.index.pk}/").status_code == 200

    tables = ("leads_tally", "leads_enquiry")
    assert [sum(f'FROM "{name}"' in each["sql"] for each in made) for name in tables] == [1, 1]


def test_an_editor_of_one_part_sees_its_articles_alone(tree: SiteTree, editor: Client) -> None:
    mine, other = make_article(tree.index, title="Mine"), make_article(tree.index, title="Other")
    permissions = GroupPagePermission.objects.filter(group=Group.objects.get(name="Editors"))
    permissions.update(page=mine)

    assert [row[0] for row in rows(editor)] == ["Mine"]
    assert other.title not in editor.get(URL).content.decode()


@pytest.mark.parametrize("group", ["Sales", "Sales managers", "Operators"])
def test_nobody_else_sees_the_editors_report(tree: SiteTree, group: str) -> None:
    client = member(group)

    assert "insight-part" not in client.get(URL, follow=True).content.decode()
    assert "Content performance" not in client.get("/admin/").content.decode()


def test_a_weak_spot_without_an_article_is_named_until_there_is_one(quiz: QuizPage) -> None:
    version = quiz.versions.get()
    lowest = {each["id"]: each["options"][0]["id"] for each in version.content["questions"]}
    for _ in range(6):
        QuizAttempt.objects.create(version=version, answers=lowest)
    QuizAttempt.objects.create(version=version, answers={})  # left at once

    recommend(version, None)
    found = list(weak.spots([quiz]))
    recommend(version, quiz.get_siblings().live().exclude(pk=quiz.pk).first().pk)

    assert found and {spot.taken for spot in found} == {6}
    assert max(spot.weak for spot in found) == 6
    assert list(weak.spots([quiz])) == []


def recommend(version: QuizVersion, article: int | None) -> None:
    """Have each answer recommend this article, and no result any."""
    for question in version.content["questions"]:
        for option in question["options"]:
            option["article"] = article
    for result in version.content["results"]:
        result["articles"] = []
    version.save()
