"""What every public page keeps to, whatever it shows.

Each rule yields a sentence for each fault that it finds; `faults(page, address)` applies them all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from django.conf import settings

from tests.markup import Element, Markup
from tests.site_tree import PHONE

TEL = "tel:+442079460018"
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "video": "src"}
# Kinds of <link> that name an address without loading it.
NAMES_ONLY = {"canonical", "alternate"}
NAMED = {"nav", "section", "aside", "form"}  # landmarks that a name tells apart
DATA = "application/ld+json"
# What makes a schema.org node of use to those who read it.
REQUIRED = {
    "Organization": {"name", "url", "telephone", "contactPoint"},
    "ProfessionalService": {"name", "url", "telephone", "address", "openingHoursSpecification"},
    "WebSite": {"name", "url", "publisher"},
    "WebPage": {"name", "url", "description", "isPartOf"},
    "ContactPage": {"name", "url", "description", "isPartOf"},
    "CollectionPage": {"name", "url", "description", "isPartOf"},
    "BreadcrumbList": {"itemListElement"},
    "BlogPosting": {
        *("headline", "description", "url", "author", "publisher", "image", "mainEntityOfPage"),
        *("datePublished", "dateModified"),
    },
    "Person": {"name", "url", "worksFor"},
    "VideoObject": {"name", "description", "thumbnailUrl", "embedUrl"},
    "FAQPage": {"mainEntity"},
}


def faults(page: Markup, address: str = "") -> list[str]:
    """Return what is wrong with a page; nothing if all is well.

    `address` is the one it has in indexes. Steps of the quiz and errors have none.
    """
    found = [fault for rule in RULES for fault in rule(page)]
    if address:
        url = f"{settings.WAGTAILADMIN_BASE_URL}{address}"
        found += [*_head(page), *_machines(page), *_names_itself(page, url)]
    return found


def graph(page: Markup) -> list[dict[str, Any]]:
    """Return the nodes of its JSON-LD."""
    data = json.loads(page.one("script", type=DATA).text)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def _headings(page: Markup) -> Iterator[str]:
    levels = [
        int(each.tag[1]) for each in page.elements if each.tag in {f"h{n}" for n in range(1, 7)}
    ]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} times <h1>"
    elif not page.one("h1").text.strip():
        yield "<h1> is empty"
    yield from (
        f"<h{deeper}> follows <h{level}>"
        for level, deeper in pairwise(levels)
        if deeper > level + 1
    )


def _head(page: Markup) -> Iterator[str]:
    if not page.all("nav"):
        yield "no <nav>"
    if page.one("html").attributes.get("lang") != "en-GB":
        yield "the language is not said"
    if not _has_both_sides(page.one("title").text, " – Acme"):
        yield f"title: {page.one('title').text!r}"
    if not page.one("meta", name="description").attributes["content"].strip():
        yield "no description"


def _has_both_sides(title: str, firm: str) -> bool:
    return title.endswith(firm) and bool(title.removesuffix(firm).strip())


def _names_itself(page: Markup, url: str) -> Iterator[str]:
    canonical = page.one("link", rel="canonical").attributes["href"]
    if canonical != url:
        yield f"canonical: {canonical}"
    own = next((node for node in graph(page) if node.get("@id") == f"{url}#page"), None)
    if own is None or own["url"] != url:
        yield "no node for the page itself"
    trail = [node for node in graph(page) if node["@type"] == "BreadcrumbList"]
    way = [step for node in trail for step in node["itemListElement"]]
    steps = [step["item"] for step in sorted(way, key=lambda step: step["position"])]
    base = settings.WAGTAILADMIN_BASE_URL
    if url != f"{base}/" and (steps[:1] != [f"{base}/"] or steps[-1:] != [url]):
        yield f"the way here: {steps}"


def _landmarks(page: Markup) -> Iterator[str]:
    if page.one("main").attributes.get("id") != "main":
        yield "nothing leads to <main>"
    if page.all("a")[0].attributes["href"] != "#main":
        yield "the first link does not lead past the header"
    yield from (f"no <{tag}>" for tag in ("header", "footer") if not page.all(tag))
    yield from ("a <nav> without a name" for each in page.all("nav") if not _label(each))
    labels = Counter((each.tag, _label(each)) for each in page.elements if each.tag in NAMED)
    yield from (
        f"<{tag}> {label!r} × {times}"
        for (tag, label), times in labels.items()
        if times > 1 and label
    )


def _label(element: Element) -> str:
    return element.attributes.get("aria-label", "")


def _ids(page: Markup) -> Iterator[str]:
    ids = Counter(each.attributes["id"] for each in page.elements if "id" in each.attributes)
    yield from (f"id {name!r} × {times}" for name, times in ids.items() if times > 1)


def _pictures(page: Markup) -> Iterator[str]:
    for image in page.all("img"):
        if "alt" not in image.attributes:
            yield f"no alt text: {image.attributes}"
        if not all(image.attributes.get(side, "").isdigit() for side in ("width", "height")):
            yield f"no size: {image.attributes}"
    for drawing in page.all("svg"):
        if drawing.attributes.get("aria-hidden") != "true" and not drawing.attributes.get(
            "aria-label"
        ):
            yield f"a drawing without a word: {drawing.attributes}"


def _nothing_foreign(page: Markup) -> Iterator[str]:
    for element in page.elements:
        for url in _loaded(element):
            if not url.startswith("/") or url.startswith("//"):
                yield f"loads {url}"


def _loaded(element: Element) -> list[str]:
    given = element.attributes
    if element.tag == "link":
        return [] if given.get("rel") in NAMES_ONLY else [given["href"]]
    sets = given.get("srcset", "").split(",")
    single = given.get(LOADS.get(element.tag, ""), "") if element.tag != "source" else ""
    return [part.split()[0] for part in [*sets, single] if part.strip()]


def _no_script_needed(page: Markup) -> Iterator[str]:
    """Everything is in the markup, and shown; a content security policy may forbid the rest."""
    if page.all("style") or any("style" in each.attributes for each in page.elements):
        yield "style inside the page"
    scripts = [each for each in page.all("script") if each.attributes.get("type") != DATA]
    yield from (
        f"script inside the page: {each.text[:40]}" for each in scripts if each.text.strip()
    )
    yield from (
        f"waits for a script: <{each.tag}>"
        for each in page.elements
        if "hidden" in each.attributes or each.tag in {"noscript", "template"}
    )
    yield from (
        f"{name} on <{each.tag}>"
        for each in page.elements
        for name in each.attributes
        if name.startswith("on")
    )


def _number(page: Markup) -> Iterator[str]:
    numbers = page.all("a", href=TEL)
    if len(numbers) < 2:
        yield "header or footer lacks the number"
    for each in numbers:
        if PHONE not in each.text:
            yield f"the number is written {each.text!r}"


def _machines(page: Markup) -> Iterator[str]:
    nodes = graph(page)
    for node in nodes:
        kind = node["@type"]
        for name in sorted(REQUIRED.get(kind, {f"to be in REQUIRED: {kind}"}) - node.keys()):
            yield f"{kind} lacks {name}"
        yield from (f"{kind}: {name} is empty" for name, value in node.items() if not value)
    kinds = {node["@type"] for node in nodes}
    if not kinds & {"Organization", "ProfessionalService"} or "WebSite" not in kinds:
        yield f"only {kinds}"
    for firm in nodes[:1]:
        if firm["telephone"] != TEL.removeprefix("tel:") or not firm["contactPoint"].get(
            "hoursAvailable"
        ):
            yield "number or hours are not told to machines"


RULES: tuple[Callable[[Markup], Iterator[str]], ...] = (
    _headings,
    _landmarks,
    _ids,
    _pictures,
    _nothing_foreign,
    _no_script_needed,
    _number,
)
