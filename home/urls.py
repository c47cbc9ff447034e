"""The addresses of what is not a page: the contact page's forms, and the styleguide."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from home import views
from home.styleguide import styleguide

app_name = "home"
urlpatterns = [path("enquire/<int:page_id>/", views.contact_form, name="contact")]
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
