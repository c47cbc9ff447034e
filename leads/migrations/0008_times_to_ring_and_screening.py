"""Times to be rung that visitors choose, and why an enquiry was held back."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0007_breaker_strikes_and_erasures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contactsettings',
            name='slot_days',
            field=models.PositiveSmallIntegerField(default=5, help_text='On how many of the days on which you are open there are times to choose.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='days ahead'),
        ),
        migrations.AddField(
            model_name='contactsettings',
            name='slot_minutes',
            field=models.PositiveSmallIntegerField(choices=[(30, 'Half an hour'), (60, 'An hour'), (120, 'Two hours'), (240, 'Four hours')], default=60, help_text="Cut out of the opening hours, which stand in the firm's settings.", verbose_name='length of a time to choose'),
        ),
        migrations.AddField(
            model_name='contactsettings',
            name='slot_notice',
            field=models.PositiveSmallIntegerField(default=30, help_text='No time is offered that begins sooner than this.', validators=[django.core.validators.MaxValueValidator(10080)], verbose_name='minutes of notice'),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='callback_from',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ring from'),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='callback_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ring until'),
        ),
        migrations.AlterField(
            model_name='enquiry',
            name='callback',
            field=models.CharField(blank=True, choices=[('', 'No call, please reply by e-mail'), ('soon', 'As soon as possible'), ('chosen', 'At a time they chose'), ('morning', 'In the morning'), ('afternoon', 'In the afternoon')], max_length=12, verbose_name='call-back'),
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField(help_text='Each with its points and in words; none quotes anybody.')),
                ('held', models.BooleanField(help_text='Nobody is told of it until it is released.', verbose_name='held back')),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='screening', to='leads.enquiry')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
