"""What an editor is asked when importing an article."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from blog.importing.decoding import LARGEST, CannotImport
from blog.importing.pieces import Document
from blog.importing.reading import SUFFIXES, read
from blog.models import Topic

_MEGABYTES = LARGEST // 1_000_000
_KINDS = ", ".join(sorted(SUFFIXES))


class TopicsForm(forms.Form):
    """The topics, which both steps ask for."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What the article is about. You can change this in the editor too.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Topic.objects.exists():
            del self.fields["topics"]

    @property
    def chosen(self) -> list[Topic]:
        """The topics of a valid form."""
        return list(self.cleaned_data.get("topics", []))


class UploadForm(TopicsForm):
    """The first step: which file. A valid form has read it into `document`."""

    document: Document

    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # refused below, with what to do
        help_text=f"A Word document (.docx), HTML, Markdown or plain text, {_MEGABYTES} MB at most."
        " Images inside the file come along.",
        error_messages={
            "required": "Choose a file first.",
            "max_length": "The file’s name is too long: give it a shorter one.",
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": _KINDS}),
    )
    field_order = ["file", "topics"]

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what cannot be read as an article, saying why and what to do."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        name = file.name or "The file"
        if not name.lower().endswith(tuple(SUFFIXES)):
            raise ValidationError(
                f"{name} is of a kind that cannot be read: choose one of {_KINDS}."
            )
        try:
            self.document = read(file.read(LARGEST + 1), name)
        except CannotImport as error:
            raise ValidationError(str(error)) from error
        file.seek(0)
        return file


class DraftForm(TopicsForm):
    """The second step: what the draft is called and about."""

    title = forms.CharField(
        max_length=255,
        help_text="As readers and search engines will see it.",
        error_messages={"required": "Give the article a title: the file has none."},
    )
    field_order = ["title", "topics"]
