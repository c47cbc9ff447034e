"""The dashboard of sales: what comes in, how it is answered, and where it is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from leads.counting.sources import in_words
from leads.delivery import health
from leads.delivery.health import Standing
from leads.insight import deliveries, over_time, pages, questions, steps
from leads.insight.enquiries import Lead, how_many, leads_of
from leads.insight.funnel import Funnel, counted_in, enquired, funnel
from leads.insight.report import Report
from leads.insight.sections import COLUMNS, OF_QUIZZES, Section, for_managers, table
from leads.insight.sheets import Row
from leads.models.stages import MANAGE
from leads.models.tally import What

NO_ARTICLE = "No article"


class Dashboard(Report):
    """For whoever leads sales."""

    page_title = "Sales figures"
    about = (
        "Visitors are counted by the day, without cookies, and robots and people who are logged in "
        "are left out. Numbers of visitors below 5 are not told."
    )

    @staticmethod
    def may_read(user: Any) -> bool:
        return bool(user.has_perm(MANAGE))

    @cached_property
    def leads(self) -> list[Lead]:
        return leads_of(self.period)

    @cached_property
    def funnel(self) -> Funnel:
        return funnel([*counted_in(self.period), *enquired(self.leads)])

    @cached_property
    def version_names(self) -> dict[int, str]:
        return questions.names_of(set(self.funnel.by_version))

    @cached_property
    def standings(self) -> list[Standing]:
        return health.standings()

    def sections(self) -> Sequence[Section]:
        now = timezone.now()
        return [
            over_time.enquiries(self.leads, self.period),
            over_time.answers(self.leads, self.period, now),
            steps.way(self.funnel.whole),
            self._articles(),
            self._versions(),
            self._questions(),
            self._sources(),
            deliveries.standing(self.standings, now),
            deliveries.failures(self.period),
        ]

    def _articles(self) -> Section:
        names = pages.names_of(self.funnel.by_page, self.leads)
        lines = [
            (Row(names[page].title if page else NO_ARTICLE, []), numbers)
            for page, numbers in self.funnel.by_page.items()
        ]
        return Section(
            name="articles",
            heading="By article",
            told="What began with each article: the one whose invitation was pressed.",
            sheet=table(COLUMNS, "Article", lines, for_managers),
            empty="Nothing has been counted in this time.",
        )

    def _versions(self) -> Section:
        lines = [
            (Row(self.version_names.get(version, f"Version {version}"), []), numbers)
            for version, numbers in self.funnel.by_version.items()
        ]
        return Section(
            name="versions",
            heading="By version of the quiz",
            told="Each time that a changed quiz is published there is a new version.",
            sheet=table(OF_QUIZZES, "Quiz", lines, for_managers),
            empty="No quiz has been opened in this time.",
        )

    @cached_property
    def version(self) -> int:
        """The version of a quiz whose questions are shown: as asked for, or the most begun."""
        by_version = self.funnel.by_version
        begun = {each: numbers[What.BEGUN] for each, numbers in by_version.items()}
        named = self.request.GET.get("version", "")
        if named in map(str, begun):
            return int(named)
        return max(begun, key=lambda each: (begun[each], each), default=0)

    def _questions(self) -> Section:
        found = questions.asked_in(self.period, self.version)
        return steps.questions(found, self.version_names.get(self.version, ""))

    def _sources(self) -> Section:
        lines = [
            (Row(in_words(source), []), numbers)
            for source, numbers in self.funnel.by_source.items()
        ]
        return Section(
            name="sources",
            heading="By source",
            told="A campaign is known as long as its marks are in the address; a search engine or "
            "another site only on the first page here.",
            sheet=table(COLUMNS, "Source", lines, for_managers),
            empty="Nothing has been counted in this time.",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        whole = self.funnel.whole
        before = f"{how_many(self.period.before):,} in the {self.period.days} days before"
        waits = deliveries.oldest_undelivered(self.standings, timezone.now())
        facts = [
            ("Enquiries", f"{len(self.leads):,}", before),
            ("Contacted", f"{whole['contacted']:,}", ""),
            ("Won", f"{whole['won']:,}", ""),
            ("Oldest undelivered", waits or "nothing waits", ""),
        ]
        versions = sorted(self.version_names.items(), reverse=True)
        return {**context, "facts": facts, "versions": versions, "version": self.version}
