"""What a report says of answers given over time, while the quiz was being changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from leads.quiz.content import Option, Question, Quiz, ShowIf
from leads.quiz.report import QuestionReport, Sheet, Tally, report, so_far
from leads.quiz.scoring import as_asked
from tests.leads.quiz.quizzes import quiz, result

FIREWALL = Question(
    "q1",
    "Who looks after the firewall?",
    options=(Option("us", "We do"), Option("you", "A firm"), Option("no", "Nobody")),
)
MANAGED = replace(
    FIREWALL, text="Who looks after the managed firewall?", options=FIREWALL.options[:2]
)
OLD, NEW = (quiz(each, result("all")) for each in (FIREWALL, MANAGED))


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def sheet(at: int, version: int, taken: Quiz, **answers: Any) -> Sheet:
    return Sheet(day(at), as_asked(taken, answers), version)


def counts(tally: Tally) -> dict[str, int]:
    return {each.option: each.count for each in tally.choices}


def only(reports: list[QuestionReport]) -> QuestionReport:
    assert len(reports) == 1
    return reports[0]


def test_each_form_of_a_question_is_counted_by_itself_with_its_dates() -> None:
    sheets = [
        sheet(1, 1, OLD, q1="no"),
        sheet(4, 1, OLD, q1="us"),
        sheet(3, 2, NEW, q1="us"),
        sheet(9, 2, NEW, q1="us"),
    ]

    found = only(report(sheets, {1: OLD, 2: NEW}))

    assert found.is_reworded
    old, new = found.wordings
    assert (old.text, old.first, old.last, old.versions) == (FIREWALL.text, day(1), day(4), (1,))
    assert (new.text, new.first, new.last, new.versions) == (MANAGED.text, day(3), day(9), (2,))
    assert counts(old.tally) == {"us": 1, "you": 0, "no": 1}
    assert counts(new.tally) == {"us": 2, "you": 0}
    assert [each.percent for each in old.tally.choices] == [50, 0, 50]
    assert [each.percent for each in new.tally.choices] == [100, 0]


def test_all_forms_together_keep_an_option_that_is_not_there_any_more() -> None:
    sheets = [sheet(1, 1, OLD, q1="no"), sheet(2, 2, NEW, q1="us")]

    together = only(report(sheets, {1: OLD, 2: NEW})).together

    assert (together.asked, together.answered) == (2, 2)
    assert counts(together) == {"us": 1, "you": 0, "no": 1}


def test_every_wording_of_an_option_is_told_the_newest_last() -> None:
    reworded = replace(FIREWALL, options=(Option("us", "Our own people"), *FIREWALL.options[1:]))
    later = quiz(reworded, result("all"))

    found = only(
        report([sheet(5, 2, later, q1="us"), sheet(1, 1, OLD, q1="us")], {1: OLD, 2: later})
    )

    assert found.is_reworded
    assert found.together.choices[0].wordings == ("We do", "Our own people")
    assert found.together.choices[0].count == 2


def test_a_new_version_that_asks_the_same_is_no_other_form() -> None:
    later = replace(OLD, title="Another title")

    found = only(
        report([sheet(1, 1, OLD, q1="us"), sheet(2, 2, later, q1="no")], {1: OLD, 2: later})
    )

    assert not found.is_reworded
    assert found.wordings[0].versions == (1, 2)


def test_without_the_versions_what_was_asked_is_reported_from_the_sheets() -> None:
    found = only(report([sheet(1, 1, OLD, q1="no"), Sheet(day(2), as_asked(NEW, {"q1": "us"}))]))

    assert [each.text for each in found.wordings] == [FIREWALL.text, MANAGED.text]
    assert counts(found.wordings[0].tally) == {"no": 1}


def test_who_was_led_past_a_question_was_not_asked_it_and_who_passed_it_did_not_answer() -> None:
    more = Question(
        "q2",
        "Which of these?",
        kind="multiple",
        required=False,
        options=(Option("a", "Alarms; reports"), Option("b", "Updates")),
        show_if=ShowIf("q1", ("us",)),
    )
    taken = quiz(FIREWALL, more, result("all"))
    sheets = [
        sheet(1, 1, taken, q1="no"),
        sheet(2, 1, taken, q1="us", q2=[]),
        sheet(3, 1, taken, q1="us", q2=["a", "b"]),
    ]

    first, second = report(sheets, {1: taken})

    assert (first.together.asked, first.together.answered) == (3, 3)
    assert (second.together.asked, second.together.answered) == (2, 1)
    assert [(each.wordings, each.percent) for each in second.together.choices] == [
        (("Alarms; reports",), 100),
        (("Updates",), 100),
    ]


def test_questions_come_in_the_order_they_are_asked_in_now() -> None:
    other = Question("q2", "Other?", options=(Option("x", "X"),))
    before, now = quiz(FIREWALL, other, result("all")), quiz(other, FIREWALL, result("all"))
    sheets = [sheet(2, 2, now, q1="us", q2="x"), sheet(1, 1, before, q1="us", q2="x")]

    assert [each.question for each in report(sheets, {1: before, 2: now})] == ["q2", "q1"]


def test_what_was_written_is_counted_and_not_repeated() -> None:
    taken = quiz(Question("q1", "Tell us", kind="text", required=False), result("all"))
    sheets = [sheet(1, 1, taken, q1="My name is Ann"), sheet(2, 1, taken, q1="")]

    found = only(report(sheets, {1: taken}))

    assert (found.kind, found.together.asked, found.together.answered) == ("text", 2, 1)
    assert "Ann" not in repr(found)


def test_enquiries_from_before_there_were_several_kinds_are_counted_too() -> None:
    old = {"question_id": "q1", "question": "Who?", "option_id": "a", "answer": "We", "points": 2}

    found = only(report([Sheet(day(1), [old])]))

    assert (found.kind, counts(found.together)) == ("single", {"a": 1})
    assert found.together.choices[0].wordings == ("We",)


def test_somebody_in_mid_quiz_has_been_asked_the_open_question_and_none_after_it() -> None:
    taken = quiz(FIREWALL, replace(FIREWALL, id="q2"), replace(FIREWALL, id="q3"), result("all"))

    assert [each["question_id"] for each in so_far(taken, {"q1": "us"})] == ["q1", "q2"]
    assert len(so_far(taken, {"q1": "us", "q2": "us", "q3": "no"})) == 3
