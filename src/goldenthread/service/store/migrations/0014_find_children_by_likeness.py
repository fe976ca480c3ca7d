import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What children are found by stands in the files, so the same files are read again, the demonstration's at once."""

    dependencies = [
        ("store", "0013_find_what_was_received_and_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchModel",
            fields=[
                ("version", models.UUIDField(primary_key=True, serialize=False)),
                ("model", models.TextField()),
                ("common", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchRecord",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("custodian_id", models.TextField(null=True)),
                ("agencies", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("told", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="store.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(db_index=True)),
                ("custodian_id", models.TextField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="store.searchrecord",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=[
                "UPDATE store_dataset SET fingerprint = ''",
                "UPDATE store_area SET loaded_at = NULL WHERE is_demonstration",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
