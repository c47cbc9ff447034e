"""The mapping of the CRM's fields in the Wagtail admin's settings."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet

from leads.models import FieldMapping
from leads.workbench.forms import PANELS
from leads.workbench.views import (
    AskCheck,
    MappingCreate,
    MappingDelete,
    MappingEdit,
    MappingPreview,
)


class MappingViewSet(ModelViewSet):
    """One mapping a destination, for whoever may change mappings."""

    model = FieldMapping
    icon = "link"
    menu_label = "CRM fields"
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ("destination",)
    edit_handler = PANELS
    add_view_class = MappingCreate
    edit_view_class = MappingEdit
    delete_view_class = MappingDelete

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view: dict[str, Any] = super().get_edit_view_kwargs(**kwargs)
        return view | {"template_name": MappingEdit.template_name}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", MappingPreview.as_view(), name="preview"),
            path("check/<int:pk>/", AskCheck.as_view(), name="check"),
        ]
