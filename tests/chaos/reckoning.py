"""The practice CRM's own books against what visitors were told."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.chaos.plan import Figures, Notes

MARK = re.compile(r"\bc[0-9]+-[0-9]+-[0-9]+\b")
KEY = re.compile(r"ref:([0-9a-f-]{36})")
IN_FLIGHT = 0.5  # seconds: what was on its way when the CRM asked for rest
UNHEARD = 1.5  # seconds before a worker's end: what it was told then, nobody knows any more


class Books:
    """Reads the practice CRM's file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def marks(self) -> dict[str, list[tuple[int, float]]]:
        """Return each enquiry's notes by its mark: record number and when it was made."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, text, made in self._records("notes", "hs_note_body"):
            for mark in set(MARK.findall(text)):
                found[mark].append((number, made))
        return found

    def double_activities(self) -> int:
        """Return how many notes and tasks there are beyond one for each enquiry."""
        doubles = sum(len(notes) - 1 for notes in self.marks().values())
        for kind, body in (("notes", "hs_note_body"), ("tasks", "hs_task_body")):
            keys = Counter(
                match[1] for _, text, _ in self._records(kind, body) if (match := KEY.search(text))
            )
            doubles = max(doubles, sum(count - 1 for count in keys.values()))
        return doubles

    def double_contacts(self) -> int:
        """Return how many contacts there are beyond one for each address."""
        addresses = Counter(text.lower() for _, text, _ in self._records("contacts", "email"))
        return sum(count - 1 for count in addresses.values())

    def tasks(self) -> int:
        return len({KEY.findall(text)[0] for _, text, _ in self._records("tasks", "hs_task_body")})

    def early_calls(self, deaths: list[float]) -> int:
        """Return how many calls came before the time that an answer had asked to wait for."""
        rests, early = [], 0
        calls = list(self._calls())
        for call in calls:
            asked = re.search(r"retry-after=([0-9.]+)", str(call.get("fault") or ""))
            if asked:
                said = call["at"] + call["seconds"]
                if not any(0 <= death - said <= UNHEARD for death in deaths):
                    rests.append((said + IN_FLIGHT, said + float(asked[1]) - 0.05))
        for call in calls:
            early += any(begin < call["at"] < end for begin, end in rests)
        return early

    def counts(self) -> tuple[int, int]:
        """Return how many calls there were and how many of them met a fault."""
        calls = list(self._calls())
        return len(calls), sum(1 for call in calls if call.get("fault"))

    def _records(self, kind: str, name: str) -> list[tuple[int, str, float]]:
        sql = "SELECT id, properties, created FROM record WHERE kind = ? ORDER BY id"
        rows = self._read(sql, kind)
        return [(row[0], str(json.loads(row[1]).get(name) or ""), row[2]) for row in rows]

    def _calls(self) -> Iterator[dict[str, Any]]:
        sql = (
            "SELECT one.at, one.data, two.data FROM ledger one LEFT JOIN ledger two"
            " ON two.request = one.id AND two.entry = 'answer'"
            " WHERE one.entry = 'request' ORDER BY one.id"
        )
        for at, request, answer in self._read(sql):
            if not json.loads(request)["path"].startswith("/_practice/"):
                yield {"at": at, "seconds": 0.0, **json.loads(answer or "{}")}

    def _read(self, sql: str, *values: str) -> list[Any]:
        with closing(sqlite3.connect(self._file, timeout=30)) as database:
            return database.execute(sql, values).fetchall()


def reckon(books: Books, notes: Notes, drain: float) -> Figures:
    """Compare, and return the figures."""
    marks = books.marks()
    calls, faults = books.counts()
    arrived = [made[0][1] - at for mark, at in notes.told.items() if (made := marks.get(mark))]
    deaths = [at for at, part in notes.kills if part != "web"]
    return Figures(
        lost=sum(mark not in marks for mark in notes.told),
        dup_contact=books.double_contacts(),
        dup_activity=books.double_activities(),
        inversions=_inversions(marks),
        early_retry=books.early_calls(deaths),
        errors_5xx=notes.errors_5xx,
        kept_503=notes.kept_503,
        max_age=max(arrived, default=0.0),
        drain_s=drain,
        told=len(notes.told),
        posts=notes.posts,
        repeats=notes.repeats,
        resets=notes.resets,
        kills=len(notes.kills),
        faults=faults,
        calls=calls,
    )


def _inversions(marks: dict[str, list[tuple[int, float]]]) -> int:
    persons: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mark, made in marks.items():
        person, _, turn = mark.rpartition("-")
        persons[person].append((made[0][0], int(turn)))
    turns = ([turn for _, turn in sorted(made)] for made in persons.values())
    return sum(a > b for each in turns for a, b in pairwise(each))
