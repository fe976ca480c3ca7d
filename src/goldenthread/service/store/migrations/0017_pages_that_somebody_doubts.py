import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_forget_whom_to_keep_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkDoubt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.TextField(db_index=True)),
                ("custodian_id", models.TextField(null=True)),
                ("account_id", models.BigIntegerField()),
                ("agency_id", models.TextField()),
                ("role", models.TextField()),
                ("because", models.TextField()),
                ("saw_whole", models.BooleanField()),
                ("doubted_at", models.DateTimeField()),
                ("question_id", models.UUIDField(db_index=True, null=True)),
                ("state", models.TextField(default="waits")),
                ("became_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
