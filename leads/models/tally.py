"""What visitors do, added up by the day: numbers that say nothing of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection, models, transaction


class What(models.TextChoices):
    """What is counted, in the order of the way to an enquiry."""

    READ = "read", "Article read"
    TAPPED = "tapped", "Telephone number tapped"
    PRESSED = "pressed", "Invitation pressed"
    OPENED = "opened", "Quiz opened"
    BEGUN = "begun", "Quiz begun"
    ASKED = "asked", "Question asked"
    ANSWERED = "answered", "Question answered"
    FINISHED = "finished", "Quiz finished"


class Key(NamedTuple):
    """What a count is of. `page` is the one that led there; 0 and "" stand for what is not known.

    `version` is a quiz version's id, `source` one of `leads.counting.sources`.
    """

    day: date
    what: str
    page: int = 0
    version: int = 0
    question: str = ""
    source: str = ""


_ADD = (
    "INSERT INTO {table} (day, what, page, version, question, source, n)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (day, what, page, version, question, source)"
    " DO UPDATE SET n = {table}.n + excluded.n"
)


class TallyQuerySet(models.QuerySet["Tally"]):
    def add(self, counts: Mapping[Key, int]) -> None:
        """Add to what is counted already: all of it or, with a DatabaseError, nothing.

        Several processes may add to the same key at once. They take the rows in one order, so that
        none waits for another that waits for it.
        """
        day_of = connection.ops.adapt_datefield_value
        rows = [(day_of(key.day), *key[1:], counts[key]) for key in sorted(counts)]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_ADD.format(table=table), rows)

    def between(self, first: date, last: date) -> TallyQuerySet:
        """Counts of these days, both included."""
        return self.filter(day__range=(first, last))


class Tally(models.Model):
    """How often something happened on one day. No row is about a visitor, and none can be."""

    day = models.DateField()
    what = models.CharField(max_length=10, choices=What.choices)
    # Ids and no foreign keys: what was counted stays when a page or a version goes.
    page = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField("quiz version", default=0)
    question = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=20, blank=True)
    n = models.PositiveBigIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "what", "page", "version", "question", "source"],
                name="tally_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} on {self.day}: {self.n}"
