"""The index that a claim searches holds only what waits: see `leads.models.delivery`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0022_mails_tell_of_themselves")]

    # The new one first: a worker that is at it meanwhile always finds one.
    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["destination", "due_at"],
                name="delivery_waiting",
                condition=models.Q(due_at__isnull=False),
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_due"),
    ]
