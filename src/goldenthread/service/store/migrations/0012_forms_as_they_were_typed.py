import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_looking_again_and_whole_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="TypedForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("agency_id", models.TextField()),
                ("role", models.TextField()),
                ("place", models.TextField()),
                ("typed", models.JSONField(default=dict)),
                ("kept_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddConstraint(
            "typedform",
            models.UniqueConstraint(
                fields=["account_id", "agency_id", "role", "place"], name="one_typed_form_an_author_and_page"
            ),
        ),
    ]
