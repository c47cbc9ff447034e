"""Attempts at a quiz with a question of every kind, on a running site."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.e2e.newsroom import run_code
from tests.leads.quiz.begun import asked, ending
from tests.whole_site import Site

LONG = "When your oldest system stops on a Monday morning, who decides what happens next?"
NAMES = (
    *("Planning", "Organising", "Direction", "Control", "Enterprise", "Design", "Inspiration"),
    *("Action", "Backups and recovery", "Suppliers and contracts", "Security"),
    "People who know how things work",
)
CATEGORIES = [{"id": f"c{number}", "name": name} for number, name in enumerate(NAMES)]
EVERY_KIND = [
    asked("q1", "single", 0, 1, 2, 3, category="c0", help="Think of the last time."),
    asked("q2", "multiple", 0, 1, 0, 1, 0, 1, 0, 1, category="c1"),
    asked("q3", "scale", 0, 1, 2, 3, 4, category="c2", low="Not at all", high="Completely"),
    asked("q4", "yes_no", 1, 0, category="c3"),
    asked("q5", "text", required=False),
]
ANSWERS = {"q1": "q1c", "q2": ["q2b", "q2d"], "q3": "q3d", "q4": "q4a", "q5": "The cables."}
_MAKE = """
import json
from tests.leads.quiz.begun import begun
from tests.site_tree import make_image
asks, ways = json.loads({text!r})
picture = make_image()
for each in asks:
    if each["id"] == "q4":
        each |= {{"image": picture.pk, "image_alt": "A cupboard full of cables"}}
made = [begun(*asks[: way.pop("length", None)], **way) for way in ways]
print(json.dumps([[each.token, each.share] for each in made]))
"""
_ARTICLE = """
from blog.models import BlogIndexPage
from tests.site_tree import make_article
body = [("text", "<p>First think of your own firm.</p>"), ("quiz_question", {"text": "To begin:"})]
index = BlogIndexPage.objects.get()
if not index.articles().filter(slug="asks"):
    make_article(index, "Leadership", slug="asks", title="It asks", date="2001-01-01", body=body)
"""


@dataclass(frozen=True)
class Begun:
    """An attempt's own address and the one that it is passed on by; both end with a stroke."""

    own: str
    shared: str


def begin(site: Site, *ways: dict[str, Any]) -> list[Begun]:
    """Make an attempt for each of these fields of `tests.leads.quiz.begun.begun`.

    `length` takes the first questions only.
    """
    questions = [{**each, "text": f"{LONG} ({each['id']})"} for each in EVERY_KIND]
    for number, category in enumerate(CATEGORIES[4:], start=6):
        questions.append(asked(f"q{number}", "single", 0, 1, 2, category=category["id"]))
    made = json.loads(run_code(site, _MAKE.format(text=json.dumps([questions, ways]))))
    return [Begun(f"{site.url}/quiz/{own}/", f"{site.url}/quiz/shared/{to}/") for own, to in made]


@cache
def of_every_kind(site: Site) -> dict[str, str]:
    """Return the address of a question of each kind and of each ending, by name."""
    more = {f"q{number}": f"q{number}b" for number in range(6, 14)}
    text = "<p>" + "Things work, mostly because somebody makes sure they do. " * 8 + "</p>"
    cta = {"text": "We look at it with you.", "label": "Agree a time", "url": "/contact/"}
    long = {"categories": CATEGORIES, "results": [ending(text=text, cta=cta)]}
    five, twelve, gated = begin(
        site,
        {"answers": ANSWERS, "length": 5, "is_test": True},
        {"answers": ANSWERS | more, **long},
        {"answers": ANSWERS, "length": 5, "gated": True},
    )
    steps = {each["kind"]: f"{five.own}{place}/" for place, each in enumerate(EVERY_KIND, start=1)}
    run_code(site, _ARTICLE)
    return steps | {
        "article with a first question": f"{site.url}/articles/asks/",
        "result of twelve categories": f"{twelve.own}result/",
        "shared result": twelve.shared,
        "form before the result": f"{gated.own}contact/",
    }
