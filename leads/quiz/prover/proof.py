"""What the prover says of a quiz (proving.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Part = Literal["questions", "results", "categories"]


@dataclass(frozen=True)
class Finding:
    """Something to put right. An error keeps a quiz from being published, a warning does not.

    `where` is the id of the question, option, result or category, and "" where all of a `part` is
    meant. `code` names the kind of finding; `text` says it to the editor in full sentences.
    """

    level: Literal["error", "warning"]
    code: str
    text: str
    where: str
    part: Part


@dataclass(frozen=True)
class Share:
    """The part of random takers, 0 to 1, who get a result. `result` is "" for those without one."""

    result: str
    title: str
    share: float


@dataclass(frozen=True)
class Proof:
    """All that was found out about a quiz.

    A random taker picks each answer to a question as often as any other; of several to choose, each
    choice of them; passing an optional question is one more answer. `sampled` is how many takers
    were tried where there are too many ways to count them all; 0 says that every way was counted.
    `asked` says by question id which part of takers, 0 to 1, is asked it, always counted.
    """

    findings: tuple[Finding, ...]
    shares: tuple[Share, ...]
    asked: Mapping[str, float]
    shortest: int  # questions
    longest: int
    sampled: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == "warning")
