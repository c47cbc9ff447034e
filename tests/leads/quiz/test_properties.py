"""What holds for every quiz and whatever is answered."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leads.quiz import scoring
from leads.quiz.content import Question, Quiz
from tests.leads.quiz.quizzes import quizzes, takers

texts = st.text(max_size=20) | st.text(alphabet="a \r\n\t\0\u202e\ud800é", max_size=20)


@st.composite
def attempts(draw: st.DrawFn) -> tuple[Quiz, dict[str, Any]]:
    """A quiz with what somebody may have stored or forged: answers, some of them to be refused."""
    taken = draw(quizzes())
    answers = {}
    for question in taken.questions:
        ids = st.sampled_from([*(each.id for each in question.options), "", "gone"])
        answers[question.id] = draw(ids | st.lists(ids) | texts)
    kept = draw(st.sets(st.sampled_from(sorted(answers))))
    return taken, {each: answers[each] for each in kept}


@given(attempts())
def test_points_and_per_cents_stay_within_what_can_be_had(attempt: tuple[Quiz, Any]) -> None:
    outcome = scoring.outcome(*attempt)

    assert 0 <= outcome.score <= outcome.max_score
    assert 0 <= outcome.percent <= 100
    for each in outcome.categories:
        assert 0 <= each.score <= each.max_score <= outcome.max_score
        assert 0 <= each.percent <= 100


@given(attempts())
def test_a_question_is_asked_exactly_if_what_it_looks_at_was_asked_and_answered_so(
    attempt: tuple[Quiz, Any],
) -> None:
    taken, answers = attempt
    path = [each.id for each in scoring.path(taken, answers)]
    assert path == [each.id for each in taken.questions if each.id in path]

    for place, question in enumerate(taken.questions):
        if question.show_if is None:
            assert question.id in path
            continue
        earlier = {each.id: each for each in taken.questions[:place] if each.id in path}
        target = earlier.get(question.show_if.question)
        chosen = scoring.chosen(target, answers) if target else ()
        hit = any(each.id in question.show_if.options for each in chosen)
        assert (question.id in path) == (hit if question.show_if.match == "any" else not hit)


@given(attempts())
def test_a_quiz_is_finished_exactly_when_all_that_is_asked_is_answered(
    attempt: tuple[Quiz, Any],
) -> None:
    taken, answers = attempt
    open_ones = [
        each for each in scoring.path(taken, answers) if not scoring.is_answered(each, answers)
    ]

    assert scoring.first_unanswered(taken, answers) == (open_ones[0] if open_ones else None)


@given(attempts())
def test_what_is_kept_is_what_was_asked_and_can_be_stored(attempt: tuple[Quiz, Any]) -> None:
    taken, answers = attempt
    kept = scoring.as_asked(taken, answers)

    assert [each["question_id"] for each in kept] == [
        each.id for each in scoring.path(taken, answers)
    ]
    assert json.loads(json.dumps(kept)) == kept
    assert sum(sum(each["points"].values()) for each in kept) == scoring.outcome(*attempt).score


@given(attempts())
def test_each_article_of_a_chosen_option_is_recommended_once(attempt: tuple[Quiz, Any]) -> None:
    recommended = scoring.recommended(*attempt)
    kept = [article for each in scoring.as_asked(*attempt) for article in each["articles"]]

    assert sorted(recommended) == sorted(set(kept))


@given(quizzes(), st.data())
def test_an_answer_that_was_taken_is_taken_again_as_it_is(taken: Quiz, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(taken.questions))
    raw = data.draw(st.lists(_posted(question), max_size=4))

    try:
        answer = scoring.accepted(question, raw)
    except scoring.BadAnswer as error:
        assert str(error)
        return
    again = [answer] if isinstance(answer, str) else answer
    assert scoring.accepted(question, again) == answer
    assert scoring.is_answered(question, {question.id: answer})
    assert json.dumps(answer, ensure_ascii=False).encode()


def _posted(question: Question) -> st.SearchStrategy[str]:
    return st.sampled_from([*(each.id for each in question.options), "", "gone"]) | texts


@given(quizzes(most=3))
def test_every_way_through_a_quiz_ends_with_all_it_asks_answered(taken: Quiz) -> None:
    for answers, _ in takers(taken):
        assert set(answers) == {each.id for each in scoring.path(taken, answers)}
