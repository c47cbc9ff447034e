"""The address that the contact page's forms are sent to."""

from __future__ import annotations

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("enquire/<int:page_id>/", views.contact_form, name="contact")]
