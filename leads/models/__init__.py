"""One file a concept; this list is what the rest of Leadline knows them by."""

from leads.models.consent import ConsentEvent, ContactSettings
from leads.models.delivery import Attempt, Delivery, Pause, State
from leads.models.enquiry import CallbackWish, Enquiry, Kind
from leads.models.erasure import Erasure
from leads.models.person import Person
from leads.models.quiz import QuizAttempt, QuizPage, QuizVersion

__all__ = [
    "Attempt",
    "CallbackWish",
    "ConsentEvent",
    "ContactSettings",
    "Delivery",
    "Enquiry",
    "Erasure",
    "Kind",
    "Pause",
    "Person",
    "QuizAttempt",
    "QuizPage",
    "QuizVersion",
    "State",
]
