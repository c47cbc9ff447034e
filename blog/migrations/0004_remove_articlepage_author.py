from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_authors_by_name")]
    operations = [migrations.RemoveField(model_name="articlepage", name="author")]
