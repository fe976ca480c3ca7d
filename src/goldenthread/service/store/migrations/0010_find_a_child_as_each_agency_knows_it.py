from django.db import migrations


class Migration(migrations.Migration):
    """Keys of search are now made from what each record gives. So the same files are read again."""

    dependencies = [
        ("store", "0009_the_law_that_agreements_rest_on"),
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
