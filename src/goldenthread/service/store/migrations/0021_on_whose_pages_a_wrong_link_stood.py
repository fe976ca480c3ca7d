import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0020_pages_said_to_be_of_one_child"),
    ]

    operations = [
        # False for what earlier loads parted: on whose pages that stood is known of none of it.
        migrations.AddField(
            model_name="wronglinkfound",
            name="pages_kept",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="WrongLinkPage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("wrong_link_id", models.UUIDField(db_index=True)),
                ("person_id", models.TextField()),
                ("custodian_id", models.TextField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
