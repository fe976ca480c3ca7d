from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_what_follows_a_question_of_sharing"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="is_designated",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="is_commissioned",
            field=models.BooleanField(null=True),
        ),
    ]
