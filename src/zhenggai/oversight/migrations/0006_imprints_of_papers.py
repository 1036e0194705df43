from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_layouts_of_papers")]

    operations = [
        migrations.AddField("composedpaper", "copies_to", models.CharField(default="", max_length=200)),
        migrations.AddField("composedpaper", "printed_by", models.CharField(default="", max_length=60)),
    ]
