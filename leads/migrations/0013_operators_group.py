"""The group whose members look after the connection with the CRM. They see no enquiries by it."""

from django.db import migrations

PERMISSIONS = [
    *[
        ("leads", "fieldmapping", f"{what}_fieldmapping", f"Can {what} field mapping")
        for what in ("add", "change", "delete", "view")
    ],
    ("leads", "drill", "view_drill", "Can view drill"),
    ("leads", "drill", "add_drill", "Can add drill"),
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
]


def make_group(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Operators")
    for app, model, codename, name in PERMISSIONS:
        # Django makes permissions only after all migrations: they may not be there yet.
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0012_checks_of_destinations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
