"""All that a mapping can take a value from: the fixed sources, and what is asked at the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leads.delivery.sources import ANSWER, CONSENT, POINTS
from leads.models import ContactSettings, QuizPage
from leads.models.consent import CHANNELS, PURPOSES
from leads.models.mapping import Row

Group = tuple[str, list[tuple[str, str]]]  # its name; each source with its label

FIXED: tuple[Group, ...] = (
    (
        "Person",
        [
            ("name", "Name"),
            ("first_name", "First name"),
            ("last_name", "Last name"),
            ("email", "E-mail address"),
            ("company", "Company"),
            ("phone", "Telephone"),
        ],
    ),
    (
        "Enquiry",
        [
            ("reference", "Reference"),
            ("kind", "Kind of enquiry"),
            ("submitted_at", "Received"),
            ("message", "Message"),
            ("wants_call", "Wants a call"),
            ("callback", "Call-back wish in words"),
            ("callback_due", "Call-back due"),
            ("article", "Article, title"),
            ("article_url", "Article, address"),
            ("admin_url", "Link to the enquiry in Leadline"),
        ],
    ),
    (
        "Quiz",
        [
            ("quiz", "Title of the quiz"),
            ("score", "Score"),
            ("max_score", "Highest possible score"),
            ("percent", "Score in per cent"),
            ("result", "Result"),
        ],
    ),
    (
        "Campaign",
        [
            ("utm_source", "UTM source"),
            ("utm_medium", "UTM medium"),
            ("utm_campaign", "UTM campaign"),
            ("utm_term", "UTM term"),
            ("utm_content", "UTM content"),
            ("referer", "Site that linked here"),
        ],
    ),
)
_PURPOSES, _CHANNELS = dict(PURPOSES), dict(CHANNELS)


def catalogue() -> list[Group]:
    """Return the sources by group, the questions and categories of each live quiz in groups."""
    return [*FIXED, *_consents(), *_quizzes()]


def labels(groups: Sequence[Group]) -> dict[str, str]:
    """Return the label of each source, that of a question with its quiz before it."""
    return {
        source: f"{name}: {label}" if source.startswith((ANSWER, POINTS)) else label
        for name, rows in groups
        for source, label in rows
    }


def vanished(rows: Sequence[Row], known: dict[str, str]) -> list[Row]:
    """Return the rows whose question, category or box no live page asks any more."""
    return [row for row in rows if row["source"] not in known]


def _consents() -> Iterator[Group]:
    boxes = {
        (block.value["purpose"], block.value["channel"]): None
        for each in ContactSettings.objects.all()
        for block in each.consents
    }
    rows = [
        (
            f"{CONSENT}{purpose}:{channel}",
            f"{_PURPOSES.get(purpose, purpose)} by {_CHANNELS.get(channel, channel)}",
        )
        for purpose, channel in boxes
    ]
    if rows:
        yield "Consent", rows


def _quizzes() -> Iterator[Group]:
    for page in QuizPage.objects.live().order_by("title"):
        content = page.content()
        questions = [(f"{ANSWER}{each['id']}", each["text"]) for each in content["questions"]]
        points = [
            (f"{POINTS}{each['id']}", f"Points in {each['name']}")
            for each in content.get("categories", ())
        ]
        yield page.title, questions + points
