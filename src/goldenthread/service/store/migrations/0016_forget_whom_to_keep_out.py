from django.db import migrations


class Migration(migrations.Migration):
    """What people settled of somebody who is held back stood on until now: the same files are read again to forget it.

    Which records those are only the adoption team's tokens and the agencies' files say together, so a load finds them.
    """

    dependencies = [
        ("store", "0015_who_issued_a_number_and_when"),
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
