"""Articles, where they are listed, who writes them and what they are about."""

from blog.models.article import ArticlePage
from blog.models.author import Author
from blog.models.listing import BlogIndexPage
from blog.models.queries import ArticleQuerySet
from blog.models.topic import Topic

__all__ = ["ArticlePage", "ArticleQuerySet", "Author", "BlogIndexPage", "Topic"]
