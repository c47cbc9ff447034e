"""What the form of a question sends."""

from __future__ import annotations

from django.http import HttpRequest

from leads.capture.contact import LAST_FIELD
from leads.quiz.content import Question

OPTION, TEXT = "option", "text"


def answer_in(request: HttpRequest, question: Question) -> list[str]:
    """Return the values that were sent as the answer to a question, none of them checked."""
    return request.POST.getlist(TEXT if question.kind == "text" else OPTION)


def is_whole(request: HttpRequest) -> bool:
    """Tell whether the body came with its end: one that was cut off may lack answers."""
    return request.POST.get(LAST_FIELD) == "1"


def answers_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values of all answers, to have them sent once more."""
    return [(name, each) for name in (OPTION, TEXT) for each in request.POST.getlist(name)]
