"""Topics by the names that an import gives."""

from __future__ import annotations

from django.utils.text import slugify

from blog.models import Topic


def topic_named(name: str) -> Topic:
    """Return the topic of this name, whatever the case, made if missing; or ValidationError."""
    name = name.strip()
    found = Topic.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    topic = Topic(name=name, slug=_fresh_topic_slug(name))
    topic.full_clean()
    topic.save()
    return topic


def _fresh_topic_slug(name: str) -> str:
    base = slugify(name) or "topic"
    slug, count = base, 1
    while Topic.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug
