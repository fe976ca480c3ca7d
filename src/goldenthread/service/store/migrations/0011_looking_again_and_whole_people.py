from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_find_a_child_as_each_agency_knows_it"),
    ]

    operations = [
        migrations.AddField("linkquestion", "kind", models.TextField(default="pair")),
        migrations.AddField("linkquestion", "about", models.JSONField(default=dict)),
        migrations.AddField("linkquestion", "reopens", models.UUIDField(null=True)),
        migrations.AddField("linkquestion", "asked_because", models.TextField(default="")),
        migrations.AddField("linkanswer", "takes_out", models.SmallIntegerField(null=True)),
        migrations.AddField("linkruling", "kind", models.TextField(default="pair")),
        migrations.AddField("linkruling", "follows", models.BooleanField(default=False)),
        # A question about all records of a person settles several pairs.
        migrations.AlterField("linkruling", "question_id", models.UUIDField(db_index=True)),
        migrations.AddConstraint(
            "linkruling",
            models.UniqueConstraint(
                fields=["question_id", "dataset_l", "record_id_l", "dataset_r", "record_id_r"],
                name="a_question_settles_a_pair_once",
            ),
        ),
        migrations.CreateModel(
            name="FamilyFound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.TextField(db_index=True)),
                ("adult_id", models.TextField()),
                ("custodian_id", models.TextField(null=True)),
                ("relations", models.JSONField()),
                ("settled_at", models.DateTimeField()),
            ],
        ),
    ]
