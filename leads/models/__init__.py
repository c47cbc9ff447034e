"""One file a concept; this list is what the rest of Leadline knows them by."""

from leads.models.attempt import Attempt
from leads.models.check_run import CheckRun
from leads.models.circuit import Cause, Circuit
from leads.models.consent import ConsentEvent, ContactSettings
from leads.models.delivery import Delivery
from leads.models.drill import Drill
from leads.models.enquiry import CallbackWish, Enquiry, Kind
from leads.models.erasure import Erasure
from leads.models.handling import Handling
from leads.models.heartbeat import Heartbeat
from leads.models.letter import Letter
from leads.models.mapping import (
    FieldMapping,
    FieldType,
    MappedField,
    MappingVersion,
    Policy,
)
from leads.models.person import Person
from leads.models.quiz import QuizAttempt, QuizPage, QuizVersion
from leads.models.sales import SalesPerson, SalesSettings
from leads.models.screening import Screening
from leads.models.stages import CLOSED, OPEN, Stage
from leads.models.states import Errand, State
from leads.models.tally import Tally
from leads.models.timeline import Event, Happening
from leads.models.wording import ConsentWording

__all__ = [
    "CLOSED",
    "OPEN",
    "Attempt",
    "CallbackWish",
    "Cause",
    "CheckRun",
    "Circuit",
    "ConsentEvent",
    "ConsentWording",
    "ContactSettings",
    "Delivery",
    "Drill",
    "Enquiry",
    "Erasure",
    "Errand",
    "Event",
    "FieldMapping",
    "FieldType",
    "Handling",
    "Happening",
    "Heartbeat",
    "Kind",
    "Letter",
    "MappedField",
    "MappingVersion",
    "Person",
    "Policy",
    "QuizAttempt",
    "QuizPage",
    "QuizVersion",
    "SalesPerson",
    "SalesSettings",
    "Screening",
    "Stage",
    "State",
    "Tally",
]
