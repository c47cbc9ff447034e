"""The index that a claim searches is in the order of claims, to the last: see
`leads.models.delivery`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0023_smaller_index_of_what_waits")]

    # The new one first: a worker that is at it meanwhile always finds one.
    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["destination", "due_at", "id"],
                name="delivery_in_line",
                condition=models.Q(due_at__isnull=False),
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_waiting"),
    ]
