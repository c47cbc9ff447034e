"""People who enquire by real HTTP, one after the other, and send again what was not answered."""

from __future__ import annotations

import random
import threading
import time

import requests

from tests.chaos.plan import Notes, Plan
from tests.visitor import CONTACT, Form, Page, Visitor

EACH = 5  # enquiries a person
TIMEOUT = 10.0
WORDS = "Our server is older than our newest colleague. Our number for this is"
MISBEHAVES = (requests.RequestException, AssertionError)  # a page cut off, too


class Crowd:
    """So many people at a time, each at an address of their own."""

    def __init__(self, plan: Plan, url: str) -> None:
        self._plan, self._url = plan, url
        self.notes = Notes()
        self._lock = threading.Lock()
        self._next = 0
        self._ends = self._gives_up = 0.0

    def run(self) -> None:
        """Return when the time is over, or everybody has been."""
        self._ends = time.monotonic() + self._plan.seconds
        self._gives_up = self._ends + self._plan.seconds / 4
        threads = [threading.Thread(target=self._client) for _ in range(self._plan.clients)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    def _client(self) -> None:
        while time.monotonic() < self._ends:
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number * EACH >= self._plan.enquiries:
                return
            person = _Person(number, self._plan, self._url, self.notes, self._lock)
            for turn in range(EACH):
                if time.monotonic() >= self._ends or not person.enquire(turn, self._gives_up):
                    return


class _Person:
    def __init__(
        self, number: int, plan: Plan, url: str, notes: Notes, lock: threading.Lock
    ) -> None:
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self._visitor = Visitor(url, {"X-Forwarded-For": address})
        self._chance = random.Random(f"{plan.seed}-{number}")  # noqa: S311 - the same choices for the same seed
        self._number, self._plan = number, plan
        self._notes, self._lock = notes, lock

    def enquire(self, turn: int, gives_up: float) -> bool:
        """Send one enquiry until it is taken; False when there was no time for that."""
        mark = f"c{self._plan.seed}-{self._number}-{turn}"
        form = None
        while time.monotonic() < gives_up:
            try:
                form = form or self._filled_in(self._visitor.get("/contact/"), mark)
                answer = self._post(form)
            except MISBEHAVES:
                self._count("resets")
                time.sleep(0.5)
                continue
            if answer.status_code == 303:
                with self._lock:
                    self._notes.told.setdefault(mark, time.time())
                self._repeat(form)
                return True
            form = self._again(answer, form, mark)
        return False

    def _post(self, form: Form) -> requests.Response:
        self._count("posts")
        answer = self._visitor.http.post(
            form.action,
            form.fields,
            headers=self._visitor.headers,
            allow_redirects=False,
            timeout=TIMEOUT,
        )
        with self._lock:
            self._notes.answers[answer.status_code] += 1
        return answer

    def _again(self, answer: requests.Response, form: Form, mark: str) -> Form | None:
        """Return what to send next: the same form, or the one that the answer gives back."""
        if answer.status_code >= 500:
            kept = answer.status_code == 503 and mark in answer.text and 'name="key"' in answer.text
            self._count("kept_503" if kept else "errors_5xx")
        time.sleep(0.5)
        if answer.status_code in {403, 422}:
            return self._filled_in(self._visitor.read(answer), mark)
        return form

    def _filled_in(self, page: Page, mark: str) -> Form:
        form = page.form("message")
        values = {
            **CONTACT,
            "email": f"chaos{self._plan.seed}.{self._number}@acme.example",
            "message": f"{WORDS} {mark}.",
        }
        form.fields |= {name: value for name, value in values.items() if name in form.names}
        form.fields |= {name: value for name, value in values.items() if name == "message"}
        return form

    def _repeat(self, form: Form) -> None:
        """Press the button again, as one in five does who sees nothing happen."""
        if self._chance.random() >= self._plan.repeating:
            return
        for _ in range(self._chance.randint(1, 3)):
            self._count("repeats")
            try:
                answer = self._post(form)
            except MISBEHAVES:
                self._count("resets")
                continue
            if answer.status_code >= 500:
                self._again(answer, form, str(form.fields["message"]).split()[-1].strip("."))

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self._notes, what, getattr(self._notes, what) + 1)
