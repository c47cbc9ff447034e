"""The proof of the largest quiz that an editor can make, beside what taking it costs."""

from __future__ import annotations

from bench.stage import Row, Stage, median
from leads.quiz.prover import prove
from leads.quiz.scoring import outcome
from tests.leads.quiz.large import SIZE, WEAKEST, large
from tests.leads.quiz.quizzes import result

TAKERS = 1000


def measure(_: Stage) -> list[Row]:
    counted = large(*WEAKEST, result("else"))
    tangled = large(*WEAKEST, result("else"), spread=SIZE)
    answers = {each.id: each.options[0].id for each in counted.questions}
    base = median(lambda: [outcome(counted, answers) for _ in range(TAKERS)], 3)
    name = f"scoring {TAKERS:,} takers"
    return [
        Row("proof, every way counted", median(lambda: prove(counted), 3), name, base),
        Row("proof, takers sampled", median(lambda: prove(tangled), 3), name, base),
    ]
