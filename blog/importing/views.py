"""Importing an article in the admin: choose a file, look at what was understood, make a draft."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from blog.importing.article import CannotImport, create_article, warnings_about
from blog.importing.forms import DraftForm, TopicsForm, UploadForm
from blog.importing.gallery import may_store
from blog.importing.preview import counted, rendered
from blog.importing.reading import read
from blog.importing.waiting import NotWaiting, Upload, forget, keep, look_up
from blog.models import BlogIndexPage

TITLE = "Import an article"


def indexes_for(user: Any) -> list[BlogIndexPage]:
    """The lists of articles that this user may add articles to."""
    indexes = BlogIndexPage.objects.order_by("path")
    return [index for index in indexes if index.permissions_for_user(user).can_add_subpage()]


def anywhere(request: HttpRequest) -> HttpResponse:
    """Lead to the first list of articles that the user may add to."""
    return to_first_index(request, "import_article", TITLE)


def to_first_index(request: HttpRequest, name: str, title: str) -> HttpResponse:
    """Lead to the address `name` of the first list that the user may add to; 403 without one."""
    indexes = indexes_for(request.user)
    return redirect(name, indexes[0].pk) if indexes else _forbidden(request, title)


def _forbidden(request: HttpRequest, title: str) -> HttpResponse:
    # Wagtail would send whoever lacks the permission home, with status 302.
    return render(request, "blog/importing/forbidden.html", {"title": title}, status=403)


class AddingStep(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """What every way of adding an article has in common: the list it is added to, and who may."""

    page_title = TITLE
    header_icon = "upload"
    index: BlogIndexPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.index = get_object_or_404(BlogIndexPage, pk=kwargs["index"])
        if not self.index.permissions_for_user(request.user).can_add_subpage():
            return _forbidden(request, self.page_title)
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotWaiting:
            messages.error(request, "That file is not kept any more: choose it again.")
            return redirect("import_article", self.index.pk)

    @property
    def user_id(self) -> int:
        if self.request.user.pk is None:
            raise PermissionDenied
        return int(self.request.user.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = get_breadcrumbs_items_for_page(self.index, self.request.user)
        return [*above, {"url": "", "label": self.page_title}]

    def form_invalid(self, form: TopicsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ChooseFile(AddingStep):
    """The first step."""

    form_class = UploadForm
    template_name = "blog/importing/choose.html"

    def form_valid(self, form: TopicsForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        topics = tuple(topic.pk for topic in form.chosen)
        name = keep(Upload(file.name, file.read(), topics), self.user_id)
        return redirect("preview_import", self.index.pk, name)


class Preview(AddingStep):
    """The second step. Nothing is on the site before its form is sent."""

    form_class = DraftForm
    template_name = "blog/importing/preview.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.name = kwargs["name"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._read()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "another" in request.POST:
            forget(self.name, self.user_id)
            return redirect("import_article", self.index.pk)
        self._read()
        return super().post(request, *args, **kwargs)

    def _read(self) -> None:
        self.upload = look_up(self.name, self.user_id)
        self.document = read(self.upload.data, self.upload.name)
        if not may_store(self.request.user):
            self.document.leave_out_pictures("your account may not add images to the site")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.document.title, "topics": self.upload.topics}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            file=self.upload.name,
            found=counted(self.document),
            decisions=self.document.notes,
            warnings=warnings_about(self.document, self.index),
            shown=rendered(self.request, self.document, self.document.title),
        )

    def form_valid(self, form: TopicsForm) -> HttpResponse:
        try:
            report = create_article(
                self.document,
                self.upload.name,
                parent=self.index,
                title=form.cleaned_data["title"],
                topics=[topic.name for topic in form.chosen],
                user=self.request.user,  # type: ignore[arg-type]  # nobody gets here anonymously
            )
        except CannotImport as error:
            form.add_error("title", str(error))
            return self.form_invalid(form)
        forget(self.name, self.user_id)
        edit = reverse("wagtailadmin_pages:edit", args=[report.page_id])
        # One message, for each takes a band across the page.
        messages.success(self.request, f"“{report.title}” is a draft now: readers do not see it.")
        messages.warning(self.request, f"Still to do: {' '.join(report.warnings)}")
        return redirect(edit)
