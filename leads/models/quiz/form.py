"""The form of a quiz's page: it keeps a quiz that cannot work from being published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError

from leads.models.quiz.frozen import FROZEN, content_of
from leads.quiz.content import read
from leads.quiz.prover import Finding, prove

STREAMS = ("categories", "questions", "results")


class QuizPageForm(WagtailAdminPageForm):
    """Proves the quiz when it is published or submitted. A draft may be unfinished."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and not self.unreadable:
            proof = prove(read(self.content()))
            for name, error in errors_of(cleaned, proof.errors).items():
                self.add_error(name, error)
        return cleaned

    @property
    def unreadable(self) -> list[str]:
        """The names of the fields whose blocks hold something that not even a draft may."""
        return [name for name in STREAMS if name in self.errors]

    def content(self) -> dict[str, Any]:
        """Return what would be frozen of the quiz as it was sent. Only while none is unreadable."""
        sent = {"title": "", "gated": False, **self.cleaned_data}
        return content_of(SimpleNamespace(**{name: sent[name] for name in FROZEN}))


def errors_of(
    fields: dict[str, Any], findings: Iterable[Finding]
) -> dict[str, StreamBlockValidationError]:
    """Return what is wrong by field of the form, each finding at the block that it is about."""
    found: dict[str, dict[int | None, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for each in findings:
        place = place_of(each.where, fields[each.part])
        found[each.part][place].append(each)
    return {part: _error(fields[part], places) for part, places in found.items()}


def place_of(where: str, stream: blocks.StreamValue) -> int | None:
    """Return which block of a field has this id, or holds what has it; None for no single one."""
    # Answers of scales, of yes and no: the id of their question comes first.
    owner = where.partition(":")[0]
    return next((place for place, block in enumerate(stream) if owner in _ids(block)), None)


def _ids(block: Any) -> set[str]:
    ids = {block.id}
    if block.block_type == "choice":
        ids |= {each.id for each in block.value.bound_blocks["options"].value.bound_blocks}
    return ids


def _error(
    stream: blocks.StreamValue, found: dict[int | None, list[Finding]]
) -> StreamBlockValidationError:
    of_field = [each.text for each in found.pop(None, [])]
    return StreamBlockValidationError(
        block_errors={place: _at(stream[place], findings) for place, findings in found.items()},
        non_block_errors=of_field,
    )


def _at(block: Any, findings: list[Finding]) -> ValidationError:
    """Return an error at the one field of a block that is most likely to be changed."""
    error = ValidationError(" ".join(each.text for each in findings))
    code = findings[0].code
    if block.block_type == "result":
        field = "category" if code == "rule_category_gone" else "end"
        return _inside("rule", _inside(field, error))
    if isinstance(block.block, blocks.BaseStructBlock):
        return _inside("show_if" if code.startswith("show_if") else "text", error)
    return error


def _inside(field: str, error: ValidationError) -> ValidationError:
    found: ValidationError = blocks.StructBlockValidationError({field: error})
    return found
