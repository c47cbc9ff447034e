"""The group whose members see enquiries. Editors do not."""

from django.db import migrations

PERMISSIONS = [
    ("leads", "enquiry", "view_enquiry", "Can view enquiry"),
    ("leads", "delivery", "change_delivery", "Can change delivery"),
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
]


def make_group(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Sales")
    for app, model, codename, name in PERMISSIONS:
        # Django makes permissions only after all migrations: they may not be there yet.
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
