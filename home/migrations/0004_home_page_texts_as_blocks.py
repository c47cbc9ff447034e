"""Keeps what the home page said: its lists of articles and its invitation become blocks."""

import json
import uuid

from django.db import migrations


def _body(heading, title, text):
    blocks = [{"type": "latest", "id": str(uuid.uuid4()), "value": {"heading": heading}}]
    if title:
        value = {"title": title, "text": text}
        blocks.append({"type": "quiz", "id": str(uuid.uuid4()), "value": value})
    return json.dumps(blocks)


def make_blocks(apps, schema_editor):
    HomePage = apps.get_model("home", "HomePage")
    Revision = apps.get_model("wagtailcore", "Revision")
    for home in HomePage.objects.all():
        home.body = _body(home.articles_heading, home.quiz_title, home.quiz_text)
        home.save(update_fields=["body"])
        # What an editor opens next is the latest revision, not the page.
        for revision in Revision.objects.filter(pk=home.latest_revision_id):
            said = (revision.content.get(name) or "" for name in _OLD)
            revision.content["body"] = _body(*said)
            revision.save(update_fields=["content"])


_OLD = ("articles_heading", "quiz_title", "quiz_text")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_home_page_of_blocks"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(make_blocks, migrations.RunPython.noop)]
