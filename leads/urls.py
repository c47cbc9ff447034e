"""The public addresses of the way from quiz to receipt."""

from __future__ import annotations

from django.urls import path

from leads.quiz import views

app_name = "leads"
urlpatterns = [
    path("quiz/begin/<int:page_id>/", views.begin, name="begin"),
    path("quiz/<str:token>/<int:number>/", views.question, name="question"),
    path("quiz/<str:token>/result/", views.result, name="result"),
    path("quiz/<str:token>/contact/", views.contact_step, name="contact"),
    path("thanks/<str:token>/", views.thanks, name="thanks"),
]
