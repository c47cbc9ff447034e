"""Makes an author of every name that stood on an article."""

from django.db import migrations
from django.utils.text import slugify

TEAM = "The team"  # what an article without an author says


def make_authors(apps, schema_editor):
    ArticlePage = apps.get_model("blog", "ArticlePage")
    Author = apps.get_model("blog", "Author")
    Revision = apps.get_model("wagtailcore", "Revision")
    for article in ArticlePage.objects.exclude(author__in=["", TEAM]):
        slug = slugify(article.author) or f"author-{article.pk}"
        author, _ = Author.objects.get_or_create(slug=slug, defaults={"name": article.author})
        ArticlePage.objects.filter(pk=article.pk).update(writer=author)
        # What an editor opens next is the latest revision, not the page.
        for revision in Revision.objects.filter(pk=article.latest_revision_id):
            revision.content["writer"] = author.pk
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0002_authors_picks_and_more_blocks"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_authors, migrations.RunPython.noop)]
