"""What is wrong with single questions, categories and results, seen without counting anything."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from leads.quiz.content import Question, Quiz, Result
from leads.quiz.prover.proof import Finding


def findings(quiz: Quiz, asked: dict[str, Fraction]) -> list[Finding]:
    """Return what the parts of a quiz lack. `asked`: which part of takers is asked a question."""
    found = [*_of_questions(quiz, asked), *_of_categories(quiz)]
    if not quiz.results:
        found.append(Finding("error", "no_results", "There is no result yet.", "", "results"))
    return [*found, *(each for result in quiz.results for each in _of_result(quiz, result))]


def _of_questions(quiz: Quiz, asked: dict[str, Fraction]) -> Iterator[Finding]:
    if not quiz.questions:
        yield Finding("error", "no_questions", "There is no question yet.", "", "questions")
    elif not any(asked.values()):
        text = "No question is ever asked: each waits for an answer to another one."
        yield Finding("error", "nothing_asked", text, "", "questions")
    for question in quiz.questions:
        named = f"“{question.text}”"
        if not question.options and question.kind != "text":
            text = f"{named} has no answers to choose from, so nobody gets past it."
            yield Finding("error", "no_options", text, question.id, "questions")
        wrong = _wrong_reference(quiz, question)
        if wrong:
            yield Finding("error", wrong[0], f"{named} {wrong[1]}", question.id, "questions")
        elif not asked[question.id]:
            text = f"{named} is never asked: nobody can have given the answers that it waits for."
            yield Finding("warning", "question_unreached", text, question.id, "questions")


def _wrong_reference(quiz: Quiz, question: Question) -> tuple[str, str] | None:
    """Return code and text of what is wrong with the question's `show_if`."""
    rule = question.show_if
    if rule is None:
        return None
    places = {each.id: place for place, each in enumerate(quiz.questions)}
    if rule.question not in places:
        return "show_if_gone", "depends on a question that is not there any more."
    if places[rule.question] >= places[question.id]:
        return "show_if_later", "depends on a question that does not come before it."
    target = quiz.questions[places[rule.question]]
    if target.kind == "text":
        return "show_if_text", f"depends on “{target.text}”, which has no answers to choose from."
    if not rule.options:
        return "show_if_empty", f"depends on “{target.text}” but names none of its answers."
    if not set(rule.options) <= {each.id for each in target.options}:
        return "show_if_option_gone", f"depends on an answer that “{target.text}” no longer has."
    return None


def _of_categories(quiz: Quiz) -> Iterator[Finding]:
    options = [option for question in quiz.questions for option in question.options]
    used = {category for each in options for category, points in each.points.items() if points}
    for category in quiz.categories:
        if category.id not in used:
            text = f"No answer gives points for “{category.name}”."
            yield Finding("warning", "category_unused", text, category.id, "categories")
    known = {"", *(each.id for each in quiz.categories)}
    for option in options:
        if not set(option.points) <= known:
            text = (
                f"The answer “{option.text}” gives points for a category that is not there any "
                "more. They count for the total only."
            )
            yield Finding("warning", "points_category_gone", text, option.id, "questions")


def _of_result(quiz: Quiz, result: Result) -> Iterator[Finding]:
    rule, named = result.rule, f"“{result.title}”"
    if rule.always:
        return
    if rule.category and rule.category not in {each.id for each in quiz.categories}:
        text = f"{named} is for a category that is not there any more, so nobody gets it."
        yield Finding("error", "rule_category_gone", text, result.id, "results")
    if rule.is_backwards:
        text = f"{named} begins at {rule.start} but ends at {rule.end}, so nobody gets it."
        yield Finding("error", "rule_backwards", text, result.id, "results")
