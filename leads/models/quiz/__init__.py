"""The quiz: the page an editor writes, the versions people take, and their attempts at them."""

from leads.models.quiz.attempt import QuizAttempt, new_token
from leads.models.quiz.page import QuizPage
from leads.models.quiz.version import QuizVersion

__all__ = ["QuizAttempt", "QuizPage", "QuizVersion"]

_token = new_token  # the name by which the first migration knows it
