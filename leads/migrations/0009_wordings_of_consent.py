"""Number the wordings that consent was given in, those of earlier consents too."""

import hashlib

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def number_earlier_wordings(apps, schema_editor):
    Wording = apps.get_model("leads.ConsentWording")
    for event in apps.get_model("leads.ConsentEvent").objects.order_by("at", "pk"):
        text = "\n".join((event.purpose, event.channel, event.wording))
        earlier = Wording.objects.filter(purpose=event.purpose, channel=event.channel)
        event.version, _ = Wording.objects.get_or_create(
            digest=hashlib.sha256(text.encode()).hexdigest(),
            defaults={
                "purpose": event.purpose,
                "channel": event.channel,
                "wording": event.wording,
                "number": 1 + earlier.count(),
                "first_shown_at": event.at,
            },
        )
        event.save(update_fields=["version"])


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0008_times_to_ring_and_screening'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=20)),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('wording', models.TextField()),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('first_shown_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first answered')),
            ],
            options={
                'ordering': ['purpose', 'channel', '-number'],
            },
        ),
        migrations.RemoveField(
            model_name='consentevent',
            name='wording_sha256',
        ),
        migrations.AddField(
            model_name='consentevent',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='leads.consentwording'),
        ),
        migrations.RunPython(number_earlier_wordings, migrations.RunPython.noop),
    ]
