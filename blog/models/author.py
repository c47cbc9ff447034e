"""Who writes articles."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class Author(models.Model):
    """Somebody whose name stands over articles."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True, help_text="The name in addresses.")
    role = models.CharField(max_length=80, blank=True, help_text="What they do at the firm.")
    photo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A face, about square. Initials stand in its place without one.",
    )
    bio = models.TextField(
        "about them", blank=True, max_length=400, help_text="Two or three sentences."
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug")], heading="Name"),
        FieldPanel("role"),
        FieldPanel("photo"),
        FieldPanel("bio"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name."""
        names = self.name.split()
        return "".join(name[0].upper() for name in dict.fromkeys([*names[:1], *names[-1:]]))
