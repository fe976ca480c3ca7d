from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_review_of_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="date_of_birth",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="date_of_birth_precision",
            field=models.TextField(default=""),
        ),
    ]
