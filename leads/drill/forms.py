"""The form on a page that a drill fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form: where it is sent, its fields' names, and the values of those that nobody sees."""

    action: str
    names: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)


def form_with(page: str, name: str) -> Form | None:
    """Return the first form of a page that has a field of this name."""
    reader = _Reader()
    reader.feed(page)
    return next((each for each in reader.forms if name in each.names), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(Form(action=found.get("action", "")))
        elif self.forms and tag in {"input", "textarea", "select"} and found.get("name"):
            self.forms[-1].names.add(found["name"])
            if found.get("type") == "hidden":
                self.forms[-1].hidden[found["name"]] = found.get("value", "")
