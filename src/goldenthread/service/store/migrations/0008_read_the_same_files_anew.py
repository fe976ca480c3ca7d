from django.db import migrations


class Migration(migrations.Migration):
    """What 0006 and 0007 keep stands in the files. So the same files are read again, the demonstration's at once."""

    dependencies = [
        ("store", "0007_birth_as_each_record_gives_it"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                "UPDATE store_dataset SET fingerprint = ''",
                "UPDATE store_area SET loaded_at = NULL WHERE is_demonstration",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
