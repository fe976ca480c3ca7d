from django.db import migrations, models


class Migration(migrations.Migration):
    """Who issued each number, and when, stands in the files, so the same files are read again, the demonstration's at once.

    What children are found by likeness by is written in another form since records may hold a passport: until the next
    load they are found by number, and by name with birth date.
    """

    dependencies = [
        ("store", "0014_find_children_by_likeness"),
    ]

    operations = [
        migrations.AddField("personidentifier", "issuer", models.TextField(default="")),
        migrations.AddField("personidentifier", "issued", models.DateField(null=True)),
        migrations.AddField("personidentifier", "expires", models.DateField(null=True)),
        migrations.AddField("personidentifier", "first_known", models.DateField(null=True)),
        migrations.AddField("personidentifier", "last_known", models.DateField(null=True)),
        migrations.RunSQL(
            sql=[
                # Not DELETE: the fences keep these rows from the tables' owner too.
                "TRUNCATE store_searchnumber, store_searchrecord, store_searchmodel",
                "UPDATE store_dataset SET fingerprint = ''",
                "UPDATE store_area SET loaded_at = NULL WHERE is_demonstration",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
