from django.db import migrations

# django-axes counted attempts to log in before allauth did: its tables hold names and addresses.
TABLES = ("accessattemptexpiration", "accessattempt", "accessfailurelog", "accesslog")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_closing_invitation")]

    operations = [
        migrations.RunSQL(f"DROP TABLE IF EXISTS axes_{name}", migrations.RunSQL.noop)
        for name in TABLES
    ]
