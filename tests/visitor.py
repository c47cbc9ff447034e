"""A visitor without JavaScript: follows links and fills forms by what the page says, no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form as a page offers it. `fields` holds what would be sent if nothing were touched."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)  # values of radios and boxes
    names: set[str] = field(default_factory=set)


@dataclass
class Page:
    status: int
    url: str
    headers: Mapping[str, str]
    text: str
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    h1: str = ""

    def form(self, name: str = "") -> Form:
        """The form that posts, or the one that has a field of this name."""
        for each in self.forms:
            if name in each.names if name else each.method == "post":
                return each
        raise AssertionError(f"no such form on {self.url}")

    def asks(self, name: str) -> bool:
        """Tell whether a form here has a field of this name."""
        return any(name in each.names for each in self.forms)

    def link(self, part: str) -> str:
        """The first link whose address contains `part`."""
        found = [each for each in self.links if part in each]
        assert found, f"no link with {part} on {self.url}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.current: Form | None = None
        self.textarea = ""
        self.select = ""
        self.in_h1 = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "a" and "href" in found:
            self.page.links.append(urljoin(self.page.url, found["href"]))
        elif tag == "h1":
            self.in_h1 = True
        elif tag == "form":
            action = urljoin(self.page.url, found.get("action") or self.page.url)
            self.current = Form(action, found.get("method", "get").lower())
            self.page.forms.append(self.current)
        elif tag == "option" and self.select:
            self._option(found)
        elif self.current is not None and found.get("name"):
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str]) -> None:
        assert self.current is not None
        name, kind = found["name"], found.get("type", "text")
        self.current.names.add(name)
        if tag == "textarea":
            self.textarea, self.current.fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif kind in {"radio", "checkbox"}:
            value = found.get("value", "on")
            self.current.choices.setdefault(name, []).append(value)
            if "checked" in found:
                self.current.fields[name] = value
        elif tag == "input" and kind not in {"submit", "button"}:
            self.current.fields[name] = found.get("value", "")

    def _option(self, found: dict[str, str]) -> None:
        assert self.current is not None
        value = found.get("value", "")
        self.current.choices.setdefault(self.select, []).append(value)
        if "selected" in found:
            self.current.fields[self.select] = value
        self.current.fields.setdefault(self.select, value)  # a browser sends the first

    def handle_data(self, data: str) -> None:
        if self.textarea and self.current is not None:
            # A browser drops the newline that follows the opening tag.
            self.current.fields[self.textarea] += data.removeprefix("\n")
        if self.in_h1:
            self.page.h1 = " ".join(f"{self.page.h1}{data}".split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "textarea":
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "h1":
            self.in_h1 = False


class Visitor:
    """Over real HTTP with `base_url`, or straight into Django with its test client.

    Keeps no cookies, and fails when one is set. `headers` go with every request.
    """

    def __init__(self, base_url: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.base_url = base_url or "http://testserver"
        self.client = None if base_url else Client(enforce_csrf_checks=True)
        self.http = requests.Session()
        self.http.trust_env = False
        self.headers = dict(headers or {})
        self.pages: list[Page] = []

    def get(self, url: str) -> Page:
        """Open an address, following redirects."""
        return self._follow("GET", url, None)

    def submit(self, form: Form, **values: str | None) -> Page:
        """Send a form with these values; None leaves a field out. Follows the 303."""
        data = {**form.fields, **values}
        sent = {key: value for key, value in data.items() if value is not None}
        return self._follow(form.method.upper(), form.action, sent)

    def post(self, url: str, data: Mapping[str, str]) -> Page:
        """Send data without a form."""
        return self._follow("POST", url, dict(data))

    def read(self, answer: requests.Response) -> Page:
        """Return an answer to a request that was made past this class as the page it is."""
        page = Page(answer.status_code, answer.url, answer.headers, answer.text)
        _Reader(page).feed(page.text)
        return page

    def _follow(self, method: str, url: str, data: dict[str, str] | None) -> Page:
        url = urljoin(self.pages[-1].url if self.pages else self.base_url, url)
        for _ in range(MOST_REDIRECTS):
            page = self._send(method, url, data)
            assert "Set-Cookie" not in page.headers, f"{url} set a cookie"
            if page.status not in {301, 302, 303, 307, 308}:
                self.pages.append(page)
                return page
            if method == "POST":
                assert page.status == 303, f"{url} answered a form with {page.status}"
            method, url, data = "GET", urljoin(url, page.headers["Location"]), None
        raise AssertionError("redirected in a circle")

    def _send(self, method: str, url: str, data: dict[str, str] | None) -> Page:
        if self.client is None:
            answer: Any = self.http.request(
                method, url, data=data, headers=self.headers, allow_redirects=False, timeout=10
            )
            page = Page(answer.status_code, url, answer.headers, answer.text)
        else:
            target = urlsplit(url)
            path = f"{target.path}?{target.query}" if target.query else target.path
            send = self.client.post if method == "POST" else self.client.get
            answer = send(path, data or {}, headers=self.headers)
            page = Page(answer.status_code, url, answer.headers, answer.content.decode())
        _Reader(page).feed(page.text)
        return page


CONTACT = {
    "name": "Ann Lee",
    "email": "Ann.Lee@acme.example",
    "company": "Acme Ltd",
    "phone": "020 7946 0018",
    "message": "Our server is older than our newest colleague.",
    "callback": "soon",
}


def take_quiz(visitor: Visitor, start: str, choose: int = 2) -> Page:
    """Go from a page with a link to the quiz to the result, with the same choice everywhere."""
    page = visitor.get(start)
    invitations = [each for each in page.links if "?from=" in each]
    page = visitor.get(invitations[0] if invitations else page.link("quiz"))
    page = visitor.submit(page.form())
    while page.asks("option"):
        form = page.form("option")
        page = visitor.submit(form, option=form.choices["option"][choose])
        assert len(visitor.pages) < 40, "the quiz does not end"
    return page


def contact_step(result: Page) -> str:
    """The address of the contact form that belongs to this result."""
    return next(each for each in result.links if "/quiz/" in each and each.endswith("/contact/"))


def enquire(visitor: Visitor, result: Page, **values: str) -> Page:
    """Go from the result to the receipt."""
    page = visitor.get(contact_step(result))
    return visitor.submit(page.form("email"), **{**CONTACT, **values})
