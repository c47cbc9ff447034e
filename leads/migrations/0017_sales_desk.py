"""The records of the sales desk, and who may do what there.

What came before is put before sales without a due time: nobody promised those people any.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import leads.models.sales
import uuid
from django.conf import settings
from django.db import migrations, models


PERMISSIONS = {
    "view_enquiry": ("enquiry", "Can view enquiry"),
    "work_enquiry": ("enquiry", "Can claim enquiries and log what was done"),
    "export_enquiry": ("enquiry", "Can export enquiries"),
    "manage_sales": ("salesperson", "Can see all enquiries and assign them by rules"),
    "add_salesperson": ("salesperson", "Can add salesperson"),
    "change_salesperson": ("salesperson", "Can change salesperson"),
    "delete_salesperson": ("salesperson", "Can delete salesperson"),
    "view_salesperson": ("salesperson", "Can view salesperson"),
    "change_salessettings": ("salessettings", "Can change sales"),
    "change_delivery": ("delivery", "Can change delivery"),
    "operate_deliveries": ("delivery", "Can pause and resume destinations"),
}
GROUPS = {
    "Sales": ("view_enquiry", "work_enquiry", "change_delivery"),
    "Sales managers": tuple(each for each in PERMISSIONS if each != "operate_deliveries"),
    "Operators": ("change_delivery", "operate_deliveries"),
}


def put_before_sales(apps, schema_editor):
    Handling = apps.get_model("leads.Handling")
    enquiries = apps.get_model("leads.Enquiry").objects.filter(is_test=False).order_by()
    enquiries = enquiries.exclude(kind="withdrawal").exclude(
        screening__held=True, screening__released_at=None
    )
    known = enquiries.values_list("pk", "erased_at").iterator()
    Handling.objects.bulk_create(
        [
            Handling(enquiry_id=pk, state="lost" if erased else "new", closed_at=erased)
            for pk, erased in known
        ],
        batch_size=500,
    )


def make_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    admin, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    enter, _ = Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for name, granted in GROUPS.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(enter)
        for codename in granted:
            # Django makes permissions only after all migrations: they may not be there yet.
            model, label = PERMISSIONS[codename]
            content_type, _ = ContentType.objects.get_or_create(app_label="leads", model=model)
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": label}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0007_first_question_of_the_quiz'),
        ('leads', '0016_lead_drills'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='delivery',
            options={'permissions': [('operate_deliveries', 'Can pause and resume destinations')], 'verbose_name_plural': 'deliveries'},
        ),
        migrations.AlterModelOptions(
            name='enquiry',
            options={'ordering': ['-created_at'], 'permissions': [('work_enquiry', 'Can claim enquiries and log what was done'), ('export_enquiry', 'Can export enquiries')], 'verbose_name_plural': 'enquiries'},
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('alerted', 'Sales was told'), ('warned', 'Warned that it is soon due'), ('breached', 'Not answered in time'), ('escalated', 'Everybody was told'), ('acknowledged', 'The sender was told that it has arrived'), ('claimed', 'Taken'), ('assigned', 'Assigned'), ('unassigned', 'Given back'), ('released', 'Released'), ('called', 'Rung'), ('rang', 'They rang'), ('mailed', 'Written to'), ('note', 'Note'), ('next_step', 'Next step'), ('outcome', 'Outcome'), ('reopened', 'Opened again')], max_length=12)),
                ('text', models.TextField(blank=True)),
                ('data', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(blank=True, help_text='Empty: Leadline itself.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='leads.enquiry')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SalesPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('takes_leads', models.BooleanField(default=True, verbose_name='takes enquiries')),
                ('away_from', models.DateField(blank=True, null=True)),
                ('away_until', models.DateField(blank=True, help_text='The last day away. Nothing is assigned meanwhile.', null=True)),
                ('last_assigned_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('topics', models.ManyToManyField(blank=True, help_text='Enquiries from articles on these go here first.', related_name='+', to='blog.topic')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sales_person', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'salesperson',
                'verbose_name_plural': 'sales people',
                'permissions': [('manage_sales', 'Can see all enquiries and assign them by rules')],
            },
        ),
        migrations.CreateModel(
            name='SalesSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reply_within', models.PositiveIntegerField(default=120, help_text='Of your opening hours: those of the night, bank holidays and days off do not count. A time to ring that somebody chose goes before it.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10560)], verbose_name='answer within (minutes)')),
                ('warn_before', models.PositiveIntegerField(default=15, help_text='The owner is reminded so long before an answer is due.', validators=[django.core.validators.MaxValueValidator(10560)], verbose_name='warn before that (minutes)')),
                ('escalate_after', models.PositiveIntegerField(default=30, help_text='When nobody has taken an enquiry for so long. 0: never.', validators=[django.core.validators.MaxValueValidator(10560)], verbose_name='tell everybody after (minutes)')),
                ('alert_recipients', models.TextField(blank=True, help_text='One e-mail address a line, besides whoever the enquiry is assigned to.', validators=[leads.models.sales.validate_addresses], verbose_name='also told of each enquiry')),
                ('acknowledge', models.BooleanField(default=True, help_text='Who enquires gets what they sent, and by when you answer.', verbose_name='confirm enquiries by e-mail')),
                ('round_robin', models.BooleanField(default=True, help_text='To whoever has waited longest. Without it, only topics assign.', verbose_name='assign in turn')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'sales',
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='handling', serialize=False, to='leads.enquiry')),
                ('state', models.CharField(choices=[('new', 'New'), ('claimed', 'Claimed'), ('contacted', 'Contacted'), ('qualified', 'Qualified'), ('won', 'Won'), ('lost', 'Lost'), ('unfit', 'Not a fit')], default='new', max_length=10)),
                ('due_at', models.DateTimeField(blank=True, help_text='By when somebody is to have rung or written.', null=True)),
                ('act_by', models.DateTimeField(blank=True, help_text='When something is next to be done: `due_at`, then `next_step_at`.', null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('first_contact_at', models.DateTimeField(blank=True, help_text='When a person of ours first rang or wrote.', null=True)),
                ('next_step', models.CharField(blank=True, max_length=200)),
                ('next_step_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('warned_at', models.DateTimeField(blank=True, help_text='The owner was told that it is soon due.', null=True)),
                ('breached_at', models.DateTimeField(blank=True, help_text='It was noticed that nobody had answered in time.', null=True)),
                ('escalated_at', models.DateTimeField(blank=True, help_text='Everybody was told that nobody had taken it.', null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='handlings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'act_by'], name='handling_due')],
            },
        ),
        migrations.RunPython(put_before_sales, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
