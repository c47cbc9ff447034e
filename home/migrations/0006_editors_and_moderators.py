"""What editors and moderators may do. Adds what is missing, takes nothing away.

A group that somebody has deleted stays deleted, and so does a workflow that was replaced.
"""

from django.db import migrations

EDITORS, MODERATORS = "Editors", "Moderators"
WORKFLOW = "Moderators approval"
ROOT_DEPTH = 1
ON_PAGES = {
    EDITORS: ["add", "change"],
    MODERATORS: ["add", "change", "publish", "lock", "unlock"],
}
SNIPPETS = ["topic", "author"]
FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]


def _permission(apps, app, model, action):
    # Django makes permissions only after all migrations: they may not be there yet.
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return permission


def _admin(apps):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    return permission


def _root_page(apps):
    return apps.get_model("wagtailcore.Page").objects.get(depth=ROOT_DEPTH)


def let_groups_work(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ON_PAGES):
        group.permissions.add(_admin(apps))
        _pages(apps, group)
        _files(apps, group)
        for model in SNIPPETS:
            for action in ("add", "change", "view"):
                group.permissions.add(_permission(apps, "blog", model, action))


def _pages(apps, group):
    root = _root_page(apps)
    for action in ON_PAGES[group.name]:
        apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
            group=group, page=root, permission=_permission(apps, "wagtailcore", "page", action)
        )


def _files(apps, group):
    collection = apps.get_model("wagtailcore.Collection").objects.get(depth=ROOT_DEPTH)
    for app, model in FILES:
        for action in ("add", "change", "choose"):
            apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                group=group,
                collection=collection,
                permission=_permission(apps, app, model, action),
            )


def assign_workflow(apps, schema_editor):
    assigned = apps.get_model("wagtailcore.WorkflowPage")
    root = _root_page(apps)
    workflow = apps.get_model("wagtailcore.Workflow").objects.filter(name=WORKFLOW, active=True)
    if workflow.exists() and not assigned.objects.filter(page=root).exists():
        assigned.objects.create(page=root, workflow=workflow.first())


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_remove_home_page_texts"),
        ("blog", "0003_authors_by_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
    ]
    operations = [
        migrations.RunPython(let_groups_work, migrations.RunPython.noop),
        migrations.RunPython(assign_workflow, migrations.RunPython.noop),
    ]
