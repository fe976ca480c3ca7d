from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0019_several_records_of_somebody_else"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkdoubt",
            name="other_person_id",
            field=models.TextField(null=True),
        ),
    ]
