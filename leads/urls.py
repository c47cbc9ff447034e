"""The public addresses of the way from quiz to receipt, and of what was sent."""

from __future__ import annotations

from django.urls import path

from leads.counting.beacon import beacon
from leads.followup import views as followup
from leads.privacy import views as privacy
from leads.quiz import results, starting, views

app_name = "leads"
urlpatterns = [
    path("count/", beacon, name="count"),
    path("quiz/begin/<int:page_id>/", starting.begin, name="begin"),
    path("quiz/shared/<str:share>/", results.shared, name="shared"),
    path("quiz/<str:token>/", views.resume, name="resume"),
    path("quiz/<str:token>/<int:number>/", views.question, name="question"),
    path("quiz/<str:token>/result/", results.result, name="result"),
    path("quiz/<str:token>/contact/", views.contact_step, name="contact"),
    path("thanks/<str:token>/", views.thanks, name="thanks"),
    path("act/<str:key>/<slug:what>/", followup.act, name="act"),
    path("yours/<str:signed>/", privacy.yours, name="yours"),
    path("yours/<str:signed>/correct/", privacy.correct, name="correct"),
    path("yours/<str:signed>/withdraw/", privacy.withdraw, name="withdraw"),
    path("yours/<str:signed>/object/", privacy.object_to, name="object"),
    path("yours/<str:signed>/erase/", privacy.erase, name="erase"),
    path("erased/<str:token>/", privacy.erased, name="erased"),
]
