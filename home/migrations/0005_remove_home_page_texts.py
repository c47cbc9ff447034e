from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("home", "0004_home_page_texts_as_blocks")]
    operations = [
        migrations.RemoveField(model_name="homepage", name=name)
        for name in ("articles_heading", "quiz_title", "quiz_text")
    ]
