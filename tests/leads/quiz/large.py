"""The largest quiz that is thought of: 30 questions of 8 answers and 8 categories."""

from __future__ import annotations

from leads.quiz.content import Category, Option, Question, Quiz, Result, ShowIf
from tests.leads.quiz.quizzes import result

SIZE = 8


def large(*results: Result, spread: int = 1, first: Question | None = None) -> Quiz:
    """Each answer gives points in `spread` categories; all hang on the `first` question, if any."""
    questions = [
        Question(
            f"q{n}",
            f"q{n}?",
            options=tuple(
                Option(
                    f"q{n}o{each}",
                    f"Answer {each}",
                    {f"c{(n + more) % SIZE}": each * (more + 1) % SIZE for more in range(spread)},
                )
                for each in range(SIZE)
            ),
            show_if=ShowIf(first.id, (first.options[n % 2].id,)) if first else None,
        )
        for n in range(30 - bool(first))
    ]
    return Quiz(
        title="Quiz",
        questions=tuple([first, *questions] if first else questions),
        results=results,
        categories=tuple(Category(f"c{n}", f"Area {n}") for n in range(SIZE)),
    )


WEAKEST = [result(f"weak{n}", 0, 50, f"c{n}", "percent") for n in range(SIZE)]
