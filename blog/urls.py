"""The addresses of the feeds."""

from __future__ import annotations

from django.urls import path

from blog.feeds import ArticlesFeed

urlpatterns = [
    path("feeds/articles.atom", ArticlesFeed(), name="articles_feed"),
    path("feeds/topics/<slug:slug>.atom", ArticlesFeed(), name="topic_feed"),
]
