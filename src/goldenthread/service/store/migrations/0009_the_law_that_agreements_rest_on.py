from django.db import migrations, models


class Migration(migrations.Migration):
    """What each provision counted as when an agreement was compiled, so that a change of law is noticed."""

    dependencies = [
        ("store", "0008_read_the_same_files_anew"),
    ]

    operations = [
        migrations.AddField(
            model_name="pathway",
            name="forces",
            field=models.JSONField(default=dict),
        ),
    ]
