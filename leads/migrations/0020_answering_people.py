"""Whoever answers people who ask what is held of them; and that marketing can be objected to."""

from django.db import migrations, models

PERMISSIONS = [
    ("leads", "person", "answer_person", "Can hand out and erase what is held of a person"),
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
]


def make_group(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Data protection")
    for app, model, codename, name in PERMISSIONS:
        # Django makes permissions only after all migrations: they may not be there yet.
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0019_mail"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="person",
            options={
                "permissions": [
                    ("answer_person", "Can hand out and erase what is held of a person")
                ],
                "verbose_name_plural": "people",
            },
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("quiz", "Quiz"),
                    ("message", "Message"),
                    ("callback", "Call-back"),
                    ("phone", "Telephone"),
                    ("correction", "Correction"),
                    ("withdrawal", "Consent withdrawn"),
                    ("objection", "Objection to marketing"),
                ],
                default="message",
                max_length=10,
            ),
        ),
        migrations.RunPython(make_group, migrations.RunPython.noop),
    ]
