"""Turns a document into an article. What reads it is pure; article, gallery, report, topics and the
admin's own forms and views touch the site."""
