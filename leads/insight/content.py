"""The editor's numbers: what each article leads to, in a report and in the list of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permissions import page_permission_policy

from leads.insight import weak
from leads.insight.figures import few
from leads.insight.funnel import ENQUIRED, Numbers, counted_in, enquired_by_page, funnel
from leads.insight.period import Period, lately
from leads.insight.report import Report
from leads.insight.sections import COLUMNS, Section, for_editors, table
from leads.insight.sheets import Row
from leads.models.tally import What
from leads.quiz.editing.overview import quizzes_for

ARTICLE = "blog.ArticlePage"  # another app's, known by name
IN_LIST = {What.READ: "reads", What.BEGUN: "quizzes begun", ENQUIRED: "enquiries"}


def numbers_by_page(period: Period) -> dict[int, Numbers]:
    """Return what each article led to. Two queries."""
    return funnel([*counted_in(period), *enquired_by_page(period)]).by_page


class ContentPerformance(Report):
    """For whoever edits articles. It says nothing of any person."""

    page_title = "Content performance"
    about = (
        "What each article led to. Reads and taps on the number are known only where scripts run; "
        "the rest is counted for everybody, without cookies. Numbers below 5 are not told."
    )

    @staticmethod
    def may_read(user: Any) -> bool:
        return bool(page_permission_policy.user_has_permission(user, "change"))

    def sections(self) -> Sequence[Section]:
        return [self._articles(), weak.section(quizzes_for(self.request.user))]

    def _articles(self) -> Section:
        found = numbers_by_page(self.period)
        mine = page_permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        ).exact_type(apps.get_model(ARTICLE))
        lines = [
            (
                Row(title, [], reverse("wagtailadmin_pages:edit", args=[pk])),
                found.get(pk, Counter()),
            )
            for pk, title in mine.order_by("title").values_list("pk", "title")
        ]
        return Section(
            name="articles",
            heading="Articles",
            told="Those first that led to most. An enquiry belongs to the article whose invitation "
            "was pressed.",
            sheet=table(COLUMNS, "Article", lines, for_editors),
            empty="There is no article that you may edit.",
        )


class ArticlesView(ExplorableIndexView):
    """The list of articles in the admin, with what each led to in the last four weeks."""

    @cached_property
    def numbers(self) -> dict[int, Numbers]:
        return numbers_by_page(lately())

    @cached_property
    def explorable_columns(self) -> list[Column]:
        # All that is listed there are articles.
        columns = [each for each in super().explorable_columns if each.name != "type"]
        if ContentPerformance.may_read(self.request.user):
            ours = Column("led_to", label="In 4 weeks", accessor=self._told, width="18%")
            columns.insert(-1, ours)
        return columns

    def _told(self, page: Any) -> str:
        numbers = self.numbers.get(page.pk, Counter())
        return ", ".join(f"{few(numbers[what])} {name}" for what, name in IN_LIST.items())


class ArticlesViewSet(PageViewSet):
    """Puts the numbers into Wagtail's own list of the pages below a list of articles."""

    model = apps.get_model(ARTICLE)
    index_view_class = ArticlesView
