"""Marks of tests, words for shared results, and how somebody enquired."""

from django.db import migrations, models

from leads.models.quiz.attempt import new_token


def tell_apart(apps, schema_editor):
    """Give each attempt a word of its own for sharing, and each enquiry the form it came through."""
    attempts = apps.get_model("leads.QuizAttempt").objects
    for attempt in attempts.filter(share=None).only("pk").iterator():
        attempts.filter(pk=attempt.pk).update(share=new_token())
    enquiries = apps.get_model("leads.Enquiry").objects
    enquiries.exclude(quiz="").update(kind="quiz")
    # The form that asks for a call has no field for a message.
    enquiries.filter(quiz="", message="").exclude(callback="").update(kind="callback")


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0004_picture_for_shared_links'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='quizversion',
            name='quiz_version_frozen_once',
        ),
        migrations.AddField(
            model_name='enquiry',
            name='is_test',
            field=models.BooleanField(default=False, help_text='Sent by an editor to try a quiz: delivered to nobody.'),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='kind',
            field=models.CharField(choices=[('quiz', 'Quiz'), ('message', 'Message'), ('callback', 'Call-back'), ('phone', 'Telephone')], default='message', max_length=10),
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='is_test',
            field=models.BooleanField(default=False, help_text='It is in no count, and nobody is told of it.', verbose_name='begun by an editor'),
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='share',
            field=models.CharField(editable=False, max_length=32, null=True, verbose_name='token of the result that may be shared'),
        ),
        migrations.AddField(
            model_name='quizversion',
            name='is_draft',
            field=models.BooleanField(default=False, help_text='Never published: it counts nowhere.', verbose_name='tried by an editor'),
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='answers',
            field=models.JSONField(default=dict, help_text='By question: the id of an option, a list of such, or what was written.'),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='quizattempt',
            name='share',
            field=models.CharField(default=new_token, editable=False, max_length=32, unique=True, verbose_name='token of the result that may be shared'),
        ),
        migrations.AddConstraint(
            model_name='quizversion',
            constraint=models.UniqueConstraint(fields=('quiz', 'digest', 'is_draft'), name='quiz_version_frozen_once'),
        ),
    ]
