"""Turns a document, plain or Markdown, into an article. All of it is pure but `article.py`."""
