"""What is done from the call brief: forms that are posted, checked, and given back if wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages

from leads.desk.access import WORK
from leads.desk.brief import EnquiryBrief
from leads.desk.due import since_when
from leads.desk.forms import AssignForm, CallForm, NoteForm, OutcomeForm, StepForm
from leads.models import Handling, Stage
from leads.sales import acts
from leads.sales.people import name_of


class Act(EnquiryBrief):
    """A form on the brief, posted. What is wrong in it is said, and nothing typed is lost."""

    permission = WORK
    http_method_names = ["post"]
    form_class: Any = None
    name = ""  # of the form on the page
    done = ""  # what is said when it is done

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, ids=self.name) if self.form_class else None
        if form is not None and not form.is_valid():
            context = self.get_context_data(**{f"{self.name}_form": form})
            return self.render_to_response(context, status=422)
        try:
            self.act(form)
        except Handling.DoesNotExist:
            messages.warning(request, "It is held back: release it before anything else.")
        return redirect("enquiry:inspect", self.enquiry.pk)

    def act(self, form: Any) -> None:
        """Do it, and say so."""
        raise NotImplementedError

    def say(self, words: str = "") -> None:
        """Say that it is done, on the next page."""
        messages.success(self.request, words or self.done)


class Claim(Act):
    """Take it. Whoever comes second is told who was first."""

    def refuse(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.user.has_perm(WORK):
            return super().refuse(request)
        messages.warning(request, _late(self.enquiry.handling))
        return redirect("enquiry:index")

    def act(self, _form: Any) -> None:
        handling = acts.claim(self.enquiry, self.request.user)
        if handling.owner == self.request.user:
            self.say("It is yours.")
        else:
            messages.warning(self.request, _late(handling))


def _late(handling: Handling) -> str:
    """Return what whoever comes too late is told."""
    other = "It is a colleague’s." if handling.owner else "It is closed. Open it again first."
    return since_when(handling, timezone.now()) or other


class GiveBack(Act):
    """Leave it to whoever takes it."""

    def act(self, _form: Any) -> None:
        acts.unassign(self.enquiry, self.request.user)
        self.say("It is nobody’s now: anyone can take it.")


class Assign(Act):
    """Give it to a colleague. Whoever may then not see it any more is back at the inbox."""

    form_class, name = AssignForm, "assign"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        mine = type(self.enquiry).objects.visible_to(request.user).filter(pk=self.enquiry.pk)
        return answer if answer.status_code == 422 or mine.exists() else redirect("enquiry:index")

    def act(self, form: Any) -> None:
        to = form.cleaned_data["to"]
        acts.assign(self.enquiry, to, by=self.request.user)
        self.say(f"{self.enquiry.reference} is {name_of(to)}’s now.")


class LogCall(Act):
    """Take down a call or a mail, and what comes next."""

    form_class, name, done = CallForm, "call", "It is taken down."

    def act(self, form: CallForm) -> None:
        cleaned = form.cleaned_data
        acts.log_call(
            self.enquiry,
            self.request.user,
            cleaned["text"],
            reached=form.reached,
            kind=form.kind,
            then=form.planned,
            key=cleaned["key"],
        )
        self.say()


class AddNote(Act):
    form_class, name, done = NoteForm, "note", "The note is kept."

    def act(self, form: NoteForm) -> None:
        cleaned = form.cleaned_data
        acts.note(self.enquiry, self.request.user, cleaned["text"], cleaned["key"])
        self.say()


class NextStep(Act):
    form_class, name, done = StepForm, "step", "The next step is noted."

    def act(self, form: StepForm) -> None:
        acts.next_step(self.enquiry, self.request.user, form.planned, form.cleaned_data["key"])
        self.say("" if form.planned else "Done: nothing is planned now.")


class Outcome(Act):
    """Decide it. Taken back with one press, on the page that this leads to."""

    form_class, name = OutcomeForm, "outcome"
    state = Stage.QUALIFIED  # set by its address

    def act(self, form: OutcomeForm) -> None:
        state, cleaned = self.state, form.cleaned_data
        acts.outcome(self.enquiry, self.request.user, state, cleaned["text"], cleaned["key"])
        self.say(f"{self.enquiry.reference}: {state.label.lower()}.")


class Reopen(Act):
    def act(self, _form: Any) -> None:
        acts.reopen(self.enquiry, self.request.user)
        self.say("It is open again.")
