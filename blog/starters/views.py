"""Beginning an article with a starter, in the admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from blog.importing.article import CannotImport, create_article
from blog.importing.forms import TopicsForm
from blog.importing.views import AddingStep, to_first_index
from blog.starters.forms import StarterForm
from blog.starters.shelf import starters

TITLE = "New article from a template"


def anywhere(request: HttpRequest) -> HttpResponse:
    """Lead to the first list of articles that the user may add to."""
    return to_first_index(request, "start_article", TITLE)


class ChooseStarter(AddingStep):
    """One page: choose, name, create the draft."""

    page_title = TITLE
    header_icon = "doc-full"
    form_class = StarterForm
    template_name = "blog/starters/choose.html"

    def form_valid(self, form: TopicsForm) -> HttpResponse:
        starter = starters()[form.cleaned_data["starter"]]
        try:
            report = create_article(
                starter.document(),
                starter.name,
                parent=self.index,
                title=form.cleaned_data["title"],
                topics=[topic.name for topic in form.chosen],
                user=self.request.user,  # type: ignore[arg-type]  # nobody gets here anonymously
            )
        except CannotImport as error:
            form.add_error("title", str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"“{report.title}” is a draft now. Replace every text in [square brackets].",
        )
        return redirect("wagtailadmin_pages:edit", report.page_id)
