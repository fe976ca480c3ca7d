from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_forms_as_they_were_typed"),
    ]

    operations = [
        migrations.AddField("informationrequest", "sent_as", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "informationrequest",
            models.UniqueConstraint(fields=["account_id", "sent_as"], name="one_request_an_author_and_form"),
        ),
        migrations.AddField("release", "found_by", ArrayField(models.TextField(), null=True)),
        migrations.AddIndex(
            "release", GinIndex(fields=["found_by"], condition=~models.Q(limits=[]), name="release_found_by")
        ),
    ]
