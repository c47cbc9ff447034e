"""A destination in memory that does what a test says, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from leads.crm.base import Destination, Enquiry, Erasure, Problem, Ref

Happening = Exception | Callable[[], object] | None


class FakeDestination(Destination):
    """Keeps one record a step and enquiry. The script of a step is used up call by call:

    an exception is raised before anything is applied, a function is called first (and may raise),
    None lets the call succeed, and so does an empty script. `lose` applies a step and then raises.
    """

    steps = ("person", "note", "task")
    repeatable = frozenset({"person"})
    erases = True

    def __init__(self, name: str = "main", **scripts: list[Happening]) -> None:
        self.name = name
        self.scripts = scripts  # by step; "find_note" is that of looking for a note
        self.calls: list[tuple[str, str, str]] = []  # run or find, step, reference
        self.enquiries: list[Enquiry] = []
        self.records: dict[tuple[str, str], list[Ref]] = {}
        self.erasures: list[list[Mapping[str, Ref]]] = []
        self.left = ""

    def run(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref:  # noqa: ARG002
        self.calls.append(("run", step, enquiry.reference))
        self.enquiries.append(enquiry)
        self._happen(step)
        return self.apply(step, enquiry)

    def find(self, step: str, enquiry: Enquiry, refs: Mapping[str, Ref]) -> Ref | None:  # noqa: ARG002
        self.calls.append(("find", step, enquiry.reference))
        self._happen(f"find_{step}")
        made = self.records.get((step, enquiry.submission_id))
        return made[0] if made else None

    def erase(self, email: str, made: Sequence[Mapping[str, Ref]]) -> Erasure:
        self.calls.append(("erase", "", email))
        self.erasures.append(list(made))
        self._happen("erase")
        return Erasure(erased=("1",), left=self.left)

    def check(self) -> list[Problem]:
        return []

    def apply(self, step: str, enquiry: Enquiry) -> Ref:
        """Make the record. A repeatable step's is kept single, by the person."""
        key = enquiry.email if step in self.repeatable else enquiry.submission_id
        made = self.records.setdefault((step, key), [])
        if not made or step not in self.repeatable:
            made.append(Ref(id=f"{step}-{sum(map(len, self.records.values())) + 1}"))
        return made[-1]

    def lose(self, step: str, error: Exception) -> None:
        """Have the next call of `step` applied, and then end with `error`."""

        def apply_and_raise() -> None:
            self.apply(step, self.enquiries[-1])
            raise error

        self.scripts.setdefault(step, []).append(apply_and_raise)

    def count(self, step: str) -> int:
        """How many records of this step there are."""
        return sum(len(made) for (kind, _), made in self.records.items() if kind == step)

    def asked(self) -> list[str]:
        """The calls in order, such as "run note"."""
        return [f"{verb} {step}" for verb, step, _ in self.calls]

    def _happen(self, step: str) -> None:
        script = self.scripts.get(step)
        happening = script.pop(0) if script else None
        if isinstance(happening, Exception):
            raise happening
        if happening is not None:
            happening()
