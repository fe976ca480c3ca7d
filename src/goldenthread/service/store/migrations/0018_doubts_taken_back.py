from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_pages_that_somebody_doubts"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkdoubt",
            name="taken_back_at",
            field=models.DateTimeField(null=True),
        ),
    ]
